package dev.patchbay.eventlog;

import dev.patchbay.db.SqlArrays;
import java.sql.Array;
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

/** The message store: every canonical event, appended once and never changed. */
public final class EventLog {

  /**
   * Which events a page holds; {@code null} leaves a filter out.
   *
   * @param type full type, or {@code null}
   * @param source connection, or {@code null}
   * @param customer whose, or {@code null}
   * @param before only events stored before this position, or {@code null} for the newest
   * @param limit most rows to give
   */
  public record Filter(
      @Nullable String type,
      @Nullable String source,
      @Nullable UUID customer,
      @Nullable Long before,
      int limit) {}

  /**
   * An event and its place in the log.
   *
   * @param position grows in the order of storing; the next page starts before it
   */
  public record Entry(long position, StoredEvent event) {}

  static final String COLUMNS =
      "e.id, e.message, e.type, e.source, e.subject, e.time, e.received_at, e.customer, e.sighting,"
          + " e.data::text";

  /**
   * Appends events in this order. An event that is there already stays as it is: mapping the same
   * message again changes no history.
   *
   * @return the ids that are new
   */
  public List<UUID> append(Connection connection, List<StoredEvent> events) throws SQLException {
    if (events.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into event (id, message, type, source, subject, time, received_at, customer,
                               sighting, data)
            select id, message, type, source, subject, time, received_at, customer, sighting,
                   data::jsonb
            from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                        ?::timestamptz[], ?::uuid[], ?::uuid[], ?::text[])
              with ordinality as row
                (id, message, type, source, subject, time, received_at, customer, sighting, data,
                 place)
            order by place
            on conflict (id) do nothing
            returning id
            """)) {
      SqlArrays.bind(connection, insert, 1, "uuid", events, StoredEvent::id);
      SqlArrays.bind(connection, insert, 2, "uuid", events, StoredEvent::message);
      SqlArrays.bind(connection, insert, 3, "text", events, StoredEvent::type);
      SqlArrays.bind(connection, insert, 4, "text", events, StoredEvent::source);
      SqlArrays.bind(connection, insert, 5, "text", events, StoredEvent::subject);
      SqlArrays.bind(connection, insert, 6, "timestamptz", events, StoredEvent::time);
      SqlArrays.bind(connection, insert, 7, "timestamptz", events, StoredEvent::receivedAt);
      SqlArrays.bind(connection, insert, 8, "uuid", events, StoredEvent::customer);
      SqlArrays.bind(connection, insert, 9, "uuid", events, StoredEvent::sighting);
      SqlArrays.bind(connection, insert, 10, "text", events, StoredEvent::data);
      List<UUID> added = new ArrayList<>(events.size());
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          added.add(rows.getObject(1, UUID.class));
        }
      }
      return added;
    }
  }

  /** The events of these ids; ids that are not in the log are missing from the result. */
  public Map<UUID, StoredEvent> find(Connection connection, Collection<UUID> ids)
      throws SQLException {
    Map<UUID, StoredEvent> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    Array array = SqlArrays.uuids(connection, ids);
    try (PreparedStatement query =
        connection.prepareStatement("select 0, " + COLUMNS + " from event e where e.id = any(?)")) {
      query.setArray(1, array);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          StoredEvent event = read(rows);
          found.put(event.id(), event);
        }
      }
    }
    return found;
  }

  /** One page, newest first. */
  public List<Entry> page(Connection connection, Filter filter) throws SQLException {
    StringBuilder sql = new StringBuilder("select e.seq, " + COLUMNS + " from event e where true");
    List<Object> values = new ArrayList<>();
    if (filter.type() != null) {
      sql.append(" and e.type = ?");
      values.add(filter.type());
    }
    if (filter.source() != null) {
      sql.append(" and e.source = ?");
      values.add(filter.source());
    }
    if (filter.customer() != null) {
      sql.append(" and e.customer = ?");
      values.add(filter.customer());
    }
    if (filter.before() != null) {
      sql.append(" and e.seq < ?");
      values.add(filter.before());
    }
    sql.append(" order by e.seq desc limit ?");
    values.add(filter.limit());
    try (PreparedStatement query = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < values.size(); i++) {
        query.setObject(i + 1, values.get(i));
      }
      return entries(query);
    }
  }

  /** Up to {@code limit} events stored after this position, oldest first; 0 begins. */
  public List<Entry> after(Connection connection, long position, int limit) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select e.seq, " + COLUMNS + " from event e where e.seq > ? order by e.seq limit ?")) {
      query.setLong(1, position);
      query.setInt(2, limit);
      return entries(query);
    }
  }

  private static List<Entry> entries(PreparedStatement query) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        entries.add(new Entry(rows.getLong(1), read(rows)));
      }
    }
    return entries;
  }

  /** All events of each of these customers; customers without events are missing. */
  public Map<UUID, List<StoredEvent>> histories(Connection connection, Collection<UUID> customers)
      throws SQLException {
    Map<UUID, List<StoredEvent>> histories = new HashMap<>();
    if (customers.isEmpty()) {
      return histories;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            "select 0, " + COLUMNS + " from event e where e.customer = any(?)")) {
      query.setArray(1, SqlArrays.uuids(connection, customers));
      query.setFetchSize(1_000);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          StoredEvent event = read(rows);
          UUID customer = event.customer();
          if (customer != null) {
            histories.computeIfAbsent(customer, key -> new ArrayList<>()).add(event);
          }
        }
      }
    }
    return histories;
  }

  /** The event of a row that begins with another column, then {@link #COLUMNS}. */
  static StoredEvent read(ResultSet rows) throws SQLException {
    return new StoredEvent(
        rows.getObject(2, UUID.class),
        rows.getObject(3, UUID.class),
        rows.getString(4),
        rows.getString(5),
        rows.getString(6),
        instant(rows, 7),
        instant(rows, 8),
        rows.getObject(9, UUID.class),
        rows.getObject(10, UUID.class),
        rows.getString(11));
  }

  private static Instant instant(ResultSet rows, int column) throws SQLException {
    return rows.getTimestamp(column).toInstant();
  }
}
