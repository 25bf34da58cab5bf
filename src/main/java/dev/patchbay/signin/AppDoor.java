package dev.patchbay.signin;

import dev.patchbay.web.SafetyHeaders;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands before every page, and before nothing else: headers that hold for any answer, then
 * Spring Security's filters, which are made when the first page is asked for.
 */
final class AppDoor extends HttpFilter {

  /** The paths it stands before. */
  static final String PATTERN = "/app/*";

  private static final long serialVersionUID = 1L;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none';"
          + " base-uri 'none'";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final boolean secure;
  private final transient Supplier<Filter> chain;
  private transient volatile @Nullable Filter made;

  /**
   * A door before a chain.
   *
   * @param secure whether browsers reach the hub by TLS
   */
  AppDoor(boolean secure, Supplier<Filter> chain) {
    this.secure = secure;
    this.chain = chain;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain beyond)
      throws IOException, ServletException {
    headers(response);
    if (request.getCharacterEncoding() == null) {
      // Browsers send forms in the page's encoding and do not say so.
      request.setCharacterEncoding("UTF-8");
    }
    if (!SAFE.contains(request.getMethod()) && isFromElsewhere(request)) {
      Refusal.write(
          request, response, 403, "Another site sent this.", "Open the page here and do it again.");
      return;
    }
    chain().doFilter(request, response, beyond);
  }

  private void headers(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", POLICY);
    SafetyHeaders.put(response);
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    response.setHeader("X-Robots-Tag", "noindex");
    if (secure) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
  }

  /** What browsers say of a request by themselves; the token of forms is asked for besides. */
  private static boolean isFromElsewhere(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    String origin = request.getHeader("Origin");
    if (origin == null || origin.equals("null")) {
      return false;
    }
    try {
      String host = URI.create(origin).getRawAuthority();
      return host == null
          || !host.toLowerCase(Locale.ROOT)
              .equals(String.valueOf(request.getHeader("Host")).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private Filter chain() {
    Filter ready = made;
    if (ready == null) {
      synchronized (this) {
        ready = made;
        if (ready == null) {
          ready = chain.get();
          made = ready;
        }
      }
    }
    return ready;
  }
}
