package dev.patchbay.inbox;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Empties old messages that were processed: body, headers and address go. The row stays, so that a
 * repeat is still known for one, and so do the events. A message that waits, or could not be read,
 * keeps everything.
 */
public final class Payloads {

  /**
   * What one step did.
   *
   * @param emptied how many messages, by connection
   * @param done whether nothing is left to empty for now, or another hub is at it
   */
  public record Step(Map<String, Integer> emptied, boolean done) {

    private static final Step NOTHING = new Step(Map.of(), true);
  }

  private record Old(UUID id, boolean waits, boolean isFull) {}

  // Ids are in the order of time, so the way through the table is that of its key.
  private static final String OLD =
      """
      select id, state = 0, state = 1 and emptied_at is null from message
      where id > ? and id < ? order by id limit ?""";

  private static final String EMPTY =
      """
      update message set body = '', headers = '{}', url = null, emptied_at = ?
      where id = any (?) and state + 0 = 1 and emptied_at is null
      returning connection""";

  private Payloads() {}

  /**
   * Empties some of those that came before {@code before}, the oldest first.
   *
   * @param limit looks at so many messages at most
   */
  public static Step empty(Connection connection, Instant before, int limit, Instant now)
      throws SQLException {
    UUID from = mark(connection);
    if (from == null) {
      return Step.NOTHING;
    }
    List<Old> old = old(connection, from, Ids.first(before), limit);
    UUID upto = from;
    List<UUID> full = new ArrayList<>();
    for (Old each : old) {
      if (each.waits()) {
        break;
      }
      upto = each.id();
      if (each.isFull()) {
        full.add(upto);
      }
    }
    if (upto.equals(from)) {
      return Step.NOTHING;
    }
    Map<String, Integer> emptied = full.isEmpty() ? Map.of() : empty(connection, full, now);
    try (PreparedStatement move =
        connection.prepareStatement("update retention set upto = ? where what = 'payloads'")) {
      move.setObject(1, upto);
      move.executeUpdate();
    }
    return new Step(emptied, old.size() < limit || !old.get(old.size() - 1).id().equals(upto));
  }

  /** Begins anew with the oldest, because some that were passed by may be processed now. */
  static void again(Connection connection) throws SQLException {
    try (PreparedStatement move =
        connection.prepareStatement(
            "update retention set upto = '00000000-0000-0000-0000-000000000000'"
                + " where what = 'payloads'")) {
      move.executeUpdate();
    }
  }

  private static @Nullable UUID mark(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "select upto from retention where what = 'payloads' for update skip locked");
        ResultSet row = query.executeQuery()) {
      return row.next() ? row.getObject(1, UUID.class) : null;
    }
  }

  private static List<Old> old(Connection connection, UUID from, UUID to, int limit)
      throws SQLException {
    List<Old> old = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(OLD)) {
      query.setObject(1, from);
      query.setObject(2, to);
      query.setInt(3, limit);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          old.add(new Old(row.getObject(1, UUID.class), row.getBoolean(2), row.getBoolean(3)));
        }
      }
    }
    return old;
  }

  private static Map<String, Integer> empty(
      Connection connection, Collection<UUID> ids, Instant now) throws SQLException {
    Map<String, Integer> emptied = new TreeMap<>();
    try (PreparedStatement update = connection.prepareStatement(EMPTY)) {
      update.setObject(1, MessageList.time(now));
      update.setArray(2, SqlArrays.uuids(connection, ids));
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          emptied.merge(row.getString(1), 1, Integer::sum);
        }
      }
    }
    return emptied;
  }
}
