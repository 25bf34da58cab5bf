package dev.patchbay.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * Tokens of forms, derived from what only the browser's cookie and we know: from the session, so
 * that each has its own and nothing is stored; before there is one, from a cookie of the visit.
 */
final class DerivedCsrf implements CsrfTokenRepository {

  private static final String VISIT = "dev.patchbay.visit";
  private static final int BYTES = 32;

  private final Cookies cookies;
  private final RandomGenerator random;

  DerivedCsrf(Cookies cookies, RandomGenerator random) {
    this.cookies = cookies;
    this.random = random;
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    Object session = request.getAttribute(SessionFilter.SECRET);
    String secret = session instanceof String text ? text : cookies.visit(request);
    return secret == null ? null : token(secret);
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    request.setAttribute(VISIT, secret);
    return token(secret);
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    if (token != null && request.getAttribute(VISIT) instanceof String secret) {
      response.addHeader("Set-Cookie", cookies.visitHeader(secret));
    }
  }

  private static CsrfToken token(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] derived = mac.doFinal("forms".getBytes(StandardCharsets.UTF_8));
      return new DefaultCsrfToken(
          "X-CSRF-Token", "_csrf", Base64.getUrlEncoder().withoutPadding().encodeToString(derived));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
    }
  }
}
