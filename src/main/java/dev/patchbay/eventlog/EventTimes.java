package dev.patchbay.eventlog;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** When events happened, without their data. */
public final class EventTimes {

  private EventTimes() {}

  /** Of these events, those of this type, and when each happened. */
  public static Map<UUID, Instant> of(Connection connection, Collection<UUID> events, String type)
      throws SQLException {
    Map<UUID, Instant> times = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select e.id, e.time from event e where e.id = any (?) and e.type = ?")) {
      query.setArray(1, SqlArrays.uuids(connection, events));
      query.setString(2, type);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          times.put(row.getObject(1, UUID.class), row.getTimestamp(2).toInstant());
        }
      }
    }
    return times;
  }
}
