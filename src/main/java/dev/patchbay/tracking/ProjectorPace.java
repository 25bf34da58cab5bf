package dev.patchbay.tracking;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much a projector takes at a time, and how long it rests after it: the more it is behind, the
 * more of the processors it takes, but never all of them while messages wait to be processed.
 */
final class ProjectorPace {

  /** Notes at a time at most. */
  static final int BATCH = 400;

  /** Between looks when there is little to do. */
  static final Duration PAUSE = Duration.ofMillis(300);

  /** While it keeps up, so many at a time: each batch takes a processor from those who wait. */
  static final int CALM = 24;

  /** A batch rests so many times as long as it took. */
  static final int REST = 2;

  /** Behind for longer than this, it takes large batches without a rest. */
  static final Duration BEHIND = Duration.ofSeconds(2);

  private final BooleanSupplier busy;
  private @Nullable Long behindSince;

  /**
   * One that is not behind.
   *
   * @param busy whether so many messages wait that a batch rests however far it is behind
   */
  ProjectorPace(BooleanSupplier busy) {
    this.busy = busy;
  }

  /**
   * How many notes to take.
   *
   * @param now nanoseconds of {@link System#nanoTime}
   */
  int limit(long now) {
    return isBehind(now) ? BATCH : CALM;
  }

  /**
   * How long to rest after a batch.
   *
   * @param told how many notes it took, of {@code limit} at most
   * @param begin when it began, in nanoseconds
   * @param end when it ended
   */
  Duration rest(int told, int limit, long begin, long end) {
    // A batch that is not full can wait for more: each customer is told once then.
    if (told < limit) {
      behindSince = null;
      return PAUSE;
    }
    boolean behind = isBehind(begin);
    if (behindSince == null) {
      behindSince = begin;
    }
    return behind && !busy.getAsBoolean() ? Duration.ZERO : Duration.ofNanos(REST * (end - begin));
  }

  private boolean isBehind(long now) {
    return behindSince != null && now - behindSince > BEHIND.toNanos();
  }
}
