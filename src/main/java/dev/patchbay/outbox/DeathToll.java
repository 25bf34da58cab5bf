package dev.patchbay.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** How many deliveries were given up in a time, and are dead still. */
public final class DeathToll {

  private DeathToll() {}

  /** By destination; those that gave up nothing are absent. */
  public static Map<String, Long> of(Connection connection, Instant from, Instant to)
      throws SQLException {
    Map<String, Long> dead = new TreeMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select destination, count(*) from delivery
            where state = 2 and finished_at >= ?::timestamptz and finished_at < ?::timestamptz
            group by destination""")) {
      query.setString(1, from.toString());
      query.setString(2, to.toString());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          dead.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return dead;
  }
}
