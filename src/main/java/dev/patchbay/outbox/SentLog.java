package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells how far the deliveries of many events have come. */
public final class SentLog {

  /**
   * One delivery.
   *
   * @param firstAttemptAt when it was first tried, or {@code null}
   * @param acceptedAt when the destination took it, or {@code null}
   */
  public record Entry(
      String destination, @Nullable Instant firstAttemptAt, @Nullable Instant acceptedAt) {}

  private SentLog() {}

  /** The deliveries of each of these events; events without deliveries are missing. */
  public static Map<UUID, List<Entry>> of(Connection connection, Collection<UUID> events)
      throws SQLException {
    Map<UUID, List<Entry>> sent = new HashMap<>();
    if (events.isEmpty()) {
      return sent;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select event, destination, first_attempt_at,
                   case when state = 1 then finished_at end as accepted_at
            from delivery where event = any(?)
            """)) {
      query.setArray(1, SqlArrays.uuids(connection, events));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          sent.computeIfAbsent(row.getObject("event", UUID.class), key -> new ArrayList<>(2))
              .add(
                  new Entry(
                      row.getString("destination"),
                      DeliveryRows.timeOrNull(row, "first_attempt_at"),
                      DeliveryRows.timeOrNull(row, "accepted_at")));
        }
      }
    }
    return sent;
  }
}
