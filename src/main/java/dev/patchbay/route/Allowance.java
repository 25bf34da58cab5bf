package dev.patchbay.route;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of an answer this thread reads, and how long it waits for it. Answers of sinks only
 * matter by their start; a record or a page of a list is wanted whole.
 *
 * @param bytes most bytes of the answer
 * @param time most time for all exchanges from {@link #hold} on; where nobody holds any, for each
 */
record Allowance(int bytes, Duration time) {

  /** What holds where nobody asks for more. */
  static final Allowance STANDARD = new Allowance(64 * 1024, Duration.ofSeconds(30));

  private record Held(Allowance allowance, long sinceNanos) {}

  private static final ThreadLocal<@Nullable Held> CURRENT = new ThreadLocal<>();

  static Allowance current() {
    Held held = CURRENT.get();
    return held == null ? STANDARD : held.allowance();
  }

  /** What of the time is left on this thread; zero or less when it has passed. */
  static Duration left() {
    Held held = CURRENT.get();
    return held == null
        ? STANDARD.time()
        : held.allowance().time().minusNanos(System.nanoTime() - held.sinceNanos());
  }

  /** Holds on this thread until {@link #reset}. */
  void hold() {
    CURRENT.set(new Held(this, System.nanoTime()));
  }

  static void reset() {
    CURRENT.remove();
  }
}
