package dev.patchbay.route;

import java.time.Duration;

/**
 * How much of an answer this thread reads, and how long it waits for it. Answers of sinks only
 * matter by their start; a record or a page of a list is wanted whole.
 *
 * @param bytes most bytes of the answer
 * @param time most time for the whole exchange
 */
record Allowance(int bytes, Duration time) {

  /** What holds where nobody asks for more. */
  static final Allowance STANDARD = new Allowance(64 * 1024, Duration.ofSeconds(30));

  private static final ThreadLocal<Allowance> CURRENT = ThreadLocal.withInitial(() -> STANDARD);

  static Allowance current() {
    return CURRENT.get();
  }

  /** Holds on this thread until {@link #reset}. */
  void hold() {
    CURRENT.set(this);
  }

  static void reset() {
    CURRENT.remove();
  }
}
