package dev.patchbay.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class VisitorTest {

  @Test
  void onlyAKnownProxysWordOnTheAddressIsTaken() {
    assertThat(address("203.0.113.9", null)).isEqualTo("203.0.113.9");
    assertThat(address("203.0.113.9", "198.51.100.1"))
        .as("no proxy of ours")
        .isEqualTo("203.0.113.9");
    assertThat(address("127.0.0.1", "198.51.100.1")).isEqualTo("198.51.100.1");
    assertThat(address("127.0.0.1", "10.0.0.1, 198.51.100.1")).isEqualTo("198.51.100.1");
    assertThat(address("10.1.1.1", "198.51.100.1"))
        .as("named in settings")
        .isEqualTo("198.51.100.1");
    for (String nonsense : List.of("", "x", "evil.example", "1.2.3.4.5", "<b>", "unknown")) {
      assertThat(address("127.0.0.1", nonsense)).as(nonsense).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void ofSixTheNetworkCounts() {
    assertThat(address("2001:db8:1:2:3:4:5:6", null))
        .isEqualTo(address("2001:db8:1:2:ffff::1", null))
        .isNotEqualTo(address("2001:db8:1:3::1", null));
  }

  @Test
  void aBrowserIsToldInTwoWordsAndNotByWhatItSays() {
    assertThat(
            Visitor.browser(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
                    + " Version/18.0 Mobile/15E148 Safari/604.1"))
        .isEqualTo("Safari on iPhone");
    assertThat(Visitor.browser("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"))
        .isEqualTo("Firefox on Linux");
    assertThat(Visitor.browser("<script>")).isEqualTo("a browser on an unknown system");
    assertThat(Visitor.browser(null)).isEqualTo("a browser on an unknown system");
  }

  private static String address(String remote, String forwarded) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(remote);
    if (forwarded != null) {
      request.addHeader("X-Forwarded-For", forwarded);
    }
    return Visitor.of(request, List.of("10.1.1.1")).address();
  }
}
