package dev.patchbay.tracking;

import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Ways to look at the list of calls and leads that people keep, each for themselves or for all. */
public final class SavedViews {

  private final Ids ids;

  /** New views get their ids from {@code ids}. */
  public SavedViews(Ids ids) {
    this.ids = ids;
  }

  /** Those that {@code who} keeps, then those that others share; by name. */
  public List<SavedView> seenBy(Connection sql, String who) throws SQLException {
    List<SavedView> views = new ArrayList<>();
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select id, name, owner, owner = ? as mine, shared, query, at from saved_view
            where owner = ? or shared order by mine desc, lower(name), id
            """)) {
      query.setString(1, who);
      query.setString(2, who);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          views.add(
              new SavedView(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  row.getString(3),
                  row.getBoolean(4),
                  row.getBoolean(5),
                  row.getString(6),
                  row.getTimestamp(7).toInstant()));
        }
      }
    }
    return views;
  }

  /**
   * Keeps a view; one that {@code who} has under that name becomes this one.
   *
   * @param query parameters of the list, checked before
   */
  public SavedView keep(
      Connection sql, String who, String name, String query, boolean shared, Instant now)
      throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into saved_view (id, owner, name, shared, query, at)
            values (?, ?, ?, ?, ?, ?::timestamptz)
            on conflict (owner, name) do update
            set shared = excluded.shared, query = excluded.query, at = excluded.at
            returning id
            """)) {
      upsert.setObject(1, ids.next());
      upsert.setString(2, who);
      upsert.setString(3, name);
      upsert.setBoolean(4, shared);
      upsert.setString(5, query);
      upsert.setString(6, now.toString());
      try (ResultSet row = upsert.executeQuery()) {
        row.next();
        return new SavedView(row.getObject(1, UUID.class), name, who, true, shared, query, now);
      }
    }
  }

  /** The view of this id, if {@code who} sees it. */
  public Optional<SavedView> find(Connection sql, UUID id, String who) throws SQLException {
    return seenBy(sql, who).stream().filter(view -> view.id().equals(id)).findFirst();
  }

  /** Forgets a view. */
  public void forget(Connection sql, UUID id) throws SQLException {
    try (PreparedStatement delete = sql.prepareStatement("delete from saved_view where id = ?")) {
      delete.setObject(1, id);
      delete.executeUpdate();
    }
  }
}
