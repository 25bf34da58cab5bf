package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private final RetryPolicy policy = RetryPolicy.STANDARD;
  private final Random random = new Random(1);

  @Test
  void givesNothingUpWithinThreeDays() {
    Duration waited = Duration.ZERO;
    int attempts = 1;
    Optional<Duration> next = policy.next(attempts, waited, false, null, random);
    while (next.isPresent()) {
      waited = waited.plus(next.get());
      next = policy.next(++attempts, waited, false, null, random);
    }
    assertThat(waited).isBetween(Duration.ofHours(72), Duration.ofHours(74));
    assertThat(attempts).isBetween(100, 300);
  }

  @Test
  void givesNothingUpBeforeTheTenthAttemptHoweverLate() {
    Duration late = Duration.ofDays(30);
    assertThat(policy.next(9, late, false, null, random)).isPresent();
    assertThat(policy.next(10, late, false, null, random)).isEmpty();
  }

  @Test
  void triesTenTimesWhatFailsOnOurOwnSide() {
    assertThat(policy.next(9, Duration.ZERO, true, null, random)).isPresent();
    assertThat(policy.next(10, Duration.ZERO, true, null, random)).isEmpty();
  }

  @Test
  void waitsAsLongAsAskedWithinASecondAndAnHourAtMost() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(wait(Duration.ofSeconds(120)))
          .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(121));
      assertThat(wait(Duration.ofDays(7))).isBetween(Duration.ofHours(1), Duration.ofSeconds(3601));
    }
  }

  @Test
  void spreadsTenThousandFailuresOfTheSameSecond() {
    for (int attempts = 5; attempts <= 13; attempts++) {
      int seconds = (int) policy.longest(attempts).toSeconds();
      int[] histogram = new int[seconds + 1];
      for (int i = 0; i < 10_000; i++) {
        Duration wait = policy.next(attempts, Duration.ZERO, false, null, random).orElseThrow();
        histogram[(int) wait.toSeconds()]++;
      }
      int most = Arrays.stream(histogram).max().orElseThrow();
      // Where there are more seconds than failures to fill them well, chance alone makes threes.
      double mean = Math.max(10_000.0 / seconds, 10);
      assertThat(most).as("after attempt " + attempts).isLessThanOrEqualTo((int) (3 * mean));
    }
  }

  @Test
  void growsTheLongestWaitToAnHour() {
    assertThat(policy.longest(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.longest(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(policy.longest(1_000)).isEqualTo(Duration.ofHours(1));
  }

  private Duration wait(Duration asked) {
    return policy.next(1, Duration.ZERO, false, asked, random).orElseThrow();
  }
}
