package dev.patchbay.signin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class CookiesTest {

  private static final String SECRET = "A".repeat(43);

  @Test
  void behindTlsTheyTravelByNothingElseAndNoOtherHostPlantsThem() {
    Cookies cookies = new Cookies(true, "");
    for (String header :
        List.of(
            cookies.sessionHeader(SECRET),
            cookies.visitHeader(SECRET),
            cookies.oidcHeader("x"),
            cookies.sessionEndHeader())) {
      assertThat(header)
          .startsWith("__Host-patchbay-")
          .contains("Path=/;", "Secure", "HttpOnly", "SameSite=Lax")
          .doesNotContain("Domain");
    }
    assertThat(cookies.sessionHeader(SECRET)).contains("Max-Age=604800");
    assertThat(new Cookies(false, "/shop").sessionHeader(SECRET))
        .startsWith("patchbay-session=")
        .contains("Path=/shop/app;")
        .doesNotContain("Secure");
  }

  @Test
  void whatIsNoSecretOfOursIsNotLookedFor() {
    Cookies cookies = new Cookies(false, "");
    for (String value : List.of("", "x", SECRET + "A", "'" + SECRET.substring(1), "../" + SECRET)) {
      MockHttpServletRequest request = new MockHttpServletRequest();
      request.setCookies(new Cookie("patchbay-session", value));
      assertThat(cookies.session(request)).as(value).isNull();
    }
    MockHttpServletRequest request = new MockHttpServletRequest();
    assertThat(cookies.session(request)).isNull();
    request.setCookies(new Cookie("patchbay-session", SECRET));
    assertThat(cookies.session(request)).isEqualTo(SECRET);
  }

  @Test
  void theAddressOfTheStackSaysWhetherThereIsTls() {
    assertThat(settings("https://hub.example.com").isSecure()).isTrue();
    assertThat(settings("HTTPS://hub.example.com/").isSecure()).isTrue();
    assertThat(settings("http://hub.example.com").isSecure()).isFalse();
    assertThat(new SignInSettings(true, null, List.of(), null).isSecure()).isFalse();
    assertThat(settings("https://hub.example.com/").absolute("/app"))
        .isEqualTo("https://hub.example.com/app");
  }

  private static SignInSettings settings(String url) {
    return new SignInSettings(true, URI.create(url), List.of(), null);
  }
}
