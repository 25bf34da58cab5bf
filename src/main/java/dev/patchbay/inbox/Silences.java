package dev.patchbay.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** When nothing was heard from a connection. */
public final class Silences {

  private static final String GAPS =
      """
      with heard (at) as (
        select ?::timestamptz union all select ?::timestamptz
        union all
        select received_at from message
        where connection = ? and received_at >= ?::timestamptz and received_at < ?::timestamptz),
      gap (began, ended) as (select lag(at) over (order by at), at from heard)
      select began, ended from gap
      where ended - began > ? * interval '1 millisecond'
        and exists (select from message where connection = ? and received_at < ?::timestamptz)
      order by began""";

  /** A time in which nothing was heard. */
  public record Silence(Instant from, Instant to) {}

  private Silences() {}

  /**
   * Those longer than {@code every} between two times, the oldest first; none of a connection that
   * had never been heard from until then.
   */
  public static List<Silence> of(
      Connection sql, String connection, Duration every, Instant from, Instant to)
      throws SQLException {
    List<Silence> silences = new ArrayList<>();
    try (PreparedStatement query = sql.prepareStatement(GAPS)) {
      query.setString(1, from.toString());
      query.setString(2, to.toString());
      query.setString(3, connection);
      query.setString(4, from.toString());
      query.setString(5, to.toString());
      query.setLong(6, every.toMillis());
      query.setString(7, connection);
      query.setString(8, to.toString());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          silences.add(
              new Silence(
                  row.getObject(1, OffsetDateTime.class).toInstant(),
                  row.getObject(2, OffsetDateTime.class).toInstant()));
        }
      }
    }
    return silences;
  }
}
