package dev.patchbay.inbox;

import dev.patchbay.db.SqlArrays;
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
  record Row(UUID id, String key, Pending pending) {

    private Incoming incoming() {
      return pending.incoming();
    }
  }

  /** Which row holds a key, and whose body it has. */
  record Owner(UUID id, String sha256, Instant receivedAt) {}

  /** A key within a connection. */
  record Key(String connection, String key) {}

  private static final String INSERT =
      """
      insert into message (id, connection, dedupe_key, vendor_id, body_sha256, body, content_type,
                           headers, url, received_at, replica)
      select u.id, u.connection, u.dedupe_key, u.vendor_id, u.body_sha256, u.body, u.content_type,
             u.headers::jsonb, u.url, u.received_at, ?
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[],
                  ?::text[], ?::text[], ?::timestamptz[])
           as u(id, connection, dedupe_key, vendor_id, body_sha256, body, content_type, headers,
                url, received_at)
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
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, replica, java.sql.Types.BIGINT);
      SqlArrays.bind(connection, insert, 2, "uuid", rows, Row::id);
      SqlArrays.bind(connection, insert, 3, "text", rows, row -> row.incoming().connection());
      SqlArrays.bind(connection, insert, 4, "text", rows, Row::key);
      SqlArrays.bind(
          connection, insert, 5, "text", rows, row -> Pending.storable(row.incoming().vendorId()));
      SqlArrays.bind(connection, insert, 6, "bytea", rows, row -> row.pending().hash());
      SqlArrays.bind(connection, insert, 7, "bytea", rows, row -> row.incoming().body());
      SqlArrays.bind(
          connection,
          insert,
          8,
          "text",
          rows,
          row -> Pending.storable(row.incoming().contentType()));
      SqlArrays.bind(connection, insert, 9, "text", rows, row -> row.pending().headers());
      SqlArrays.bind(
          connection, insert, 10, "text", rows, row -> Pending.storable(row.incoming().url()));
      SqlArrays.bind(
          connection,
          insert,
          11,
          "timestamptz",
          rows,
          row -> row.pending().receivedAt().truncatedTo(ChronoUnit.MICROS));
      Set<UUID> stored = new HashSet<>(2 * rows.size());
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
      SqlArrays.bind(connection, query, 1, "text", keys, Key::connection);
      SqlArrays.bind(connection, query, 2, "text", keys, Key::key);
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
