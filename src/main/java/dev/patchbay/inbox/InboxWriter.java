package dev.patchbay.inbox;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drains the queue into one insert and one commit at a time. */
final class InboxWriter implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(InboxWriter.class);
  private static final int SOCKET_TIMEOUT_MILLIS = 5_000;
  private static final long UNCERTAIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final JdbcInbox inbox;
  private final Database database;
  private final long replica;
  private final Ids ids;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Rows that a commit of unknown outcome may have left behind: held by this replica, in nobody's
   * memory. They are freed when the database answers, and for a while after.
   */
  private final List<UUID> uncertain = new ArrayList<>();

  private long uncertainSince;
  private volatile List<Pending> current = List.of();
  private volatile boolean stuck;

  InboxWriter(JdbcInbox inbox, Database database, long replica, Ids ids) {
    this.inbox = inbox;
    this.database = database;
    this.replica = replica;
    this.ids = ids;
  }

  /** What is being written now. */
  List<Pending> current() {
    return current;
  }

  /** Whether it is inside a call to the database. */
  boolean isStuck() {
    return stuck;
  }

  void stop(Duration patience) {
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Stopping the inbox: a commit is still under way, its senders are refused");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      while (!inbox.isClosed() || !inbox.queue().isEmpty()) {
        try {
          step();
        } catch (RuntimeException e) {
          log.error("Writing messages: {}", e.getClass().getName(), e);
          current.forEach(entry -> inbox.refused(entry, e));
        } finally {
          current = List.of();
          stuck = false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private void step() throws InterruptedException {
    Pending first = inbox.queue().poll(inbox.settings().probe().toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      List<Pending> batch = drain(first);
      if (!batch.isEmpty()) {
        current = batch;
        inbox.committing();
        write(batch);
        return;
      }
    }
    if (inbox.isAway()) {
      probe();
    } else if (!uncertain.isEmpty()) {
      releaseUncertain();
    }
  }

  /** Up to a batch of entries that are still waiting for an answer. */
  private List<Pending> drain(Pending first) {
    List<Pending> batch = new ArrayList<>();
    long bytes = 0;
    Pending next = first;
    while (next != null) {
      inbox.taken(next);
      if (!next.future().isDone()) {
        batch.add(next);
        bytes += next.incoming().body().length;
      }
      boolean full =
          batch.size() >= inbox.settings().batch() || bytes >= inbox.settings().batchBytes();
      next = full ? null : inbox.queue().poll();
    }
    return batch;
  }

  private void write(List<Pending> entries) {
    InboxBatch batch = new InboxBatch(entries, ids, inbox.hasListener() ? replica : null);
    for (int attempt = 1; ; attempt++) {
      try {
        commit(batch);
        inbox.back();
        if (!inbox.committed(batch, entries)) {
          doubt(batch.triedIds());
        }
        return;
      } catch (DatabaseException e) {
        doubt(batch.triedIds());
        if (e.isConflict() && attempt < 3) {
          continue;
        }
        if (e.isAway()) {
          entries.forEach(entry -> inbox.refused(entry, e));
          inbox.lost(e);
        } else if (entries.size() > 1) {
          entries.forEach(entry -> write(List.of(entry)));
        } else {
          log.error("Storing a message: SQL state {}", e.sqlState());
          inbox.refused(entries.get(0), e);
        }
        return;
      }
    }
  }

  private void commit(InboxBatch batch) {
    stuck = true;
    try {
      database.inTransaction(
          connection -> {
            connection.setNetworkTimeout(Runnable::run, SOCKET_TIMEOUT_MILLIS);
            batch.run(connection);
            return batch;
          });
    } finally {
      stuck = false;
    }
  }

  private void probe() {
    stuck = true;
    try {
      database.inTransaction(connection -> release(connection, uncertain));
      inbox.back();
    } catch (DatabaseException e) {
      log.debug("The database is still away: SQL state {}", e.sqlState());
    } finally {
      stuck = false;
    }
  }

  private void doubt(Collection<UUID> maybeStored) {
    uncertain.addAll(maybeStored);
    uncertainSince = System.nanoTime();
  }

  private void releaseUncertain() {
    try {
      database.inTransaction(connection -> release(connection, uncertain));
      if (System.nanoTime() - uncertainSince > UNCERTAIN_NANOS) {
        uncertain.clear();
      }
    } catch (DatabaseException e) {
      inbox.lost(e);
    }
  }

  private static int release(Connection connection, Collection<UUID> ids) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, SOCKET_TIMEOUT_MILLIS);
    try (PreparedStatement update =
        connection.prepareStatement(
            "update message set replica = null where id = any(?) and state = 0")) {
      update.setArray(1, SqlArrays.uuids(connection, ids));
      return update.executeUpdate();
    }
  }
}
