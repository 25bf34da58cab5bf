package dev.patchbay.web;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Lets only holders of the token read the API, or this machine where the settings say so. */
final class ApiGuard implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  private static final String BEARER = "Bearer ";

  private final WebSettings settings;

  ApiGuard(WebSettings settings) {
    this.settings = settings;
  }

  @Override
  public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    if (admits(request)) {
      return next.handle(request);
    }
    return ServerResponse.status(HttpStatus.UNAUTHORIZED)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            Answers.error(
                "api.unauthorized",
                "This needs the API token.",
                "Send 'Authorization: Bearer' with the value of patchbay.api.token."));
  }

  private boolean admits(ServerRequest request) {
    String token = settings.token();
    if (token != null && !token.isEmpty()) {
      String given = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
      return given != null
          && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
          && MessageDigest.isEqual(
              token.getBytes(StandardCharsets.UTF_8),
              given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    }
    return settings.openOnLoopback()
        && settings.boundToLoopback()
        && request
            .remoteAddress()
            .map(InetSocketAddress::getAddress)
            .filter(address -> address.isLoopbackAddress())
            .isPresent();
  }
}
