package dev.patchbay.db;

import dev.patchbay.thread.Daemons;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This running hub as the others see it: one row, kept alive by a heartbeat on the database's
 * clock. What a replica holds (messages, lanes, polled sources) is free for the others once its
 * heartbeat is {@value #TTL_SECONDS} s old, or at once when it says goodbye.
 */
public final class Replica implements AutoCloseable {

  /** After this many seconds without a heartbeat a replica counts as gone. */
  public static final int TTL_SECONDS = 15;

  /**
   * SQL for the ids of the replicas that are alive, to be used as {@code x.replica not in} {@code
   * Replica.ALIVE}; holds no parameters and gives no nulls.
   */
  public static final String ALIVE =
      "(select id from replica where heartbeat_at > clock_timestamp() - interval '"
          + TTL_SECONDS
          + " seconds')";

  private static final int BEAT_SECONDS = 3;
  private static final Logger log = LoggerFactory.getLogger(Replica.class);

  private final Database database;
  private final long id;
  private final ScheduledExecutorService heartbeat;

  private Replica(Database database, long id) {
    this.database = database;
    this.id = id;
    this.heartbeat = Executors.newSingleThreadScheduledExecutor(Daemons.named("replica-heartbeat"));
  }

  /**
   * Enters this hub and starts its heartbeat.
   *
   * @param name what people call it, such as a host name
   * @param alone whether no other hub can be using this database (the embedded one), so that what
   *     earlier replicas held is free at once
   */
  public static Replica join(Database database, String name, boolean alone) {
    long id =
        database.inTransaction(
            connection -> {
              if (alone) {
                try (PreparedStatement delete =
                    connection.prepareStatement("delete from replica")) {
                  delete.executeUpdate();
                }
              } else {
                try (PreparedStatement delete =
                    connection.prepareStatement(
                        "delete from replica where heartbeat_at < clock_timestamp() - interval '1"
                            + " day'")) {
                  delete.executeUpdate();
                }
              }
              return insert(connection, name);
            });
    Replica replica = new Replica(database, id);
    replica.heartbeat.scheduleWithFixedDelay(
        replica::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    return replica;
  }

  /** The id that this hub's rows bear; never used twice. */
  public long id() {
    return id;
  }

  /** Says goodbye: what this hub holds is free at once. */
  @Override
  public void close() {
    heartbeat.shutdownNow();
    try {
      database.inTransaction(
          connection -> {
            try (PreparedStatement delete =
                connection.prepareStatement("delete from replica where id = ?")) {
              delete.setLong(1, id);
              return delete.executeUpdate();
            }
          });
    } catch (DatabaseException e) {
      log.warn(
          "Leaving without goodbye, others take over in {} s: {}", TTL_SECONDS, e.getMessage());
    }
  }

  private static long insert(Connection connection, String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into replica (name) values (?) returning id")) {
      insert.setString(1, name);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Comes back under the same id after a pause: fencing tokens tell what was taken meanwhile. */
  private void beat() {
    try {
      database.inTransaction(
          connection -> {
            try (PreparedStatement update =
                connection.prepareStatement(
                    "update replica set heartbeat_at = clock_timestamp() where id = ?")) {
              update.setLong(1, id);
              return update.executeUpdate();
            }
          });
    } catch (DatabaseException e) {
      log.warn("Heartbeat missed: {}", e.getMessage());
    }
  }
}
