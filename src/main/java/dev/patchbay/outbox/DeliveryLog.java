package dev.patchbay.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells what became of deliveries. */
public final class DeliveryLog {

  /**
   * A delivery as it stands.
   *
   * @param finishedAt when it was accepted, died or was canceled, or {@code null}
   * @param errorKind kind of the last error or reason of the cancellation, or {@code null}
   */
  public record Entry(
      Delivery delivery,
      DeliveryState state,
      @Nullable Instant finishedAt,
      @Nullable String errorKind,
      @Nullable String errorText) {}

  /**
   * Which deliveries a page holds; {@code null} leaves a condition out.
   *
   * @param kind kind of the last error or reason of the cancellation
   * @param before only those with a lower {@code seq}: the last one of the page before
   * @param limit most entries, 1 to 1,000
   */
  public record Filter(
      @Nullable String destination,
      @Nullable DeliveryState state,
      @Nullable UUID customer,
      @Nullable String kind,
      @Nullable Long before,
      int limit) {}

  /**
   * One attempt as noted.
   *
   * @param verdict such as {@code accepted}
   * @param retryAt when the next one was due, or {@code null}
   */
  public record Attempt(
      int number,
      Instant startedAt,
      Instant endedAt,
      String verdict,
      @Nullable Integer status,
      @Nullable String errorKind,
      @Nullable String errorText,
      @Nullable Instant retryAt) {}

  /**
   * What a destination still waits for.
   *
   * @param oldest when the oldest of them was received
   */
  public record Waiting(long pending, Instant oldest) {}

  private DeliveryLog() {}

  /** Deliveries, the newest first. */
  public static List<Entry> page(Connection connection, Filter filter) throws SQLException {
    StringBuilder sql =
        new StringBuilder("select ")
            .append(DeliveryRows.COLUMNS)
            .append(
                ", d.state, d.finished_at, d.error_kind, d.error_text from delivery d where true");
    List<Object> values = new ArrayList<>();
    add(sql, values, " and d.destination = ?", filter.destination());
    DeliveryState state = filter.state();
    if (state != null) {
      // As a literal, so that the partial indexes fit.
      sql.append(" and d.state = ").append(state.ordinal());
    }
    add(
        sql,
        values,
        " and d.event in (select e.id from event e where e.customer = ?)",
        filter.customer());
    add(sql, values, " and d.error_kind = ?", filter.kind());
    add(sql, values, " and d.seq < ?", filter.before());
    sql.append(" order by d.seq desc limit ?");
    values.add(Math.max(1, Math.min(filter.limit(), 1_000)));
    try (PreparedStatement query = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < values.size(); i++) {
        query.setObject(i + 1, values.get(i));
      }
      List<Entry> entries = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          entries.add(entry(row));
        }
      }
      return entries;
    }
  }

  /** The delivery of this id as a list of one, or an empty list. */
  public static List<Entry> find(Connection connection, UUID delivery) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select "
                + DeliveryRows.COLUMNS
                + ", d.state, d.finished_at, d.error_kind, d.error_text from delivery d"
                + " where d.id = ?")) {
      query.setObject(1, delivery);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? List.of(entry(row)) : List.of();
      }
    }
  }

  /** Every attempt of a delivery, the first one first, each with its own error. */
  public static List<Attempt> attempts(Connection connection, UUID delivery) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select number, started_at, ended_at, verdict, status, error_kind, error_text, retry_at
            from attempt where delivery = ? order by number
            """)) {
      query.setObject(1, delivery);
      List<Attempt> attempts = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          attempts.add(attempt(row));
        }
      }
      return attempts;
    }
  }

  /**
   * How many there are, by destination and state; their sum is what was ever enqueued. Reads the
   * whole table: not for every second.
   */
  public static Map<String, Map<DeliveryState, Long>> counts(Connection connection)
      throws SQLException {
    Map<String, Map<DeliveryState, Long>> counts = new TreeMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                "select destination, state, count(*) from delivery group by destination, state");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        counts
            .computeIfAbsent(row.getString(1), key -> new EnumMap<>(DeliveryState.class))
            .put(DeliveryState.of(row.getInt(2)), row.getLong(3));
      }
    }
    return counts;
  }

  /** What each destination still waits for; those that wait for nothing are left out. */
  public static Map<String, Waiting> waiting(Connection connection) throws SQLException {
    Map<String, Waiting> waiting = new TreeMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select p.destination, p.pending, o.received_at
                from (select destination, count(*) as pending from delivery
                      where state = 0 group by destination) p
                cross join lateral (
                  select d.received_at from delivery d
                  where d.destination = p.destination and d.state = 0 order by d.seq limit 1) o
                """);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        waiting.put(
            row.getString(1), new Waiting(row.getLong(2), DeliveryRows.time(row, "received_at")));
      }
    }
    return waiting;
  }

  static Attempt attempt(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    @Nullable Integer answered = row.wasNull() ? null : Integer.valueOf(status);
    return new Attempt(
        row.getInt("number"),
        DeliveryRows.time(row, "started_at"),
        DeliveryRows.time(row, "ended_at"),
        row.getString("verdict"),
        answered,
        row.getString("error_kind"),
        row.getString("error_text"),
        DeliveryRows.timeOrNull(row, "retry_at"));
  }

  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        DeliveryRows.read(row),
        DeliveryState.of(row.getInt("state")),
        DeliveryRows.timeOrNull(row, "finished_at"),
        row.getString("error_kind"),
        row.getString("error_text"));
  }

  private static void add(
      StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }
}
