package dev.patchbay.delivery;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.outbox.Settlement;
import dev.patchbay.outbox.Settlements;
import dev.patchbay.thread.Daemons;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what attempts came to, all that wait in one transaction, and gathers the next while the
 * last is being committed. Keeps at it while the database is away: a result is never lost while the
 * hub lives.
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

  /** One gathers while the other waits for its commit: a lane has few attempts unsettled. */
  private static final int WRITERS = 2;

  /** So many are written without waiting for more; a lane has at least as many under way. */
  private static final int ENOUGH = 8;

  /** Fewer wait so long for others: each commit is one that messages coming in wait for. */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Settlements table = new Settlements(Changes::of);
  private final Database database;
  private final long replica;
  private final BlockingQueue<Result> waiting = new LinkedBlockingQueue<>();

  /** Held by the one that gathers: two at a time would make two commits of one. */
  private final ReentrantLock gathering = new ReentrantLock();

  /** Written alone is what pauses or resumes a lane, for there the order counts. */
  private final ReadWriteLock order = new ReentrantReadWriteLock();

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile boolean killed;

  Settler(Database database, long replica) {
    this.database = database;
    this.replica = replica;
    for (int i = 1; i <= WRITERS; i++) {
      threads.add(Daemons.thread(new Writer(), "settler-" + i));
    }
    threads.forEach(Thread::start);
  }

  void submit(Result result) {
    waiting.add(result);
  }

  /** Ends once all that waits is written, or after {@code millis}. */
  void stop(long millis) {
    stopped = true;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends at once, writing nothing more. */
  void kill() {
    killed = true;
    threads.forEach(Thread::interrupt);
  }

  private final class Writer implements Runnable {

    private final List<Result> batch = new ArrayList<>();
    private boolean failing;

    @Override
    public void run() {
      try {
        while (true) {
          Lock turn = gathered();
          if (turn != null) {
            try {
              settle(batch);
            } finally {
              turn.unlock();
            }
            batch.clear();
          } else if (stopped) {
            return;
          }
        }
      } catch (InterruptedException e) {
        log.debug("Settler interrupted with {} results in hand", batch.size() + waiting.size());
      }
    }

    /** Fills the batch; gives its turn to be written, held, or {@code null} where nothing waits. */
    private @Nullable Lock gathered() throws InterruptedException {
      gathering.lockInterruptibly();
      try {
        Result first = waiting.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          return null;
        }
        batch.add(first);
        gather();
        boolean alone =
            batch.stream().map(Result::settlement).anyMatch(s -> s.pause() || s.resume());
        Lock turn = alone ? order.writeLock() : order.readLock();
        turn.lockInterruptibly();
        return turn;
      } finally {
        gathering.unlock();
      }
    }

    private void gather() throws InterruptedException {
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

    private void settle(List<Result> results) throws InterruptedException {
      while (!killed && !write(results)) {
        if (results.size() > 1 && !failing) {
          for (Result each : results) {
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
    private boolean write(List<Result> results) {
      Set<UUID> written;
      try {
        List<Settlement> settlements = results.stream().map(Result::settlement).toList();
        written =
            database.inTransaction(connection -> table.write(connection, replica, settlements));
      } catch (RuntimeException e) {
        boolean again = e instanceof DatabaseException d && (d.isAway() || d.isConflict());
        if (!failing) {
          log.warn("Results of {} attempts wait to be written: {}", results.size(), e.getMessage());
        }
        failing = again;
        return false;
      }
      if (failing) {
        log.info("Results are written again");
        failing = false;
      }
      for (Result each : results) {
        try {
          each.done().accept(written.contains(each.settlement().delivery()));
        } catch (RuntimeException e) {
          log.error("Telling a lane of a written result", e);
        }
      }
      return true;
    }
  }
}
