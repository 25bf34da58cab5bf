package dev.patchbay.customer;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The table of distinct claims, {@code sighting}. */
final class ClaimTable {

  /** Of more claims that name one identifier the weightiest decide; of one customer's the first. */
  static final int MOST_OF_IDENTIFIER = 200;

  private static final int MOST_OF_CUSTOMER = 2_000;

  private static final String COLUMNS =
      "s.id, s.connection, s.identifiers, s.person::text, s.first_at, s.last_at, s.message,"
          + " s.customer, s.born, s.follows";

  /**
   * A claim that is known already.
   *
   * @param moves how often claims had left or come to its customer
   */
  record Known(Claim claim, int moves) {}

  private ClaimTable() {}

  /** Those of these ids that are known. */
  static Map<UUID, Known> find(Connection sql, Collection<UUID> ids) throws SQLException {
    Map<UUID, Known> known = new HashMap<>();
    if (ids.isEmpty()) {
      return known;
    }
    try (PreparedStatement query =
        sql.prepareStatement(
            "select "
                + COLUMNS
                + ", coalesce(c.moves, 0) from sighting s left join customer c on c.id = s.customer"
                + " where s.id = any(?)")) {
      query.setArray(1, SqlArrays.uuids(sql, ids));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          Claim claim = read(rows);
          known.put(claim.id(), new Known(claim, rows.getInt(11)));
        }
      }
    }
    return known;
  }

  /** Claims that name one of these, or are of one of these customers; checked word first. */
  static List<Claim> near(
      Connection sql,
      Collection<Identifier> identifiers,
      Collection<UUID> customers,
      Collection<String> verified)
      throws SQLException {
    if (identifiers.isEmpty() && customers.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement query =
        sql.prepareStatement(
            "select "
                + COLUMNS
                + """
                   from sighting s where s.id in (
                    select n.id from unnest(?::text[]) as w (identifier) cross join lateral (
                      select near.id from sighting near
                      where near.identifiers @> array[w.identifier]
                      order by near.connection = any(?) desc, near.first_at, near.id limit ?) n
                    union
                    select n.id from unnest(?::uuid[]) as w (customer) cross join lateral (
                      select near.id from sighting near where near.customer = w.customer
                      order by near.first_at, near.id limit ?) n)
                  """)) {
      SqlArrays.bind(sql, query, 1, "text", identifiers, Identifier::text);
      query.setArray(2, SqlArrays.texts(sql, verified));
      query.setInt(3, MOST_OF_IDENTIFIER);
      query.setArray(4, SqlArrays.uuids(sql, customers));
      query.setInt(5, MOST_OF_CUSTOMER);
      return readAll(query);
    }
  }

  /** One page of all claims, by id. */
  static List<Claim> page(Connection sql, UUID after, int limit) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            "select " + COLUMNS + " from sighting s where s.id > ? order by s.id limit ?")) {
      query.setObject(1, after);
      query.setInt(2, limit);
      return readAll(query);
    }
  }

  /** Adds new claims; another hub may have added one meanwhile. */
  static void insert(Connection sql, Collection<Claim> claims) throws SQLException {
    if (claims.isEmpty()) {
      return;
    }
    List<Claim> rows = claims.stream().sorted(Comparator.comparing(Claim::id)).toList();
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into sighting
              (id, connection, identifiers, person, first_at, last_at, message, customer, born,
               follows)
            select id, connection, string_to_array(identifiers, E'\\x01'), person::jsonb, first_at,
                   last_at, message, customer, born, follows
            from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                        ?::timestamptz[], ?::uuid[], ?::uuid[], ?::uuid[], ?::boolean[])
              as row (id, connection, identifiers, person, first_at, last_at, message, customer,
                      born, follows)
            on conflict (id) do nothing
            """)) {
      SqlArrays.bind(sql, insert, 1, "uuid", rows, Claim::id);
      SqlArrays.bind(sql, insert, 2, "text", rows, Claim::connection);
      SqlArrays.bind(
          sql,
          insert,
          3,
          "text",
          rows,
          claim ->
              String.join("\u0001", claim.identifiers().stream().map(Identifier::text).toList()));
      SqlArrays.bind(sql, insert, 4, "text", rows, claim -> PersonJson.write(claim.person()));
      SqlArrays.bind(sql, insert, 5, "timestamptz", rows, Claim::first);
      SqlArrays.bind(sql, insert, 6, "timestamptz", rows, Claim::last);
      SqlArrays.bind(sql, insert, 7, "uuid", rows, Claim::message);
      SqlArrays.bind(sql, insert, 8, "uuid", rows, Claim::customer);
      SqlArrays.bind(sql, insert, 9, "uuid", rows, Claim::born);
      SqlArrays.bind(sql, insert, 10, "boolean", rows, Claim::follows);
      if (insert.executeUpdate() < rows.size()) {
        throw new IdentityRaceException();
      }
    }
  }

  /** Writes when it was said, and whose it is. */
  static void update(Connection sql, Collection<Claim> claims) throws SQLException {
    if (claims.isEmpty()) {
      return;
    }
    List<Claim> rows = claims.stream().sorted(Comparator.comparing(Claim::id)).toList();
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update sighting s
            set first_at = row.first_at, last_at = row.last_at, message = row.message,
                customer = row.customer, born = row.born
            from unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[], ?::uuid[], ?::uuid[],
                        ?::uuid[])
              as row (id, first_at, last_at, message, customer, born)
            where s.id = row.id
            """)) {
      SqlArrays.bind(sql, update, 1, "uuid", rows, Claim::id);
      SqlArrays.bind(sql, update, 2, "timestamptz", rows, Claim::first);
      SqlArrays.bind(sql, update, 3, "timestamptz", rows, Claim::last);
      SqlArrays.bind(sql, update, 4, "uuid", rows, Claim::message);
      SqlArrays.bind(sql, update, 5, "uuid", rows, Claim::customer);
      SqlArrays.bind(sql, update, 6, "uuid", rows, Claim::born);
      update.executeUpdate();
    }
  }

  /** Writes when claims were last said. */
  static void saidAgain(Connection sql, Collection<Claim> claims) throws SQLException {
    if (claims.isEmpty()) {
      return;
    }
    List<Claim> rows = claims.stream().sorted(Comparator.comparing(Claim::id)).toList();
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update sighting s set last_at = greatest(s.last_at, row.last_at)
            from unnest(?::uuid[], ?::timestamptz[]) as row (id, last_at)
            where s.id = row.id
            """)) {
      SqlArrays.bind(sql, update, 1, "uuid", rows, Claim::id);
      SqlArrays.bind(sql, update, 2, "timestamptz", rows, Claim::last);
      update.executeUpdate();
    }
  }

  static void delete(Connection sql, Collection<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement delete =
        sql.prepareStatement("delete from sighting where id = any(?)")) {
      delete.setArray(1, SqlArrays.uuids(sql, ids));
      delete.executeUpdate();
    }
  }

  private static List<Claim> readAll(PreparedStatement query) throws SQLException {
    List<Claim> claims = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        claims.add(read(rows));
      }
    }
    return claims;
  }

  private static Claim read(ResultSet rows) throws SQLException {
    String[] identifiers = (String[]) rows.getArray(3).getArray();
    return new Claim(
        rows.getObject(1, UUID.class),
        rows.getString(2),
        Arrays.stream(identifiers).map(Identifier::parse).toList(),
        PersonJson.read(rows.getString(4)),
        rows.getTimestamp(5).toInstant(),
        rows.getTimestamp(6).toInstant(),
        rows.getObject(7, UUID.class),
        rows.getObject(8, UUID.class),
        rows.getObject(9, UUID.class),
        rows.getBoolean(10));
  }
}
