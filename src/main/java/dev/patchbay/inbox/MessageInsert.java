package dev.patchbay.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that put messages into the table, many rows at a time. */
final class MessageInsert {

  /** One row to insert. */
  record Row(UUID id, String key, Pending pending) {}

  /** Which row holds a key, and whose body it has. */
  record Owner(UUID id, String sha256, Instant receivedAt) {}

  /** A key within a connection. */
  record Key(String connection, String key) {}

  private static final String INSERT =
      """
      insert into message (id, connection, dedupe_key, vendor_id, body_sha256, body, content_type,
                           headers, url, received_at, replica)
      select u.id, u.connection, u.dedupe_key, u.vendor_id, u.body_sha256, u.body, u.content_type,
             u.headers::jsonb, u.url,
             timestamptz 'epoch' + u.micros * interval '1 microsecond', ?
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[],
                  ?::text[], ?::text[], ?::bigint[])
           as u(id, connection, dedupe_key, vendor_id, body_sha256, body, content_type, headers,
                url, micros)
      on conflict (connection, dedupe_key) do nothing
      returning id""";

  private static final String OWNERS =
      """
      select m.connection, m.dedupe_key, m.id, m.body_sha256, m.received_at
      from unnest(?::text[], ?::text[]) as u(connection, dedupe_key)
      join message m using (connection, dedupe_key)""";

  private MessageInsert() {}

  /** Inserts rows whose key is free; gives the ids of those that were stored. */
  static Set<UUID> insert(Connection connection, List<Row> rows, @Nullable Long replica)
      throws SQLException {
    int n = rows.size();
    UUID[] ids = new UUID[n];
    String[] connections = new String[n];
    String[] keys = new String[n];
    @Nullable String[] vendorIds = new String[n];
    byte[][] hashes = new byte[n][];
    byte[][] bodies = new byte[n][];
    @Nullable String[] contentTypes = new String[n];
    String[] headers = new String[n];
    @Nullable String[] urls = new String[n];
    Long[] micros = new Long[n];
    for (int i = 0; i < n; i++) {
      Row row = rows.get(i);
      Incoming incoming = row.pending().incoming();
      ids[i] = row.id();
      connections[i] = incoming.connection();
      keys[i] = row.key();
      vendorIds[i] = Pending.storable(incoming.vendorId());
      hashes[i] = row.pending().hash();
      bodies[i] = incoming.body();
      contentTypes[i] = Pending.storable(incoming.contentType());
      headers[i] = row.pending().headers();
      urls[i] = Pending.storable(incoming.url());
      micros[i] = ChronoUnit.MICROS.between(Instant.EPOCH, row.pending().receivedAt());
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, replica, java.sql.Types.BIGINT);
      insert.setArray(2, connection.createArrayOf("uuid", ids));
      insert.setArray(3, connection.createArrayOf("text", connections));
      insert.setArray(4, connection.createArrayOf("text", keys));
      insert.setArray(5, connection.createArrayOf("text", vendorIds));
      insert.setArray(6, connection.createArrayOf("bytea", hashes));
      insert.setArray(7, connection.createArrayOf("bytea", bodies));
      insert.setArray(8, connection.createArrayOf("text", contentTypes));
      insert.setArray(9, connection.createArrayOf("text", headers));
      insert.setArray(10, connection.createArrayOf("text", urls));
      insert.setArray(11, connection.createArrayOf("bigint", micros));
      Set<UUID> stored = new HashSet<>(2 * n);
      try (ResultSet result = insert.executeQuery()) {
        while (result.next()) {
          stored.add(result.getObject(1, UUID.class));
        }
      }
      return stored;
    }
  }

  /** Who holds these keys now. */
  static Map<Key, Owner> owners(Connection connection, Collection<Key> keys) throws SQLException {
    Map<Key, Owner> owners = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(OWNERS)) {
      query.setArray(
          1, connection.createArrayOf("text", keys.stream().map(Key::connection).toArray()));
      query.setArray(2, connection.createArrayOf("text", keys.stream().map(Key::key).toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          owners.put(
              new Key(row.getString(1), row.getString(2)),
              new Owner(
                  row.getObject(3, UUID.class),
                  HexFormat.of().formatHex(row.getBytes(4)),
                  row.getObject(5, OffsetDateTime.class).toInstant()));
        }
      }
    }
    return owners;
  }
}
