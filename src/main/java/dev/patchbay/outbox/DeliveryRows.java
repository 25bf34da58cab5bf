package dev.patchbay.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of the delivery table. */
final class DeliveryRows {

  /** Columns of {@code delivery d} that {@link #read} wants. */
  static final String COLUMNS =
      "d.id, d.seq, d.event, d.customer, d.destination, d.source, d.flow, d.action, d.attempts,"
          + " d.due_at, d.received_at, d.enqueued_at, d.first_attempt_at, d.retry_since,"
          + " d.attempts_before";

  private DeliveryRows() {}

  static Delivery read(ResultSet row) throws SQLException {
    return new Delivery(
        row.getObject("id", UUID.class),
        row.getLong("seq"),
        row.getObject("event", UUID.class),
        row.getObject("customer", UUID.class),
        row.getString("destination"),
        row.getString("source"),
        row.getString("flow"),
        row.getString("action"),
        row.getInt("attempts"),
        time(row, "due_at"),
        time(row, "received_at"),
        time(row, "enqueued_at"),
        timeOrNull(row, "first_attempt_at"),
        time(row, "retry_since"),
        row.getInt("attempts_before"),
        null);
  }

  /** All rows, in order of {@code seq}. */
  static List<Delivery> readAll(ResultSet rows) throws SQLException {
    List<Delivery> found = new ArrayList<>();
    while (rows.next()) {
      found.add(read(rows));
    }
    found.sort(Comparator.comparingLong(Delivery::seq));
    return found;
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
