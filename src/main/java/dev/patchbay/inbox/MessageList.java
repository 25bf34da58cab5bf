package dev.patchbay.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stored messages as people and gauges see them: counts, times and pages, never bodies. */
public final class MessageList {

  private static final String COLUMNS =
      """
      select id, connection, vendor_id, content_type, octet_length(body), received_at, state,
             tries, events, findings, processed_at, emptied_at
      from message
      """;

  /** One message, or empty when there is none of this id. */
  public Optional<StoredMessage> find(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(COLUMNS + "where id = ?")) {
      query.setObject(1, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(stored(row)) : Optional.empty();
      }
    }
  }

  /**
   * Messages, newest first.
   *
   * @param before only those older than this one, or {@code null} to begin with the newest
   */
  public List<StoredMessage> page(
      Connection connection, MessageFilter filter, @Nullable UUID before, int limit)
      throws SQLException {
    StringBuilder sql = new StringBuilder(COLUMNS).append("where true");
    List<Object> values = new ArrayList<>();
    MessageState state = filter.state();
    if (state != null) {
      // As a literal, so that the partial indexes fit.
      sql.append(" and state = ").append(state.code());
    }
    add(sql, values, " and id < ?", before);
    add(sql, values, " and connection = ?", filter.connection());
    add(sql, values, " and received_at >= ?", time(filter.from()));
    add(sql, values, " and received_at < ?", time(filter.to()));
    add(
        sql,
        values,
        " and findings @> jsonb_build_array(jsonb_build_object('kind', ?::text))",
        filter.kind());
    try (PreparedStatement query =
        connection.prepareStatement(sql.append(" order by id desc limit ?").toString())) {
      for (int i = 0; i < values.size(); i++) {
        query.setObject(i + 1, values.get(i));
      }
      query.setInt(values.size() + 1, limit);
      List<StoredMessage> page = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          page.add(stored(row));
        }
      }
      return page;
    }
  }

  private static void add(
      StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }

  /** What waits, by connection; those with nothing waiting are absent. */
  public Map<String, Backlog> waiting(Connection connection) throws SQLException {
    Map<String, Backlog> backlogs = new HashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select connection, count(*), min(received_at) from message
                where state = 0 group by connection""");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        backlogs.put(
            row.getString(1),
            new Backlog(row.getLong(2), row.getObject(3, OffsetDateTime.class).toInstant()));
      }
    }
    return backlogs;
  }

  /** Counts by connection of all that is stored; reads the whole table. */
  public Map<String, MessageTotals> totals(Connection connection) throws SQLException {
    Map<String, MessageTotals> totals = new HashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select connection, count(*) filter (where state = 1),
                       count(*) filter (where state = 2), count(*) filter (where state = 0)
                from message group by connection""");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        totals.put(
            row.getString(1), new MessageTotals(row.getLong(2), row.getLong(3), row.getLong(4)));
      }
    }
    return totals;
  }

  /** When each connection was last heard from; reads a few rows of each, however many there are. */
  public Map<String, Instant> lastHeard(Connection connection) throws SQLException {
    Map<String, Instant> times = new HashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                with recursive known (name) as (
                  (select connection from message order by connection limit 1)
                  union all
                  select (select m.connection from message m where m.connection > known.name
                          order by m.connection limit 1)
                  from known where known.name is not null)
                select k.name, (select max(m.received_at) from message m where m.connection = k.name)
                from known k where k.name is not null
                """);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        times.put(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant());
      }
    }
    return times;
  }

  /**
   * A body as it came.
   *
   * @param emptiedAt when it went, or {@code null} while it is there
   */
  public record Body(byte[] start, long bytes, String contentType, @Nullable Instant emptiedAt) {}

  /** The first bytes of a message's body, or empty when there is none of this id. */
  public Optional<Body> body(Connection connection, UUID id, int most) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select substring(body from 1 for ?), octet_length(body), content_type, emptied_at
            from message where id = ?""")) {
      query.setInt(1, most);
      query.setObject(2, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Body(row.getBytes(1), row.getLong(2), row.getString(3), instant(row, 4)))
            : Optional.empty();
      }
    }
  }

  static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static StoredMessage stored(ResultSet row) throws SQLException {
    return new StoredMessage(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        MessageState.of(row.getInt(7)),
        row.getInt(8),
        row.getInt(9),
        row.getString(10),
        instant(row, 11),
        instant(row, 12));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
