package dev.patchbay.signin;

import dev.patchbay.access.Sessions;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/**
 * Our cookies. Scripts cannot read them, forms on other sites do not send them; where the hub is
 * reached by TLS they travel by nothing else, and no other host can plant one (the prefix {@code
 * __Host-}).
 */
final class Cookies {

  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final boolean secure;
  private final String path;
  private final String session;
  private final String visit;
  private final String oidc;

  /**
   * Cookies of one hub.
   *
   * @param secure whether browsers reach it by TLS
   * @param context the path of the application around us, or empty
   */
  Cookies(boolean secure, String context) {
    String prefix = secure ? "__Host-patchbay" : "patchbay";
    this.secure = secure;
    this.path = secure ? "/" : context + "/app";
    this.session = prefix + "-session";
    this.visit = prefix + "-visit";
    this.oidc = prefix + "-oidc";
  }

  /** What the cookie of somebody signed in holds, or {@code null}. */
  @Nullable String session(HttpServletRequest request) {
    return secret(request, session);
  }

  /** What the cookie of a browser that signs in perhaps holds, or {@code null}. */
  @Nullable String visit(HttpServletRequest request) {
    return secret(request, visit);
  }

  /** What was kept while somebody went to the issuer, or {@code null}. */
  @Nullable String oidc(HttpServletRequest request) {
    return value(request, oidc);
  }

  /** Signs a browser in. */
  String sessionHeader(String secret) {
    return header(session, secret, Sessions.LONGEST);
  }

  /** Signs a browser out. */
  String sessionEndHeader() {
    return header(session, "", Duration.ZERO);
  }

  /** Knows a browser until it is closed. */
  String visitHeader(String secret) {
    return header(visit, secret, Duration.ofSeconds(-1));
  }

  /** Forgets a browser that is signed in now. */
  String visitEndHeader() {
    return header(visit, "", Duration.ZERO);
  }

  /** Keeps something while somebody is at the issuer. */
  String oidcHeader(String value) {
    return header(oidc, value, Duration.ofMinutes(10));
  }

  /** Forgets it. */
  String oidcEndHeader() {
    return header(oidc, "", Duration.ZERO);
  }

  private String header(String name, String value, Duration age) {
    return ResponseCookie.from(name, value)
        .path(path)
        .httpOnly(true)
        .secure(secure)
        .sameSite("Lax")
        .maxAge(age)
        .build()
        .toString();
  }

  private static @Nullable String secret(HttpServletRequest request, String name) {
    String value = value(request, name);
    return value != null && SECRET.matcher(value).matches() ? value : null;
  }

  private static @Nullable String value(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }
}
