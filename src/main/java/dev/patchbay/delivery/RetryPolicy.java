package dev.patchbay.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to try again: exponential backoff with full jitter, for days.
 *
 * @param base longest first wait
 * @param factor how much longer the longest wait gets with each attempt
 * @param cap the longest wait there is, also for what a destination asks for
 * @param patience how long nothing is given up
 * @param leastAttempts how many attempts nothing is given up before
 * @param poisonAttempts how many attempts are given to what fails on our own side
 */
public record RetryPolicy(
    Duration base,
    double factor,
    Duration cap,
    Duration patience,
    int leastAttempts,
    int poisonAttempts) {

  /** From a second to an hour, for three days and ten attempts at least. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(Duration.ofSeconds(1), 2, Duration.ofHours(1), Duration.ofHours(72), 10, 10);

  private static final Duration SHORTEST = Duration.ofMillis(20);
  private static final Duration SPREAD = Duration.ofSeconds(1);

  /**
   * How long to wait before the next attempt, or empty when it is time to give up.
   *
   * @param attempts attempts made since patience began, at least 1
   * @param waited time since patience began
   * @param poison whether our own side failed
   * @param asked how long the destination asked us to wait, or {@code null}
   */
  Optional<Duration> next(
      int attempts,
      Duration waited,
      boolean poison,
      @Nullable Duration asked,
      RandomGenerator random) {
    if (poison && attempts >= poisonAttempts) {
      return Optional.empty();
    }
    if (waited.compareTo(patience) >= 0 && attempts >= leastAttempts) {
      return Optional.empty();
    }
    if (asked != null) {
      Duration wait = asked.compareTo(cap) > 0 ? cap : asked;
      return Optional.of(wait.plusMillis(random.nextLong(SPREAD.toMillis())));
    }
    long longest = longest(attempts).toMillis();
    return Optional.of(
        Duration.ofMillis(Math.max(SHORTEST.toMillis(), random.nextLong(longest + 1))));
  }

  /** The longest wait after this many attempts. */
  Duration longest(int attempts) {
    double millis = base.toMillis() * Math.pow(factor, Math.min(attempts - 1, 100));
    return millis >= cap.toMillis() ? cap : Duration.ofMillis((long) millis);
  }
}
