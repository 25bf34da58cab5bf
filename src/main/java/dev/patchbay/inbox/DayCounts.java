package dev.patchbay.inbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts by day of what leaves no message behind, of all hubs together. */
public final class DayCounts {

  /**
   * What is counted.
   *
   * @param what stable word, such as {@code duplicate}
   */
  public record Key(String connection, String what) {}

  private DayCounts() {}

  /** Adds what happened on a day. */
  public static void add(Connection connection, LocalDate day, Map<Key, Long> more)
      throws SQLException {
    if (more.isEmpty()) {
      return;
    }
    List<Map.Entry<Key, Long>> rows = new ArrayList<>(more.entrySet());
    // In one order, so that two hubs never wait for each other.
    rows.sort(
        java.util.Comparator.comparing(
            row -> row.getKey().connection() + ' ' + row.getKey().what()));
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into day_count (day, connection, what, number)
            select ?::date, * from unnest(?::text[], ?::text[], ?::bigint[])
            on conflict (day, connection, what)
            do update set number = day_count.number + excluded.number
            """)) {
      upsert.setString(1, day.toString());
      SqlArrays.bind(connection, upsert, 2, "text", rows, row -> row.getKey().connection());
      SqlArrays.bind(connection, upsert, 3, "text", rows, row -> row.getKey().what());
      SqlArrays.bind(connection, upsert, 4, "bigint", rows, Map.Entry::getValue);
      upsert.executeUpdate();
    }
  }

  /** What happened on a day; what did not is absent. */
  public static Map<Key, Long> of(Connection connection, LocalDate day) throws SQLException {
    Map<Key, Long> dayCounts = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select connection, what, number from day_count where day = ?::date")) {
      query.setString(1, day.toString());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          dayCounts.put(new Key(row.getString(1), row.getString(2)), row.getLong(3));
        }
      }
    }
    return dayCounts;
  }
}
