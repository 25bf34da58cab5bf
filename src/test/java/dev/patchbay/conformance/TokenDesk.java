package dev.patchbay.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.patchbay.connector.OAuth2;
import dev.patchbay.credential.AccessTokens;
import dev.patchbay.credential.Seal;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.doubles.Answer;
import dev.patchbay.doubles.Received;
import dev.patchbay.route.HttpTokenEndpoint;
import dev.patchbay.route.SignedInConnections;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A token endpoint after RFC 6749 that knows one client: the one that a connection's sheet names.
 */
final class TokenDesk {

  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final OAuth2 oauth2;
  private final Map<String, String> values;
  private final Deque<String> tokens;
  private final List<Received> asked = new ArrayList<>();

  /**
   * An endpoint.
   *
   * @param values the parameters of the client that it knows
   * @param tokens what it gives, one after the other; the last one again and again
   */
  TokenDesk(OAuth2 oauth2, Map<String, String> values, List<String> tokens) {
    this.oauth2 = oauth2;
    this.values = values;
    this.tokens = new ArrayDeque<>(tokens);
  }

  /** A case's parameters without a token, with made-up ones to sign in by. */
  static Map<String, String> signingIn(ConnectorCase each) {
    OAuth2 oauth2 = Objects.requireNonNull(each.connector().oauth2());
    Map<String, String> values = new LinkedHashMap<>(each.with());
    values.remove(oauth2.token());
    oauth2.parameters().forEach(name -> values.putIfAbsent(name, "made-up+" + name + "/="));
    return values;
  }

  /** Tokens kept in this database under a key in this folder, and asked for over HTTP. */
  static SignedInConnections signedIn(
      TestDatabase test, Path folder, HttpTokenEndpoint endpoint, InstantSource clock)
      throws IOException {
    return new SignedInConnections(
        new AccessTokens(
            test.database(), Seal.inFolder(folder, new SecureRandom()), endpoint, clock));
  }

  /** Whether a request is for it, and not for the vendor's API. */
  boolean isAsked(Received request) {
    return request.path().equals(URI.create(oauth2.tokenUrl(values)).getPath());
  }

  /** How often it was asked. */
  int times() {
    return asked.size();
  }

  /** Gives a token to who has the grant and is the client; refuses all others. */
  Answer answer(Received request) {
    asked.add(request);
    ObjectNode form = Received.fields(request.body());
    if (!request.method().equals("POST")
        || !request
            .headers()
            .getOrDefault("content-type", "")
            .startsWith("application/x-www-form-urlencoded")
        || !one(form, "grant_type", oauth2.grant().type())) {
      return refused("invalid_request");
    }
    if (!isClient(request, form)) {
      return refused("invalid_client");
    }
    String credential = oauth2.credential() == null ? null : values.get(oauth2.credential());
    boolean granted =
        switch (oauth2.grant()) {
          case REFRESH_TOKEN -> one(form, "refresh_token", credential);
          case JWT_BEARER -> one(form, "assertion", credential);
          case CLIENT_CREDENTIALS -> true;
        };
    if (!granted) {
      return refused("invalid_grant");
    }
    String token = tokens.size() > 1 ? tokens.remove() : tokens.element();
    return new Answer(
        200, JSON, "{\"access_token\":\"%s\",\"token_type\":\"bearer\"}".formatted(token));
  }

  private boolean isClient(Received request, ObjectNode form) {
    String id = values.get(oauth2.clientId());
    String secret = oauth2.clientSecret() == null ? "" : values.get(oauth2.clientSecret());
    if (oauth2.basic()) {
      String pair = id + ":" + secret;
      String login = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      return ("Basic " + login).equals(request.headers().get("authorization"))
          && !form.has("client_secret");
    }
    return one(form, "client_id", id)
        && (oauth2.clientSecret() == null || one(form, "client_secret", secret));
  }

  private static boolean one(ObjectNode form, String field, String value) {
    return TextNode.valueOf(value).equals(form.get(field));
  }

  private static Answer refused(String error) {
    return new Answer(400, JSON, "{\"error\":\"%s\"}".formatted(error));
  }
}
