package dev.patchbay.eventlog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
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
    int size = events.size();
    UUID[] ids = new UUID[size];
    UUID[] messages = new UUID[size];
    String[] types = new String[size];
    String[] sources = new String[size];
    @Nullable String[] subjects = new String[size];
    Timestamp[] times = new Timestamp[size];
    Timestamp[] received = new Timestamp[size];
    @Nullable UUID[] customers = new UUID[size];
    @Nullable UUID[] sightings = new UUID[size];
    String[] data = new String[size];
    for (int i = 0; i < size; i++) {
      StoredEvent event = events.get(i);
      ids[i] = event.id();
      messages[i] = event.message();
      types[i] = event.type();
      sources[i] = event.source();
      subjects[i] = event.subject();
      times[i] = Timestamp.from(event.time());
      received[i] = Timestamp.from(event.receivedAt());
      customers[i] = event.customer();
      sightings[i] = event.sighting();
      data[i] = event.data();
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
      insert.setArray(1, connection.createArrayOf("uuid", ids));
      insert.setArray(2, connection.createArrayOf("uuid", messages));
      insert.setArray(3, connection.createArrayOf("text", types));
      insert.setArray(4, connection.createArrayOf("text", sources));
      insert.setArray(5, connection.createArrayOf("text", subjects));
      insert.setArray(6, connection.createArrayOf("timestamptz", times));
      insert.setArray(7, connection.createArrayOf("timestamptz", received));
      insert.setArray(8, connection.createArrayOf("uuid", customers));
      insert.setArray(9, connection.createArrayOf("uuid", sightings));
      insert.setArray(10, connection.createArrayOf("text", data));
      List<UUID> added = new ArrayList<>(size);
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
    Array array = connection.createArrayOf("uuid", ids.toArray());
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
      query.setArray(1, connection.createArrayOf("uuid", customers.toArray()));
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
