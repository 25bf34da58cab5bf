package dev.patchbay.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.OAuth2;
import dev.patchbay.db.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens of all connections: got when first needed, replaced ahead of their end, shared
 * by all hubs on one database. A row lock lets one hub at a time ask for a connection's token, and
 * a refresh token that the vendor replaced is committed before the new access token is used.
 */
public final class AccessTokens {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final Database database;
  private final Seal seal;
  private final TokenEndpoint endpoint;
  private final InstantSource clock;
  private final Map<String, Token> held = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /**
   * A token in use.
   *
   * @param until when it is replaced
   * @param refresh the refresh token the vendor gave in place of the stack's, or {@code null}
   */
  private record Token(String value, Instant until, @Nullable String refresh) {}

  /** Tokens kept in {@code database}, sealed. */
  public AccessTokens(Database database, Seal seal, TokenEndpoint endpoint, InstantSource clock) {
    this.database = database;
    this.seal = seal;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /**
   * A token that holds for a while yet.
   *
   * @throws SignInException when the vendor gives none
   */
  public String current(SignIn signIn) throws SignInException {
    return fresh(signIn, null).value;
  }

  /**
   * A token other than one that the vendor refused before its time.
   *
   * @throws SignInException when the vendor gives none
   */
  public String insteadOf(SignIn signIn, String refused) throws SignInException {
    return fresh(signIn, refused).value;
  }

  /** When the token of each connection was obtained; those without one are absent. */
  public static Map<String, Instant> obtained(Connection sql) throws SQLException {
    Map<String, Instant> obtained = new LinkedHashMap<>();
    try (PreparedStatement query =
            sql.prepareStatement(
                """
                select connection, obtained_at from access_token
                where obtained_at is not null order by connection""");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        obtained.put(row.getString(1), row.getTimestamp(2).toInstant());
      }
    }
    return obtained;
  }

  /** When the token that this hub uses is replaced, or empty when it has used none yet. */
  public Optional<Instant> replacedAt(String connection) {
    return Optional.ofNullable(held.get(connection)).map(Token::until);
  }

  private Token fresh(SignIn signIn, @Nullable String refused) throws SignInException {
    Token token = held.get(signIn.connection());
    if (token != null && holds(token, refused)) {
      return token;
    }
    synchronized (locks.computeIfAbsent(signIn.connection(), name -> new Object())) {
      token = held.get(signIn.connection());
      if (token != null && holds(token, refused)) {
        return token;
      }
      token = shared(signIn, refused);
      held.put(signIn.connection(), token);
      return token;
    }
  }

  private boolean holds(Token token, @Nullable String refused) {
    return !token.value.equals(refused) && clock.instant().isBefore(token.until);
  }

  private Token shared(SignIn signIn, @Nullable String refused) throws SignInException {
    try {
      return database.inTransaction(
          sql -> {
            Token kept = lock(sql, signIn);
            if (kept != null && holds(kept, refused)) {
              return kept;
            }
            Token asked;
            try {
              asked = ask(signIn, kept == null ? null : kept.refresh);
            } catch (SignInException e) {
              throw new UncheckedIOException(e);
            }
            keep(sql, signIn, asked);
            return asked;
          });
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof SignInException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private Token ask(SignIn signIn, @Nullable String refresh) throws SignInException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", signIn.grant().type());
    String credential = refresh == null ? signIn.credential() : refresh;
    if (credential != null && signIn.grant() == OAuth2.Grant.REFRESH_TOKEN) {
      form.put("refresh_token", credential);
    }
    if (signIn.credential() != null && signIn.grant() == OAuth2.Grant.JWT_BEARER) {
      form.put("assertion", signIn.credential());
    }
    Map<String, String> headers = new LinkedHashMap<>();
    String secret = signIn.clientSecret();
    if (signIn.basic()) {
      String pair = signIn.clientId() + ":" + (secret == null ? "" : secret);
      headers.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    } else {
      form.put("client_id", signIn.clientId());
      if (secret != null) {
        form.put("client_secret", secret);
      }
    }
    TokenEndpoint.Answer answer;
    try {
      answer = endpoint.post(signIn.tokenUrl(), headers, form);
    } catch (IOException e) {
      throw new SignInException("The token endpoint gave no answer.", e);
    }
    return token(answer, signIn, refresh);
  }

  private Token token(TokenEndpoint.Answer answer, SignIn signIn, @Nullable String refresh)
      throws SignInException {
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      body = JSON.createObjectNode();
    }
    String value = body.path("access_token").asText("");
    if (answer.status() >= BAD_REQUEST || value.isEmpty()) {
      throw refusal(answer.status(), body.path("error").asText(""));
    }
    long seconds = body.path("expires_in").asLong(0);
    Duration lifetime = seconds > 0 ? Duration.ofSeconds(seconds) : signIn.lifetime();
    Duration ahead =
        signIn.ahead().compareTo(lifetime.dividedBy(2)) < 0
            ? signIn.ahead()
            : lifetime.dividedBy(2);
    String renewed = body.path("refresh_token").asText("");
    return new Token(
        value,
        clock.instant().plus(lifetime).minus(ahead),
        renewed.isEmpty() || renewed.equals(signIn.credential()) ? refresh : renewed);
  }

  /** Error codes of RFC 6749, 5.2; some vendors answer them with status 200. */
  private static SignInException refusal(int status, String error) {
    String code = error.matches("[a-z_]{1,40}") ? " " + error : "";
    boolean ended =
        status == UNAUTHORIZED
            || status == FORBIDDEN
            || error.startsWith("invalid_")
            || error.equals("unauthorized_client")
            || error.equals("unsupported_grant_type");
    return new SignInException("The token endpoint answered %d%s.".formatted(status, code), ended);
  }

  private @Nullable Token lock(Connection sql, SignIn signIn) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into access_token (connection, origin) values (?, ?) on conflict do nothing")) {
      insert.setString(1, signIn.connection());
      insert.setString(2, signIn.origin());
      insert.executeUpdate();
    }
    try (PreparedStatement query =
        sql.prepareStatement(
            "select origin, sealed from access_token where connection = ? for update")) {
      query.setString(1, signIn.connection());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next() || !row.getString(1).equals(signIn.origin())) {
          return null;
        }
        byte[] sealed = row.getBytes(2);
        return sealed == null
            ? null
            : seal.open(signIn.connection(), sealed).map(AccessTokens::read).orElse(null);
      }
    }
  }

  private void keep(Connection sql, SignIn signIn, Token token) throws SQLException {
    ObjectNode json = JSON.createObjectNode();
    json.put("value", token.value);
    json.put("until", token.until.toString());
    if (token.refresh != null) {
      json.put("refresh", token.refresh);
    }
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update access_token set origin = ?, sealed = ?, obtained_at = clock_timestamp()
            where connection = ?""")) {
      update.setString(1, signIn.origin());
      update.setBytes(2, seal.close(signIn.connection(), json.toString()));
      update.setString(3, signIn.connection());
      update.executeUpdate();
    }
  }

  private static Token read(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      return new Token(
          json.path("value").asText(),
          Instant.parse(json.path("until").asText()),
          json.hasNonNull("refresh") ? json.path("refresh").asText() : null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A sealed token is what was sealed", e);
    }
  }
}
