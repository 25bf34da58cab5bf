package dev.patchbay.inbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What came from connections, in numbers. */
public final class MessageFigures {

  /**
   * Messages that could not be read.
   *
   * @param since when the first of them was received
   * @param kind kind of the first finding
   */
  public record Invalid(String connection, String kind, long number, Instant since) {}

  /** Messages of one hour. */
  public record Hour(Instant begin, long number) {}

  private MessageFigures() {}

  /** How many came from each of these connections since {@code since}. */
  public static Map<String, Long> received(
      Connection connection, Collection<String> names, Instant since) throws SQLException {
    Map<String, Long> received = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select n.name, m.number from unnest(?::text[]) n (name)
            cross join lateral (
              select count(*) as number from message m
              where m.connection = n.name and m.received_at >= ?) m
            """)) {
      query.setArray(1, SqlArrays.texts(connection, names));
      query.setObject(2, MessageList.time(since));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          received.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return received;
  }

  /**
   * When a connection was heard from, hour by hour since {@code since}; silent hours are absent.
   */
  public static List<Hour> hours(Connection connection, String name, Instant since)
      throws SQLException {
    List<Hour> hours = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select date_trunc('hour', received_at, 'UTC') as hour, count(*) from message
            where connection = ? and received_at >= ? group by 1 order by 1
            """)) {
      query.setString(1, name);
      query.setObject(2, MessageList.time(since));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          hours.add(new Hour(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2)));
        }
      }
    }
    return hours;
  }

  /** What could not be read, by connection and kind. */
  public static List<Invalid> invalid(Connection connection) throws SQLException {
    List<Invalid> invalid = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select connection, coalesce(findings -> 0 ->> 'kind', 'unknown'), count(*),
                       min(received_at)
                from message where state = 2 group by 1, 2 order by 1, 3 desc, 2
                """);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        invalid.add(
            new Invalid(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getObject(4, OffsetDateTime.class).toInstant()));
      }
    }
    return invalid;
  }
}
