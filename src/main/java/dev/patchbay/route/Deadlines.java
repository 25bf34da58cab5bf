package dev.patchbay.route;

import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what takes longer than it may. Nearly all of it ends by itself long before: what is under
 * way is looked through some times a second, and beginning and ending cost next to nothing.
 */
final class Deadlines {

  /** Something under way; close it when it has ended by itself. */
  final class Running implements AutoCloseable {

    private final long endNanos;
    private final Runnable cut;
    private volatile boolean late;

    private Running(long endNanos, Runnable cut) {
      this.endNanos = endNanos;
      this.cut = cut;
    }

    /** Whether it was cut off. */
    boolean isLate() {
      return late;
    }

    @Override
    public void close() {
      running.remove(this);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Deadlines.class);
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

  private final Set<Running> running = ConcurrentHashMap.newKeySet();

  /** Looks through what is under way on a thread of this name, for as long as the program runs. */
  Deadlines(String thread) {
    Daemons.thread(this::watch, thread).start();
  }

  /**
   * Something begins.
   *
   * @param allowed what it may take; it is cut off up to 50 ms later
   * @param cut ends it, on the watching thread; called once at most
   */
  Running begin(Duration allowed, Runnable cut) {
    Running begun = new Running(System.nanoTime() + allowed.toNanos(), cut);
    running.add(begun);
    return begun;
  }

  private void watch() {
    while (true) {
      LockSupport.parkNanos(LOOK_NANOS);
      long now = System.nanoTime();
      for (Running each : running) {
        if (now - each.endNanos >= 0 && running.remove(each)) {
          each.late = true;
          try {
            each.cut.run();
          } catch (RuntimeException e) {
            log.warn("Cutting off what took too long: {}", e.getClass().getName());
          }
        }
      }
    }
  }
}
