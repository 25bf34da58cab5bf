package dev.patchbay.mapping;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time the mapping that runs in this thread may still take; every step looks at it. */
final class Budget {

  private static final int STEPS_BETWEEN_LOOKS = 256;
  private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

  private final long deadline;
  private int steps;

  private Budget(long deadline) {
    this.deadline = deadline;
  }

  /** Starts the clock for this thread. */
  static void start(Duration limit) {
    CURRENT.set(new Budget(System.nanoTime() + limit.toNanos()));
  }

  /** Stops the clock for this thread. */
  static void end() {
    CURRENT.remove();
  }

  /** The clock of this thread; one that never runs out when none was started. */
  static Budget current() {
    Budget budget = CURRENT.get();
    return budget == null ? new Budget(System.nanoTime() + Long.MAX_VALUE / 2) : budget;
  }

  /** Counts one step and now and then looks at the clock. */
  void step() {
    if (++steps >= STEPS_BETWEEN_LOOKS) {
      steps = 0;
      if (System.nanoTime() - deadline > 0) {
        throw new BudgetSpentException();
      }
    }
  }
}
