package dev.patchbay.customer;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.Ids;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of matches that people should look at. */
final class ReviewTable {

  private static final UUID SPACE = UUID.fromString("6a1c3c1e-7d54-8b0a-8f3d-90a2c1de4b11");

  private static final String QUERY =
      """
      select r.id, r.kind, r.identifier, r.other, r.sighting, r.state, r.found_at, r.decided_at,
             r.decided_by,
             (select i.customer from identifier i
              where i.kind = split_part(r.identifier, ':', 1)
                and i.value = substr(r.identifier, strpos(r.identifier, ':') + 1)),
             (select i.customer from identifier i
              where i.kind = split_part(r.other, ':', 1)
                and i.value = substr(r.other, strpos(r.other, ':') + 1)),
             (select s.connection from sighting s where s.id = r.sighting)
      from identity_review r
      """;

  private ReviewTable() {}

  /** Notes doubts, and strikes the open ones among these identifiers that are none any more. */
  static void replace(
      Connection sql,
      Collection<Doubt> doubts,
      Collection<Identifier> among,
      boolean mayHaveOld,
      Instant at)
      throws SQLException {
    Map<UUID, Doubt> byId = new LinkedHashMap<>();
    doubts.forEach(doubt -> byId.putIfAbsent(id(doubt), doubt));
    if (mayHaveOld) {
      try (PreparedStatement delete =
          sql.prepareStatement(
              """
              delete from identity_review
              where state = 'open' and identifier = any(?) and other = any(?) and id <> all(?)
              """)) {
        Array texts = SqlArrays.column(sql, "text", among, Identifier::text);
        delete.setArray(1, texts);
        delete.setArray(2, texts);
        delete.setArray(3, SqlArrays.uuids(sql, byId.keySet()));
        delete.executeUpdate();
      }
    }
    if (byId.isEmpty()) {
      return;
    }
    List<UUID> ids = byId.keySet().stream().sorted().toList();
    List<Doubt> rows = ids.stream().map(byId::get).toList();
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into identity_review (id, kind, identifier, other, sighting, found_at)
            select id, kind, identifier, other, sighting, ?
            from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[])
              as row (id, kind, identifier, other, sighting)
            on conflict (id) do nothing
            """)) {
      insert.setTimestamp(1, Timestamp.from(at));
      insert.setArray(2, SqlArrays.uuids(sql, ids));
      SqlArrays.bind(sql, insert, 3, "text", rows, doubt -> doubt.kind().text());
      SqlArrays.bind(sql, insert, 4, "text", rows, doubt -> doubt.identifier().text());
      SqlArrays.bind(sql, insert, 5, "text", rows, doubt -> doubt.other().text());
      SqlArrays.bind(sql, insert, 6, "uuid", rows, Doubt::claim);
      insert.executeUpdate();
    }
  }

  /** Of one pair there is one review; of one customer who has too much there is one. */
  private static UUID id(Doubt doubt) {
    Identifier one = doubt.identifier();
    Identifier other = doubt.other();
    if (doubt.kind() == Doubt.Kind.MOST) {
      return Ids.derived(SPACE, "most\0" + one.text());
    }
    return one.compareTo(other) <= 0
        ? Ids.derived(SPACE, one.text() + '\0' + other.text())
        : Ids.derived(SPACE, other.text() + '\0' + one.text());
  }

  static Optional<Review> find(Connection sql, UUID id) throws SQLException {
    try (PreparedStatement query = sql.prepareStatement(QUERY + " where r.id = ?")) {
      query.setObject(1, id);
      return readAll(query).stream().findFirst();
    }
  }

  static List<Review> open(Connection sql, @Nullable Instant after, int limit) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            QUERY
                + """
                   where r.state = 'open' and r.found_at > coalesce(?::timestamptz, '-infinity')
                  order by r.found_at, r.id limit ?
                  """)) {
      query.setString(1, after == null ? null : after.toString());
      query.setInt(2, limit);
      return readAll(query);
    }
  }

  static void decide(Connection sql, UUID id, Decision.Kind kind, String by, Instant at)
      throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update identity_review set state = ?, decided_by = ?, decided_at = ?
            where id = ? and state = 'open'
            """)) {
      update.setString(1, kind.text());
      update.setString(2, by);
      update.setTimestamp(3, Timestamp.from(at));
      update.setObject(4, id);
      update.executeUpdate();
    }
  }

  /** Opens again what this decision, which is undone, had decided. */
  static void open(Connection sql, Decision undone) throws SQLException {
    Set<Identifier> all = new TreeSet<>(undone.identifiers());
    all.addAll(undone.others());
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update identity_review set state = 'open', decided_by = null, decided_at = null
            where state = ? and decided_at = ? and identifier = any(?) and other = any(?)
            """)) {
      Array texts = SqlArrays.column(sql, "text", all, Identifier::text);
      update.setString(1, undone.kind().text());
      update.setTimestamp(2, Timestamp.from(undone.at()));
      update.setArray(3, texts);
      update.setArray(4, texts);
      update.executeUpdate();
    }
  }

  private static List<Review> readAll(PreparedStatement query) throws SQLException {
    List<Review> reviews = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        Timestamp decided = row.getTimestamp(8);
        Doubt.Kind kind = Doubt.Kind.of(row.getString(2));
        reviews.add(
            new Review(
                row.getObject(1, UUID.class),
                kind.text(),
                kind.words(),
                Identifier.parse(row.getString(3)),
                row.getObject(10, UUID.class),
                Identifier.parse(row.getString(4)),
                row.getObject(11, UUID.class),
                row.getObject(5, UUID.class),
                row.getString(12),
                row.getString(6),
                row.getTimestamp(7).toInstant(),
                decided == null ? null : decided.toInstant(),
                row.getString(9)));
      }
    }
    return reviews;
  }
}
