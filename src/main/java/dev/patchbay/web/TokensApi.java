package dev.patchbay.web;

import dev.patchbay.access.Audit;
import dev.patchbay.access.Scope;
import dev.patchbay.access.Token;
import dev.patchbay.access.Tokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.HttpMethod;

/** Tokens by which other programs call the API. */
final class TokensApi implements ApiPart {

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,59}");

  private final Tokens tokens;
  private final Audit audit;

  TokensApi(Tokens tokens, Audit audit) {
    this.tokens = tokens;
    this.audit = audit;
  }

  record AllTokens(List<Token> rows) {}

  /** Make one; scopes such as {@code read}. */
  record TokenBody(String name, List<String> scopes) {}

  /**
   * A token, told this once.
   *
   * @param token what callers send as {@code Authorization: Bearer}
   */
  record MadeToken(String name, String token) {}

  /** End one. */
  record RevokeBody(String why) {}

  /** Which one was ended. */
  record RevokedToken(UUID id, String name) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
                "/api/v1/tokens",
                "All tokens of the API, the newest first; their texts are kept nowhere.",
                List.of(),
                AllTokens.class,
                (sql, call) -> new AllTokens(tokens.list(sql)))
            .needing(Scope.ADMIN),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/tokens",
            Scope.ADMIN,
            "Makes a token and tells it, this once.",
            TokenBody.class,
            MadeToken.class,
            this::make),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/tokens/{id}/revoke",
            Scope.ADMIN,
            "Ends a token: from now on it opens nothing.",
            RevokeBody.class,
            RevokedToken.class,
            this::revoke));
  }

  private Object make(Connection sql, ApiCall call) throws SQLException, RefusedException {
    TokenBody body = call.body(TokenBody.class);
    String name = ApiBody.given(body.name(), "name").strip();
    if (!NAME.matcher(name).matches()) {
      throw new RefusedException(
          400,
          "api.body",
          "This is no name for a token.",
          "Use 1 to 60 letters, digits, spaces, dots and hyphens.");
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : body.scopes()) {
      scopes.add(
          Scope.of(word)
              .orElseThrow(
                  () ->
                      new RefusedException(
                          400,
                          "api.body",
                          "There is no such scope.",
                          "Known scopes: " + Scope.words() + ".")));
    }
    if (scopes.isEmpty()) {
      throw new RefusedException(
          400, "api.body", "The token would allow nothing.", "Choose one scope at least.");
    }
    PeopleApi.mayGive(call.caller(), scopes);
    String token =
        tokens
            .create(sql, name, scopes, call.caller().name())
            .orElseThrow(
                () ->
                    new RefusedException(
                        409,
                        "tokens.taken",
                        "A token or a person has that name.",
                        "Choose another, or revoke that token."));
    audit.append(
        sql,
        call.caller().name(),
        "create",
        "token " + name + " for " + String.join(",", scopes.stream().map(Scope::word).toList()),
        null,
        1);
    return new MadeToken(name, token);
  }

  private Object revoke(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Token token = tokens.find(sql, call.id()).orElseThrow(ApiCall::notFound);
    if (!tokens.revoke(sql, token.name())) {
      throw new RefusedException(
          409, "tokens.revoked", "That token opens nothing already.", "There is nothing to do.");
    }
    audit.append(sql, call.caller().name(), "revoke", "token " + token.name(), null, 1);
    return new RevokedToken(token.id(), token.name());
  }
}
