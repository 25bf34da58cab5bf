package dev.patchbay.today;

import dev.patchbay.stack.OpeningHours;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When a connection was heard from, and when it should have been.
 *
 * @param lastHeard or {@code null} when it never was
 * @param since from when on silence counts where it never was: the hub's start
 * @param expectEvery what the stack expects, or {@code null}
 * @param expectDuring when that holds, as written, or {@code null} for always
 */
public record Listening(
    @Nullable Instant lastHeard,
    Instant since,
    @Nullable Duration expectEvery,
    @Nullable String expectDuring,
    Habit habit) {

  /** So many missing messages are no chance: one silence in 400 is as long. */
  private static final double UNUSUAL = 6;

  private static final Duration LEAST = Duration.ofMinutes(10);

  /** How long it has been silent. */
  public Duration silence(Instant now) {
    Duration silence = Duration.between(lastHeard == null ? since : lastHeard, now);
    return silence.isNegative() ? Duration.ZERO : silence;
  }

  /** Whether the stack expects that it had been heard from by now. */
  public boolean isOverdue(Instant now) {
    Duration every = expectEvery;
    if (every == null || silence(now).compareTo(every) <= 0) {
      return false;
    }
    ZoneId zone = habit.zone();
    String during = expectDuring;
    return during == null
        || OpeningHours.parse(during)
            .filter(hours -> hours.covers(now.atZone(zone)))
            .filter(hours -> hours.covers(now.minus(every).atZone(zone)))
            .isPresent();
  }

  /** Whether it is silent for longer than chance explains, by what is usual at such times. */
  public boolean isUnusual(Instant now) {
    Instant last = lastHeard;
    return last != null
        && silence(now).compareTo(LEAST) >= 0
        && habit.usually(last, now) >= UNUSUAL;
  }

  /** How often it is usually heard from at such times, or {@code null} when that is not known. */
  public @Nullable Duration usualGap(Instant now) {
    Instant from = isUnusual(now) && lastHeard != null ? lastHeard : now.minus(Duration.ofDays(1));
    double usually = habit.usually(from, now);
    if (usually < 1) {
      from = now.minus(Duration.ofDays(7));
      usually = habit.usually(from, now);
    }
    return usually < 1
        ? null
        : Duration.ofMillis((long) (Duration.between(from, now).toMillis() / usually));
  }
}
