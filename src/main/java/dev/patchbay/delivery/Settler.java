package dev.patchbay.delivery;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.outbox.Settlement;
import dev.patchbay.outbox.Settlements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what attempts came to, all that wait in one transaction. Keeps at it while the database is
 * away: a result is never lost while the hub lives.
 */
final class Settler {

  /**
   * A result that waits to be written.
   *
   * @param done told after the commit whether it was written; {@code false} when the lane was lost
   *     or the delivery ended otherwise
   */
  record Result(Settlement settlement, Consumer<Boolean> done) {}

  private static final Logger log = LoggerFactory.getLogger(Settler.class);
  private static final int MOST = 500;
  private static final long AGAIN_MILLIS = 200;

  /** So many are written without waiting for more; a lane has at least as many under way. */
  private static final int ENOUGH = 8;

  /** Fewer wait so long for others: each commit is one that messages coming in wait for. */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Settlements table = new Settlements(Changes::of);
  private final Database database;
  private final long replica;
  private final BlockingQueue<Result> waiting = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile boolean killed;
  private boolean failing;

  Settler(Database database, long replica) {
    this.database = database;
    this.replica = replica;
    this.thread = new Thread(this::run, "settler");
    thread.setDaemon(true);
    thread.start();
  }

  void submit(Result result) {
    waiting.add(result);
  }

  /** Ends once all that waits is written, or after {@code millis}. */
  void stop(long millis) {
    stopped = true;
    try {
      thread.join(millis);
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends at once, writing nothing more. */
  void kill() {
    killed = true;
    thread.interrupt();
  }

  private void run() {
    List<Result> batch = new ArrayList<>();
    try {
      while (true) {
        Result first = waiting.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          if (stopped) {
            return;
          }
          continue;
        }
        batch.add(first);
        gather(batch);
        settle(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      log.debug("Settler interrupted with {} results in hand", batch.size() + waiting.size());
    }
  }

  private void gather(List<Result> batch) throws InterruptedException {
    long end = System.nanoTime() + LINGER_NANOS;
    while (true) {
      waiting.drainTo(batch, MOST - batch.size());
      if (batch.size() >= ENOUGH || stopped) {
        return;
      }
      Result next = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
    }
  }

  private void settle(List<Result> batch) throws InterruptedException {
    while (!killed && !write(batch)) {
      if (batch.size() > 1 && !failing) {
        for (Result each : batch) {
          settle(List.of(each));
        }
        return;
      }
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    }
  }

  /**
   * Gives {@code false} when it must be tried again; {@link #failing} when one by one is no use.
   */
  private boolean write(List<Result> batch) {
    Set<UUID> written;
    try {
      List<Settlement> settlements = batch.stream().map(Result::settlement).toList();
      written = database.inTransaction(connection -> table.write(connection, replica, settlements));
    } catch (RuntimeException e) {
      boolean again = e instanceof DatabaseException d && (d.isAway() || d.isConflict());
      if (!failing) {
        log.warn("Results of {} attempts wait to be written: {}", batch.size(), e.getMessage());
      }
      failing = again;
      return false;
    }
    if (failing) {
      log.info("Results are written again");
      failing = false;
    }
    for (Result each : batch) {
      try {
        each.done().accept(written.contains(each.settlement().delivery()));
      } catch (RuntimeException e) {
        log.error("Telling a lane of a written result", e);
      }
    }
    return true;
  }
}
