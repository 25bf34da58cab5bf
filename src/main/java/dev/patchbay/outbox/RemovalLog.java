package dev.patchbay.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of everything that one flow sent to one destination in a period. */
public final class RemovalLog {

  /**
   * One delivery of the flow.
   *
   * @param finishedAt when it was accepted, died or was canceled, or {@code null}
   * @param errorKind kind of its last error or of its cancellation, or {@code null}
   */
  public record Sent(
      UUID delivery,
      UUID event,
      @Nullable UUID customer,
      DeliveryState state,
      int attempts,
      Instant receivedAt,
      @Nullable Instant finishedAt,
      @Nullable String errorKind) {}

  private RemovalLog() {}

  /** By {@code receivedAt}, from {@code from} on and before {@code to}, oldest first. */
  public static List<Sent> of(
      Connection connection, String flow, String destination, Instant from, Instant to)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select d.id, d.event, d.customer, d.state, d.attempts, d.received_at, d.finished_at,
                   d.error_kind
            from delivery d
            where d.flow = ? and d.destination = ? and d.received_at >= ?::timestamptz
              and d.received_at < ?::timestamptz
            order by d.received_at, d.id
            """)) {
      query.setString(1, flow);
      query.setString(2, destination);
      query.setString(3, from.toString());
      query.setString(4, to.toString());
      List<Sent> sent = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          sent.add(
              new Sent(
                  row.getObject("id", UUID.class),
                  row.getObject("event", UUID.class),
                  row.getObject("customer", UUID.class),
                  DeliveryState.of(row.getInt("state")),
                  row.getInt("attempts"),
                  DeliveryRows.time(row, "received_at"),
                  DeliveryRows.timeOrNull(row, "finished_at"),
                  row.getString("error_kind")));
        }
      }
      return sent;
    }
  }
}
