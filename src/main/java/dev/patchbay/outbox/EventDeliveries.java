package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of the deliveries of many events at once. */
public final class EventDeliveries {

  /**
   * How one delivery stands.
   *
   * @param errorKind kind of the last error or reason of the cancellation, or {@code null}
   */
  public record Standing(
      UUID event,
      String destination,
      DeliveryState state,
      int attempts,
      @Nullable String errorKind,
      @Nullable String errorText) {}

  /**
   * The deliveries of events as a relation for other queries: {@code event}, {@code destination},
   * and whether it was {@code delivered}.
   */
  public static final String RELATION =
      "(select event, destination, state = %d as delivered from delivery)"
          .formatted(DeliveryState.DELIVERED.code());

  private EventDeliveries() {}

  /** Every delivery of these events, in the order of enqueuing. */
  public static List<DeliveryLog.Entry> of(Connection connection, Collection<UUID> events)
      throws SQLException {
    List<DeliveryLog.Entry> entries = new ArrayList<>();
    if (events.isEmpty()) {
      return entries;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            "select "
                + DeliveryRows.COLUMNS
                + ", d.state, d.finished_at, d.error_kind, d.error_text from delivery d"
                + " where d.event = any (?) order by d.seq")) {
      query.setArray(1, SqlArrays.uuids(connection, events));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          entries.add(DeliveryLog.entry(row));
        }
      }
    }
    return entries;
  }

  /** How the deliveries of these events to some destinations stand. */
  public static List<Standing> standing(
      Connection connection, Collection<UUID> events, Collection<String> destinations)
      throws SQLException {
    List<Standing> standing = new ArrayList<>();
    if (events.isEmpty() || destinations.isEmpty()) {
      return standing;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select event, destination, state, attempts, error_kind, error_text
            from delivery where event = any (?) and destination = any (?)""")) {
      query.setArray(1, SqlArrays.uuids(connection, events));
      query.setArray(2, SqlArrays.texts(connection, destinations));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          standing.add(
              new Standing(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  DeliveryState.of(row.getInt(3)),
                  row.getInt(4),
                  row.getString(5),
                  row.getString(6)));
        }
      }
    }
    return standing;
  }

  /** Every attempt of these deliveries, the first one first; those never attempted are absent. */
  public static Map<UUID, List<DeliveryLog.Attempt>> attempts(
      Connection connection, Collection<UUID> deliveries) throws SQLException {
    Map<UUID, List<DeliveryLog.Attempt>> attempts = new HashMap<>();
    if (deliveries.isEmpty()) {
      return attempts;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select delivery, number, started_at, ended_at, verdict, status, error_kind, error_text,
              retry_at
            from attempt where delivery = any (?) order by delivery, number""")) {
      query.setArray(1, SqlArrays.uuids(connection, deliveries));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          attempts
              .computeIfAbsent(row.getObject("delivery", UUID.class), id -> new ArrayList<>())
              .add(DeliveryLog.attempt(row));
        }
      }
    }
    return attempts;
  }
}
