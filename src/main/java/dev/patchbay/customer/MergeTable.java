package dev.patchbay.customer;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The log of merges. */
public final class MergeTable {

  private MergeTable() {}

  static void insert(Connection sql, List<Merge> merges) throws SQLException {
    if (merges.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into merge (id, survivor, absorbed, at, by_whom, evidence)
            select id, survivor, absorbed, at, by_whom, evidence::jsonb
            from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[], ?::text[])
              as row (id, survivor, absorbed, at, by_whom, evidence)
            """)) {
      SqlArrays.bind(sql, insert, 1, "uuid", merges, Merge::id);
      SqlArrays.bind(sql, insert, 2, "uuid", merges, Merge::survivor);
      SqlArrays.bind(sql, insert, 3, "uuid", merges, Merge::absorbed);
      SqlArrays.bind(sql, insert, 4, "timestamptz", merges, Merge::at);
      SqlArrays.bind(sql, insert, 5, "text", merges, Merge::by);
      SqlArrays.bind(sql, insert, 6, "text", merges, Merge::evidence);
      insert.executeUpdate();
    }
  }

  /** Notes that these are records of their own again. */
  static void undo(Connection sql, Collection<UUID> restored, Instant at) throws SQLException {
    if (restored.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        sql.prepareStatement(
            "update merge set undone_at = ? where absorbed = any(?) and undone_at is null")) {
      update.setTimestamp(1, Timestamp.from(at));
      update.setArray(2, SqlArrays.uuids(sql, restored));
      update.executeUpdate();
    }
  }

  /**
   * Those made after a place in their order, which is by time and then id.
   *
   * @param undone those undone, by when they were
   * @param most how many at most
   */
  public static List<Merge> after(Connection sql, boolean undone, Instant at, UUID id, int most)
      throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select id, survivor, absorbed, at, by_whom, evidence::text, undone_at from merge
            where %1$s is not null and (%1$s, id) > (?, ?) order by %1$s, id limit ?
            """
                .formatted(undone ? "undone_at" : "at"))) {
      query.setTimestamp(1, Timestamp.from(at));
      query.setObject(2, id);
      query.setInt(3, most);
      return read(query);
    }
  }

  /** Those a customer took part in, newest first. */
  static List<Merge> of(Connection sql, UUID customer) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select id, survivor, absorbed, at, by_whom, evidence::text, undone_at from merge
            where survivor = ? or absorbed = ? order by at desc, id desc
            """)) {
      query.setObject(1, customer);
      query.setObject(2, customer);
      return read(query);
    }
  }

  private static List<Merge> read(PreparedStatement query) throws SQLException {
    List<Merge> merges = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        Timestamp undone = row.getTimestamp(7);
        merges.add(
            new Merge(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getTimestamp(4).toInstant(),
                row.getString(5),
                row.getString(6),
                undone == null ? null : undone.toInstant()));
      }
    }
    return merges;
  }
}
