package dev.patchbay.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormsSentTest {

  @ParameterizedTest
  @CsvSource({"30, 30", "30, 41", "2, 0", "40, 37", "0, 0", "0, 5"})
  void asManyOrNearlyAsManyAreNotLost(long submitted, long arrived) {
    assertThat(FormsSent.lost(submitted, arrived)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"3, 0, 3", "30, 27, 3", "40, 36, 4", "1030, 18, 1012"})
  void whatIsMissingIsLostWhereItIsNoChance(long submitted, long arrived, long lost) {
    assertThat(FormsSent.lost(submitted, arrived)).isEqualTo(lost);
  }
}
