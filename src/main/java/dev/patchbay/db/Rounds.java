package dev.patchbay.db;

import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same piece of work again and again in the background, whatever becomes of one round. */
public final class Rounds implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final ScheduledExecutorService timer;
  private final String name;
  private final Duration every;
  private final Runnable work;

  /**
   * Rounds that do not begin until they are started.
   *
   * @param name of the thread, which logs name the work by
   * @param every pause before the first round and between one and the next
   */
  public Rounds(String name, Duration every, Runnable work) {
    this.name = name;
    this.every = every;
    this.work = work;
    this.timer = Executors.newSingleThreadScheduledExecutor(Daemons.named(name));
  }

  /** Begins. */
  public void start() {
    timer.scheduleWithFixedDelay(
        this::round, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends at once, in the middle of a round too. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void round() {
    try {
      work.run();
    } catch (DatabaseException e) {
      log.warn("A round of {} waits: {}", name, e.getMessage());
    } catch (RuntimeException e) {
      log.error("A round of {} failed and is tried again", name, e);
    }
  }
}
