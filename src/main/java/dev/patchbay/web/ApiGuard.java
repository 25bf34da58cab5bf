package dev.patchbay.web;

import dev.patchbay.access.Caller;
import dev.patchbay.access.Tokens;
import dev.patchbay.db.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;

/** Tells who calls the API: a token's holder, or this machine where the settings say so. */
final class ApiGuard {

  private static final String BEARER = "Bearer ";

  private final WebSettings settings;
  private final Database database;
  private final Tokens tokens;

  ApiGuard(WebSettings settings, Database database, Tokens tokens) {
    this.settings = settings;
    this.database = database;
    this.tokens = tokens;
  }

  /** The caller, or empty when nobody may call like this. */
  Optional<Caller> caller(ServerRequest request) {
    String given = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
    if (given != null) {
      return given.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? holder(given.substring(BEARER.length()).strip())
          : Optional.empty();
    }
    return new ThisMachine(settings).of(request.servletRequest());
  }

  private Optional<Caller> holder(String given) {
    String token = settings.token();
    if (token != null
        && !token.isEmpty()
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8))) {
      return Optional.of(Caller.trusted("patchbay.api.token"));
    }
    return database.inTransaction(sql -> tokens.find(sql, given));
  }
}
