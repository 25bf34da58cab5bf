package dev.patchbay.report;

import dev.patchbay.inbox.Silences.Silence;
import dev.patchbay.stack.OpeningHours;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells silences that should not have been from those that may be, such as of a closed shop. */
final class Overdue {

  /** Opening hours are looked at in steps of this length. */
  private static final Duration STEP = Duration.ofMinutes(15);

  private Overdue() {}

  /**
   * The longest silence in which something should have been heard; zero when there is none.
   *
   * @param silences each longer than {@code every}
   * @param during when something should be heard, or {@code null} for always
   */
  static Duration longest(
      List<Silence> silences, Duration every, @Nullable OpeningHours during, ZoneId zone) {
    Duration longest = Duration.ZERO;
    for (Silence silence : silences) {
      Duration length = Duration.between(silence.from(), silence.to());
      if (length.compareTo(longest) > 0 && isMissed(silence, every, during, zone)) {
        longest = length;
      }
    }
    return longest;
  }

  private static boolean isMissed(
      Silence silence, Duration every, @Nullable OpeningHours during, ZoneId zone) {
    if (during == null) {
      return true;
    }
    for (Instant at = silence.from().plus(every); !at.isAfter(silence.to()); at = at.plus(STEP)) {
      if (during.covers(at.atZone(zone)) && during.covers(at.minus(every).atZone(zone))) {
        return true;
      }
    }
    return false;
  }
}
