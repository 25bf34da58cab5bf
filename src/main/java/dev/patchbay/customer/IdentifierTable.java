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
import java.util.UUID;

/** The table of identifiers, each of one customer. */
final class IdentifierTable {

  /** Whose an identifier is, and by what evidence. */
  record Row(Identifier identifier, UUID customer, UUID message, Instant firstSeen) {

    /** {@code toString} names no one: people must not reach logs. */
    @Override
    public String toString() {
      return "Row[" + customer + "]";
    }
  }

  private static final Comparator<Row> BY_KEY = Comparator.comparing(Row::identifier);

  private IdentifierTable() {}

  /** What these customers are known by. */
  static Map<Identifier, UUID> of(Connection sql, Collection<UUID> customers) throws SQLException {
    Map<Identifier, UUID> owners = new HashMap<>();
    if (customers.isEmpty()) {
      return owners;
    }
    try (PreparedStatement query =
        sql.prepareStatement(
            "select kind, value, customer from identifier where customer = any(?)")) {
      query.setArray(1, SqlArrays.uuids(sql, customers));
      return owners(query, owners);
    }
  }

  /** Whose these are; those of nobody are absent. */
  static Map<Identifier, UUID> find(Connection sql, Collection<Identifier> identifiers)
      throws SQLException {
    Map<Identifier, UUID> owners = new HashMap<>();
    if (identifiers.isEmpty()) {
      return owners;
    }
    List<Identifier> wanted = List.copyOf(identifiers);
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select i.kind, i.value, i.customer
            from unnest(?::text[], ?::text[]) as wanted (kind, value)
            join identifier i on i.kind = wanted.kind and i.value = wanted.value
            """)) {
      SqlArrays.bind(sql, query, 1, "text", wanted, Identifier::kind);
      SqlArrays.bind(sql, query, 2, "text", wanted, Identifier::value);
      return owners(query, owners);
    }
  }

  private static Map<Identifier, UUID> owners(PreparedStatement query, Map<Identifier, UUID> owners)
      throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        owners.put(
            new Identifier(rows.getString(1), rows.getString(2)), rows.getObject(3, UUID.class));
      }
    }
    return owners;
  }

  /**
   * Adds identifiers nobody had, in the order of the key, so that two hubs that meet the same
   * people never wait for each other.
   *
   * @param all whether one that is there means that another hub was faster
   * @throws IdentityRaceException when another hub was faster
   */
  static void insert(Connection sql, Collection<Row> identifiers, boolean all) throws SQLException {
    int added =
        write(
            sql,
            identifiers,
            """
            insert into identifier (kind, value, customer, message, first_seen)
            select * from unnest(?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::timestamptz[])
            on conflict (kind, value) do nothing
            """);
    if (all && added < identifiers.size()) {
      throw new IdentityRaceException();
    }
  }

  /** Gives identifiers to other customers. */
  static void move(Connection sql, Collection<Row> identifiers) throws SQLException {
    write(
        sql,
        identifiers,
        """
        update identifier i
        set customer = row.customer, message = row.message, first_seen = row.first_seen
        from unnest(?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::timestamptz[])
          as row (kind, value, customer, message, first_seen)
        where i.kind = row.kind and i.value = row.value
        """);
  }

  /** Takes away what is nobody's any more. */
  static void delete(Connection sql, Collection<Identifier> identifiers) throws SQLException {
    if (identifiers.isEmpty()) {
      return;
    }
    List<Identifier> rows = identifiers.stream().sorted().toList();
    try (PreparedStatement delete =
        sql.prepareStatement(
            """
            delete from identifier i using unnest(?::text[], ?::text[]) as gone (kind, value)
            where i.kind = gone.kind and i.value = gone.value
            """)) {
      SqlArrays.bind(sql, delete, 1, "text", rows, Identifier::kind);
      SqlArrays.bind(sql, delete, 2, "text", rows, Identifier::value);
      delete.executeUpdate();
    }
  }

  private static int write(Connection sql, Collection<Row> identifiers, String text)
      throws SQLException {
    if (identifiers.isEmpty()) {
      return 0;
    }
    List<Row> rows = identifiers.stream().sorted(BY_KEY).toList();
    try (PreparedStatement write = sql.prepareStatement(text)) {
      SqlArrays.bind(sql, write, 1, "text", rows, row -> row.identifier().kind());
      SqlArrays.bind(sql, write, 2, "text", rows, row -> row.identifier().value());
      SqlArrays.bind(sql, write, 3, "uuid", rows, Row::customer);
      SqlArrays.bind(sql, write, 4, "uuid", rows, Row::message);
      SqlArrays.bind(sql, write, 5, "timestamptz", rows, Row::firstSeen);
      return write.executeUpdate();
    }
  }
}
