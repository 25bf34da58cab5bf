package dev.patchbay.customer;

import dev.patchbay.db.SqlArrays;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of what was decided of identifiers. */
final class DecisionTable {

  private static final String COLUMNS = "id, kind, identifiers, others, by_whom, why, at";

  private DecisionTable() {}

  /** Those in force that are about one of these. */
  static List<Decision> about(Connection sql, Collection<Identifier> identifiers)
      throws SQLException {
    if (identifiers.isEmpty()) {
      return List.of();
    }
    Array texts = SqlArrays.column(sql, "text", identifiers, Identifier::text);
    try (PreparedStatement query =
        sql.prepareStatement(
            "select "
                + COLUMNS
                + " from identity_decision"
                + " where undone_at is null and (identifiers && ? or others && ?)")) {
      query.setArray(1, texts);
      query.setArray(2, texts);
      return readAll(query);
    }
  }

  /** The newest, those undone left out; before {@code before} when it is given. */
  static List<Decision> newest(Connection sql, @Nullable Instant before, int limit)
      throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            "select "
                + COLUMNS
                + " from identity_decision where undone_at is null"
                + " and at < coalesce(?::timestamptz, 'infinity') order by at desc, id limit ?")) {
      query.setString(1, before == null ? null : before.toString());
      query.setInt(2, limit);
      return readAll(query);
    }
  }

  static Optional<Decision> find(Connection sql, UUID id) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            "select " + COLUMNS + " from identity_decision where id = ? and undone_at is null")) {
      query.setObject(1, id);
      return readAll(query).stream().findFirst();
    }
  }

  static void insert(Connection sql, Decision decision) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into identity_decision (id, kind, identifiers, others, by_whom, why, at)
            values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing
            """)) {
      insert.setObject(1, decision.id());
      insert.setString(2, decision.kind().text());
      SqlArrays.bind(sql, insert, 3, "text", decision.identifiers(), Identifier::text);
      SqlArrays.bind(sql, insert, 4, "text", decision.others(), Identifier::text);
      insert.setString(5, decision.by());
      insert.setString(6, decision.why());
      insert.setTimestamp(7, Timestamp.from(decision.at()));
      insert.executeUpdate();
    }
  }

  static void undo(Connection sql, UUID id, String by, Instant at) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update identity_decision set undone_at = ?, undone_by = ?
            where id = ? and undone_at is null
            """)) {
      update.setTimestamp(1, Timestamp.from(at));
      update.setString(2, by);
      update.setObject(3, id);
      update.executeUpdate();
    }
  }

  private static List<Decision> readAll(PreparedStatement query) throws SQLException {
    List<Decision> decisions = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        decisions.add(
            new Decision(
                rows.getObject(1, UUID.class),
                Decision.Kind.of(rows.getString(2)),
                identifiers(rows.getArray(3)),
                identifiers(rows.getArray(4)),
                rows.getString(5),
                rows.getString(6),
                rows.getTimestamp(7).toInstant()));
      }
    }
    return decisions;
  }

  private static List<Identifier> identifiers(Array array) throws SQLException {
    return Arrays.stream((String[]) array.getArray()).map(Identifier::parse).toList();
  }
}
