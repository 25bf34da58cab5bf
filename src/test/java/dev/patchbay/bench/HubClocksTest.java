package dev.patchbay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HubClocksTest {

  private static final String BEFORE =
      """
      # TYPE patchbay_ack_seconds histogram
      patchbay_ack_seconds_bucket{connection="a",le="0.01"} 5
      patchbay_ack_seconds_bucket{connection="a",le="+Inf"} 5
      """;

  private static final String AFTER =
      """
      patchbay_ack_seconds_bucket{connection="a",le="0.01"} 55
      patchbay_ack_seconds_bucket{connection="a",le="0.02"} 95
      patchbay_ack_seconds_bucket{connection="a",le="+Inf"} 95
      patchbay_ack_seconds_bucket{connection="b",le="0.01"} 0
      patchbay_ack_seconds_bucket{connection="b",le="0.02"} 10
      patchbay_ack_seconds_bucket{connection="b",le="+Inf"} 10
      """;

  @Test
  void readsPercentilesOfWhatHappenedInBetween() {
    HubClocks after = HubClocks.of(AFTER);
    HubClocks before = HubClocks.of(BEFORE);
    assertThat(after.millis(before, "patchbay_ack_seconds", 0.5)).isCloseTo(10, within(0.01));
    assertThat(after.millis(before, "patchbay_ack_seconds", 0.75)).isCloseTo(15, within(0.01));
    assertThat(after.millis(before, "patchbay_other_seconds", 0.5)).isNaN();
  }
}
