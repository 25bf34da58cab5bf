package dev.patchbay.pipeline;

import dev.patchbay.db.Database;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.thread.Daemons;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * What was stored without waiting for the disk, on its way there: handed on in its order once it is
 * on disk, by one flush for all that wait. Nothing is sent before that, so a crash of the database
 * takes nothing back that a destination has heard of.
 */
final class Handover implements AutoCloseable {

  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  private final Database database;
  private final Runnable doubt;
  private final Consumer<Stored> handOn;
  private final Queue<Stored> waiting = new ConcurrentLinkedQueue<>();
  private final ExecutorService flusher =
      Executors.newSingleThreadExecutor(Daemons.named("process-flush"));
  private CompletableFuture<Void> handedOn = NOTHING;

  /**
   * For one pipeline.
   *
   * @param doubt told when what was stored is not handed on: it may be there all the same
   * @param handOn takes what is on disk
   */
  Handover(Database database, Runnable doubt, Consumer<Stored> handOn) {
    this.database = database;
    this.doubt = doubt;
    this.handOn = handOn;
  }

  /** Takes what was stored last; never blocks. */
  synchronized void add(Collection<Stored> stored) {
    waiting.addAll(stored);
    // What follows something that was not handed on is not handed on either: order counts.
    handedOn = handedOn.thenRunAsync(this::flush, flusher);
  }

  /**
   * Waits until all that was added is handed on.
   *
   * @throws dev.patchbay.db.DatabaseException when the database is away
   * @throws IllegalStateException when a crash of the database took something back
   */
  void await() {
    Future<?> all;
    synchronized (this) {
      all = handedOn;
      handedOn = NOTHING;
    }
    try {
      ReadAhead.result(all);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while flushing", e);
    } catch (RuntimeException e) {
      waiting.clear();
      throw e;
    }
  }

  @Override
  public void close() {
    flusher.shutdownNow();
  }

  private void flush() {
    List<Stored> stored = new ArrayList<>();
    Stored next;
    while ((next = waiting.poll()) != null) {
      stored.add(next);
    }
    if (stored.isEmpty()) {
      return;
    }
    try {
      if (!database.inFlushedTransaction(connection -> isThere(connection, stored))) {
        throw new IllegalStateException("A crash of the database took back what was stored");
      }
      stored.forEach(handOn);
    } catch (RuntimeException e) {
      doubt.run();
      throw e;
    }
  }

  /** A connection made after a crash sees nothing of it but what is missing. */
  private static boolean isThere(Connection connection, List<Stored> stored) throws SQLException {
    Set<UUID> last = new HashSet<>();
    for (Stored each : stored) {
      List<Delivery> enqueued = each.enqueued();
      if (!enqueued.isEmpty()) {
        last.add(enqueued.get(enqueued.size() - 1).id());
      }
    }
    return Outbox.present(connection, last).equals(last);
  }
}
