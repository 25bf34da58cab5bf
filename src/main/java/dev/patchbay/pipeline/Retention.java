package dev.patchbay.pipeline;

import dev.patchbay.db.Database;
import dev.patchbay.db.Rounds;
import dev.patchbay.inbox.Payloads;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties messages once they are as old as the stack says, a few at a time, and gives way to what
 * comes in.
 */
public final class Retention implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  /** So late at most something goes. */
  private static final Duration EVERY = Duration.ofMinutes(10);

  private static final int STEP = 500;

  /** Between two steps: some ten thousand messages a second at most. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private static final int MOST_PAUSES = 25;

  private final Database database;
  private final Supplier<Plan> plan;
  private final BooleanSupplier busy;
  private final Meters meters;
  private final InstantSource clock;
  private final Rounds rounds;

  /**
   * Empties nothing until it is started.
   *
   * @param busy whether something more urgent is to be done
   */
  public Retention(
      Database database,
      Supplier<Plan> plan,
      BooleanSupplier busy,
      Meters meters,
      InstantSource clock) {
    this.database = database;
    this.plan = plan;
    this.busy = busy;
    this.meters = meters;
    this.clock = clock;
    this.rounds = new Rounds("retention", EVERY, this::empty);
  }

  /** Empties from now on what is old enough, where the stack says how old that is. */
  public void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  /** Empties all that is old enough; gives how many messages that were. */
  int empty() {
    Duration keep = plan.get().keepPayloads();
    if (keep == null) {
      return 0;
    }
    Instant before = clock.instant().minus(keep);
    int all = 0;
    while (!Thread.currentThread().isInterrupted()) {
      Payloads.Step step =
          database.inTransaction(
              connection -> Payloads.empty(connection, before, STEP, clock.instant()));
      step.emptied().forEach(meters::emptied);
      all += step.emptied().values().stream().mapToInt(Integer::intValue).sum();
      if (step.done()) {
        break;
      }
      pause();
    }
    if (all > 0) {
      log.info("Emptied {} messages that came before {}", all, before);
    }
    return all;
  }

  private void pause() {
    int pauses = 0;
    do {
      LockSupport.parkNanos(PAUSE_NANOS);
      pauses++;
    } while (busy.getAsBoolean() && pauses < MOST_PAUSES);
  }
}
