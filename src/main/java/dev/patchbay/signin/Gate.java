package dev.patchbay.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Lets nobody we do not know past the pages by which they sign in, and leads them there. */
final class Gate implements AuthorizationManager<HttpServletRequest>, AuthenticationEntryPoint {

  private static final String SIGN_IN = "/app/sign-in";

  @Override
  @Deprecated
  public AuthorizationDecision check(Supplier<Authentication> who, HttpServletRequest request) {
    return new AuthorizationDecision(isOpen(path(request)) || who.get() instanceof KnownCaller);
  }

  @Override
  public AuthorizationResult authorize(Supplier<Authentication> who, HttpServletRequest request) {
    return new AuthorizationDecision(isOpen(path(request)) || who.get() instanceof KnownCaller);
  }

  /** As it was sent: the firewall lets no path through that can be read in two ways. */
  static String path(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }

  static boolean isAsset(HttpServletRequest request) {
    return path(request).startsWith("/app/assets/");
  }

  private static boolean isOpen(String path) {
    return path.equals(SIGN_IN)
        || path.startsWith("/app/welcome/")
        || path.startsWith("/app/assets/");
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
      throws IOException {
    if (request.getHeader("HX-Request") != null) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      response.setHeader("HX-Redirect", signIn(request, current(request)));
    } else if (request.getMethod().equals("GET")
        && !Objects.requireNonNullElse(request.getHeader("Accept"), "")
            .contains("text/event-stream")) {
      String query = request.getQueryString();
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader(
          "Location", signIn(request, path(request) + (query == null ? "" : "?" + query)));
    } else {
      Refusal.write(request, response, 401, "You are not signed in.", "Sign in, and try again.");
    }
  }

  private static String signIn(HttpServletRequest request, @Nullable String wanted) {
    String next = NextPage.of(wanted);
    return request.getContextPath()
        + SIGN_IN
        + (next.equals(NextPage.HOME)
            ? ""
            : "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
  }

  /** The page that a script asks from. */
  private static @Nullable String current(HttpServletRequest request) {
    String url = request.getHeader("HX-Current-URL");
    try {
      URI uri = url == null ? null : URI.create(url);
      if (uri == null || uri.getRawPath() == null) {
        return null;
      }
      return uri.getRawQuery() == null
          ? uri.getRawPath()
          : uri.getRawPath() + "?" + uri.getRawQuery();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
