package dev.patchbay.customer;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of customers. */
final class CustomerTable {

  /**
   * A customer's row.
   *
   * @param mergedInto who they are now, or {@code null}
   * @param moves how often claims left or came
   */
  record Row(UUID id, Instant createdAt, @Nullable UUID mergedInto, boolean disputed, int moves) {}

  /**
   * What a customer's row is to be.
   *
   * @param moved whether claims left or came that others may have read
   */
  record Change(
      UUID id,
      Instant at,
      String person,
      String fields,
      boolean disputed,
      @Nullable UUID mergedInto,
      boolean moved) {}

  private CustomerTable() {}

  /** Locks in the order of ids, so that two hubs never wait for each other. */
  static Map<UUID, Row> lock(Connection sql, Collection<UUID> customers) throws SQLException {
    Map<UUID, Row> rows = new HashMap<>();
    if (customers.isEmpty()) {
      return rows;
    }
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select id, created_at, merged_into, disputed, moves
            from customer where id = any(?) order by id for update
            """)) {
      query.setArray(1, SqlArrays.uuids(sql, new TreeSet<>(customers)));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          UUID id = row.getObject(1, UUID.class);
          rows.put(
              id,
              new Row(
                  id,
                  row.getTimestamp(2).toInstant(),
                  row.getObject(3, UUID.class),
                  row.getBoolean(4),
                  row.getInt(5)));
        }
      }
    }
    return rows;
  }

  static void insert(Connection sql, Collection<Change> customers) throws SQLException {
    write(
        sql,
        customers,
        """
        insert into customer (id, created_at, updated_at, person, fields, disputed, merged_into)
        select id, at, at, person::jsonb, fields::jsonb, disputed, merged_into
        from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::boolean[], ?::uuid[],
                    ?::boolean[])
          as row (id, at, person, fields, disputed, merged_into, moved)
        """);
  }

  static void update(Connection sql, Collection<Change> customers) throws SQLException {
    write(
        sql,
        customers,
        """
        update customer c
        set updated_at = greatest(c.updated_at, row.at), person = row.person::jsonb,
            fields = row.fields::jsonb, disputed = row.disputed, merged_into = row.merged_into,
            moves = c.moves + row.moved::integer
        from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::boolean[], ?::uuid[],
                    ?::boolean[])
          as row (id, at, person, fields, disputed, merged_into, moved)
        where c.id = row.id
        """);
  }

  private static void write(Connection sql, Collection<Change> customers, String text)
      throws SQLException {
    if (customers.isEmpty()) {
      return;
    }
    List<Change> rows = customers.stream().sorted(Comparator.comparing(Change::id)).toList();
    try (PreparedStatement write = sql.prepareStatement(text)) {
      SqlArrays.bind(sql, write, 1, "uuid", rows, Change::id);
      SqlArrays.bind(sql, write, 2, "timestamptz", rows, Change::at);
      SqlArrays.bind(sql, write, 3, "text", rows, Change::person);
      SqlArrays.bind(sql, write, 4, "text", rows, Change::fields);
      SqlArrays.bind(sql, write, 5, "boolean", rows, Change::disputed);
      SqlArrays.bind(sql, write, 6, "uuid", rows, Change::mergedInto);
      SqlArrays.bind(sql, write, 7, "boolean", rows, Change::moved);
      write.executeUpdate();
    }
  }
}
