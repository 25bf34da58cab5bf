package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

  @Test
  void readsSecondsDatesAndPointsInTime() {
    assertThat(RetryAfter.read("120", NOW)).isEqualTo(Duration.ofSeconds(120));
    assertThat(RetryAfter.read(" 0.5 ", NOW)).isEqualTo(Duration.ofMillis(500));
    assertThat(RetryAfter.read("Sun, 22 Nov 2026 02:01:30 GMT", NOW))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(RetryAfter.read(Long.toString(NOW.getEpochSecond() + 30), NOW))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryAfter.read(Long.toString(NOW.toEpochMilli() + 30_000), NOW))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void staysBetweenNowAndAnHour() {
    assertThat(RetryAfter.read("86400", NOW)).isEqualTo(Duration.ofHours(1));
    assertThat(RetryAfter.read("-5", NOW)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.read("Sun, 22 Nov 2020 02:01:30 GMT", NOW)).isEqualTo(Duration.ZERO);
  }

  @Test
  void knowsNothingFromNonsense() {
    assertThat(RetryAfter.read(null, NOW)).isNull();
    assertThat(RetryAfter.read("", NOW)).isNull();
    assertThat(RetryAfter.read("soon", NOW)).isNull();
    assertThat(RetryAfter.read("NaN", NOW)).isNull();
  }
}
