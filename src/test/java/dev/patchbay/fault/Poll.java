package dev.patchbay.fault;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting with a deadline. */
public final class Poll {

  private Poll() {}

  /** Whether the condition came true in time; asked every 20 ms. */
  public static boolean until(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(Duration.ofMillis(20));
    }
    return true;
  }

  /** Lets time pass. */
  public static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  /**
   * A limit that holds where the tests have the machine to themselves, stretched where others work
   * on it too: the tests themselves keep about two tasks a processor busy.
   */
  public static Duration onThisMachine(Duration limit) {
    double busy =
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
            / Runtime.getRuntime().availableProcessors();
    return Duration.ofMillis((long) (limit.toMillis() * Math.min(10, Math.max(1, busy / 2))));
  }

  /** Seconds since a {@link System#nanoTime}, for messages. */
  static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
