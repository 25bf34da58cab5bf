package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeadWordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://example.com",
        "data:text/html,<script>alert(1)</script>",
        "//example.com/x",
        "/relative",
        "https:",
        "https://",
        "file:///etc/passwd",
        " https://example.com",
        "https://example.com/\"onmouseover=\"x",
        "vbscript:x",
        "blob:https://example.com/1",
        ""
      })
  void linksToNothingButTheWeb(String address) {
    assertThat(LeadWords.link(address)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://calls.example.com/recordings/1?a=b", "http://127.0.0.1:80/x"})
  void linksToRecordings(String address) {
    assertThat(LeadWords.link(address)).isEqualTo(address);
  }
}
