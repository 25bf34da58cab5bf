package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was, or will be, written to destinations, by the events that it came from. */
public final class CustomerDeliveries {

  /**
   * A delivery that was accepted or is under way.
   *
   * @param action name of the destination's sink, or {@code null} for the first that accepts
   * @param acceptedAt when the destination took it, or {@code null} while it is under way
   */
  public record Sent(
      UUID id,
      UUID event,
      String destination,
      @Nullable String action,
      Instant enqueuedAt,
      @Nullable Instant acceptedAt) {}

  private CustomerDeliveries() {}

  /** Deliveries of these events to these destinations that were accepted or are under way. */
  public static List<Sent> of(
      Connection connection, Collection<UUID> events, Collection<String> destinations)
      throws SQLException {
    if (events.isEmpty() || destinations.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select d.id, d.event, d.destination, d.action, d.enqueued_at, d.state, d.finished_at
            from delivery d
            where d.event = any (?) and d.destination = any (?) and d.state + 0 in (0, 1)
            """)) {
      query.setArray(1, SqlArrays.uuids(connection, events));
      query.setArray(2, SqlArrays.texts(connection, destinations));
      List<Sent> sent = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          sent.add(
              new Sent(
                  row.getObject("id", UUID.class),
                  row.getObject("event", UUID.class),
                  row.getString("destination"),
                  row.getString("action"),
                  DeliveryRows.time(row, "enqueued_at"),
                  row.getInt("state") == DeliveryState.DELIVERED.ordinal()
                      ? DeliveryRows.timeOrNull(row, "finished_at")
                      : null));
        }
      }
      return sent;
    }
  }
}
