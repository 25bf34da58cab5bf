package dev.patchbay.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.db.Replica;
import dev.patchbay.db.SqlArrays;
import dev.patchbay.diagnostic.Finding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Stored messages on their way through processing; each method works in the caller's transaction.
 */
public final class MessageStore {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  /** What {@link #message} reads, in its order. */
  private static final String COLUMNS =
      "m.id, m.connection, m.vendor_id, m.body, m.content_type, m.headers, m.url, m.received_at";

  // Where ids are given, "state + 0" keeps the planner from walking the index of all that wait.

  private static final String CLAIM =
      """
      with free as materialized (
        select id, received_at, octet_length(body) as bytes from message
        where state = 0 and (replica is null or replica not in %s)
        order by received_at
        limit ?
        for update skip locked),
      few as (
        select id, sum(bytes) over (order by received_at, id) - bytes as before from free)
      update message m set replica = ?
      from few where m.id = few.id and few.before < ?
      returning %s"""
          .formatted(Replica.ALIVE, COLUMNS);

  private static final String LOAD =
      """
      select %s
      from unnest(?::uuid[]) with ordinality as wanted (id, place)
      join message m on m.id = wanted.id
      where m.state + 0 = 0 and m.replica = ?
      order by wanted.place"""
          .formatted(COLUMNS);

  private static final String FORGOTTEN =
      """
      select %s
      from (
        select id, sum(bytes) over (order by received_at, id) - bytes as before
        from (
          select id, received_at, octet_length(body) as bytes
          from message
          where state = 0 and replica = ? and id <> all (?)
            and received_at < clock_timestamp() - interval '5 seconds'
          order by received_at
          limit 500) waiting) few
      join message m on m.id = few.id
      where few.before < ?
      order by m.received_at"""
          .formatted(COLUMNS);

  private static final String REPLAY =
      """
      update message set state = 0, replica = null, tries = 0, findings = null, processed_at = null
      where state = 2
        and (?::text is null or connection = ?::text)
        and (?::timestamptz is null or received_at >= ?::timestamptz)
        and (?::timestamptz is null or received_at < ?::timestamptz)
        and (?::jsonb is null or findings @> ?::jsonb)
        and (?::uuid[] is null or id = any (?::uuid[]))""";

  private static final String INVALID = REPLAY.substring(REPLAY.indexOf("where"));

  /**
   * Takes waiting messages that no living replica holds, oldest first, and holds them for {@code
   * replica}.
   *
   * @param limit at most so many
   * @param bytes no more once their bodies have so many
   */
  public List<Message> claim(Connection connection, long replica, int limit, long bytes)
      throws SQLException {
    try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setInt(1, limit);
      claim.setLong(2, replica);
      claim.setLong(3, bytes);
      List<Message> messages = messages(claim);
      messages.sort(Comparator.comparing(Message::receivedAt));
      return messages;
    }
  }

  /** Those of {@code ids} that still wait and are held by {@code replica}, in this order. */
  public List<Message> load(Connection connection, long replica, List<UUID> ids)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(LOAD)) {
      query.setArray(1, SqlArrays.uuids(connection, ids));
      query.setLong(2, replica);
      return messages(query);
    }
  }

  /**
   * Waiting messages that {@code replica} holds, other than these and those of the last 5 s; oldest
   * first, 500 at most, and no more once their bodies have so many bytes.
   */
  public List<Message> others(
      Connection connection, long replica, Collection<UUID> known, long bytes) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(FORGOTTEN)) {
      query.setLong(1, replica);
      query.setArray(2, SqlArrays.uuids(connection, known));
      query.setLong(3, bytes);
      return messages(query);
    }
  }

  /** Lets go of waiting messages, so that any replica may claim them. */
  public void release(Connection connection, Collection<UUID> ids) throws SQLException {
    update(
        connection, "update message set replica = null where id = any(?) and state + 0 = 0", ids);
  }

  /**
   * These became events, or were rightly ignored (zero events).
   *
   * @return those that still waited and were held by {@code replica}: only they were written, and
   *     they stay locked until the transaction ends
   */
  public Set<UUID> processed(
      Connection connection, long replica, Map<UUID, Integer> eventsPerMessage, Instant at)
      throws SQLException {
    if (eventsPerMessage.isEmpty()) {
      return Set.of();
    }
    Set<Map.Entry<UUID, Integer>> rows = eventsPerMessage.entrySet();
    Set<UUID> written = new HashSet<>();
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update message m set state = 1, events = u.events, findings = null, processed_at = ?
            from unnest(?::uuid[], ?::int[]) as u(id, events)
            where m.id = u.id and m.state + 0 = 0 and m.replica = ?
            returning m.id""")) {
      update.setObject(1, at.atOffset(ZoneOffset.UTC));
      SqlArrays.bind(connection, update, 2, "uuid", rows, Map.Entry::getKey);
      SqlArrays.bind(connection, update, 3, "integer", rows, Map.Entry::getValue);
      update.setLong(4, replica);
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          written.add(row.getObject(1, UUID.class));
        }
      }
    }
    return written;
  }

  /**
   * This cannot be mapped; it is kept until {@link #replayInvalid}.
   *
   * @return whether it still waited and was held by {@code replica}: only then it was written
   */
  public boolean invalid(
      Connection connection, long replica, UUID id, List<Finding> findings, Instant at)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update message set state = 2, findings = ?::jsonb, processed_at = ?
            where id = ? and state + 0 = 0 and replica = ?""")) {
      update.setString(1, json(findings));
      update.setObject(2, at.atOffset(ZoneOffset.UTC));
      update.setObject(3, id);
      update.setLong(4, replica);
      return update.executeUpdate() > 0;
    }
  }

  /** Counts one more failed try for each; gives how many there have been. */
  public Map<UUID, Integer> tried(Connection connection, Collection<UUID> ids) throws SQLException {
    Map<UUID, Integer> tries = new HashMap<>();
    try (PreparedStatement update =
        connection.prepareStatement(
            "update message set tries = tries + 1 where id = any(?) returning id, tries")) {
      update.setArray(1, SqlArrays.uuids(connection, ids));
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          tries.put(row.getObject(1, UUID.class), row.getInt(2));
        }
      }
    }
    return tries;
  }

  /**
   * Makes invalid messages wait again, free for any replica; the filter's state does not count.
   *
   * @return how many
   */
  public int replayInvalid(Connection connection, MessageFilter filter) throws SQLException {
    return replayInvalid(connection, filter, List.of());
  }

  /**
   * The same for some of them.
   *
   * @param ids these only; empty for any
   */
  public int replayInvalid(Connection connection, MessageFilter filter, Collection<UUID> ids)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REPLAY)) {
      bindInvalid(connection, update, filter, ids);
      int replayed = update.executeUpdate();
      if (replayed > 0) {
        Payloads.again(connection);
      }
      return replayed;
    }
  }

  /** How many {@link #replayInvalid} would make wait again. */
  public long countInvalid(Connection connection, MessageFilter filter, Collection<UUID> ids)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select count(*) from message " + INVALID)) {
      bindInvalid(connection, query, filter, ids);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void bindInvalid(
      Connection connection, PreparedStatement update, MessageFilter filter, Collection<UUID> ids)
      throws SQLException {
    String kind = filter.kind() == null ? null : json(List.of(Map.of("kind", filter.kind())));
    update.setString(1, filter.connection());
    update.setString(2, filter.connection());
    update.setObject(3, MessageList.time(filter.from()));
    update.setObject(4, MessageList.time(filter.from()));
    update.setObject(5, MessageList.time(filter.to()));
    update.setObject(6, MessageList.time(filter.to()));
    update.setString(7, kind);
    update.setString(8, kind);
    java.sql.Array only = ids.isEmpty() ? null : SqlArrays.uuids(connection, ids);
    update.setArray(9, only);
    update.setArray(10, only);
  }

  private static void update(Connection connection, String sql, Collection<UUID> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setArray(1, SqlArrays.uuids(connection, ids));
      update.executeUpdate();
    }
  }

  private static List<Message> messages(PreparedStatement query) throws SQLException {
    List<Message> messages = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        messages.add(message(row));
      }
    }
    return messages;
  }

  private static Message message(ResultSet row) throws SQLException {
    return new Message(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getBytes(4),
        row.getString(5),
        headers(row.getString(6)),
        row.getString(7),
        row.getObject(8, OffsetDateTime.class).toInstant());
  }

  private static Map<String, String> headers(String json) {
    try {
      return json.equals("{}") ? Map.of() : JSON.readValue(json, HEADERS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Stored headers are an object of texts", e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value).replace("\\u0000", "\\uFFFD");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Findings are plain records", e);
    }
  }
}
