package dev.patchbay.inbox;

import dev.patchbay.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** How far each polled source has been read. */
public final class PollCursors {

  /** The position of {@code name} (a folder or table) at a connection, or empty at the start. */
  public Optional<String> get(Connection sql, String connection, String name) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("select value from poll_cursor where connection = ? and name = ?")) {
      query.setString(1, connection);
      query.setString(2, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** When each position of a connection was moved last, by what is read; empty before the first. */
  public Map<String, Instant> movedAt(Connection sql, String connection) throws SQLException {
    Map<String, Instant> moved = new HashMap<>();
    try (PreparedStatement query =
        sql.prepareStatement("select name, moved_at from poll_cursor where connection = ?")) {
      query.setString(1, connection);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          moved.put(row.getString(1), row.getTimestamp(2).toInstant());
        }
      }
    }
    return moved;
  }

  /** Moves the position; only after the messages before it are committed. */
  public void move(Connection sql, String connection, String name, String value)
      throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into poll_cursor (connection, name, value) values (?, ?, ?)
            on conflict (connection, name)
            do update set value = excluded.value, moved_at = clock_timestamp()""")) {
      upsert.setString(1, connection);
      upsert.setString(2, name);
      upsert.setString(3, value);
      upsert.executeUpdate();
    }
  }

  /**
   * Stores what was polled, waits for the commit, then moves the position. A crash in between makes
   * the source give the same messages again, which the inbox knows as repeats.
   *
   * @throws InboxUnavailableException when not all could be stored; the position stays
   */
  public List<Receipt> receiveAndMove(
      Database database, Inbox inbox, List<Incoming> polled, String name, String value) {
    List<CompletableFuture<Receipt>> futures = polled.stream().map(inbox::receive).toList();
    List<Receipt> receipts = new ArrayList<>();
    try {
      futures.forEach(future -> receipts.add(future.join()));
    } catch (CompletionException e) {
      if (e.getCause() instanceof InboxUnavailableException unavailable) {
        throw unavailable;
      }
      throw e;
    }
    if (!polled.isEmpty()) {
      database.inTransaction(
          sql -> {
            move(sql, polled.get(0).connection(), name, value);
            return name;
          });
    }
    return receipts;
  }
}
