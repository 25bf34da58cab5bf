package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts dead letters back, under their own ids, and ends what shall not be sent. */
public final class Replay {

  /**
   * Which dead letters; {@code null} leaves a condition out.
   *
   * @param source connection the events came from
   * @param from earliest time they died
   * @param to time they died before
   * @param kind kind of their last error
   * @param ids these only; empty for any
   */
  public record Selection(
      @Nullable String destination,
      @Nullable String source,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String kind,
      Collection<UUID> ids) {

    /** All dead letters of a destination. */
    public static Selection of(String destination) {
      return new Selection(destination, null, null, null, null, List.of());
    }
  }

  private Replay() {}

  /**
   * Makes dead letters pending again, due now and patience anew; those that are not dead stay as
   * they are, so that doing it twice does no more.
   *
   * @return how many, by destination
   */
  public static Map<String, Integer> replay(Connection connection, Selection selection)
      throws SQLException {
    StringBuilder where = new StringBuilder("state = 2");
    List<Object> values = new ArrayList<>();
    add(where, values, " and destination = ?", selection.destination());
    add(where, values, " and source = ?", selection.source());
    add(where, values, " and finished_at >= ?::timestamptz", text(selection.from()));
    add(where, values, " and finished_at < ?::timestamptz", text(selection.to()));
    add(where, values, " and error_kind = ?", selection.kind());
    if (!selection.ids().isEmpty()) {
      add(where, values, " and id = any (?)", SqlArrays.uuids(connection, selection.ids()));
    }
    return change(
        connection,
        "with chosen as materialized (select id from delivery where "
            + where
            + " order by id for update) "
            + """
              update delivery d
              set state = 0, claimed_by = null, due_at = clock_timestamp(), finished_at = null,
                  retry_since = clock_timestamp(), attempts_before = d.attempts
              from chosen where d.id = chosen.id
              returning d.destination
              """,
        values);
  }

  /**
   * Cancels deliveries that are pending or dead. One whose attempt is under way may still arrive.
   *
   * @param reason stable word, kept as the error's kind
   * @return how many, by destination
   */
  public static Map<String, Integer> cancel(
      Connection connection, Collection<UUID> ids, String reason) throws SQLException {
    return change(
        connection,
        """
        with chosen as materialized (
          select id from delivery where id = any (?) and state in (0, 2) order by id for update)
        update delivery d
        set state = 3, claimed_by = null, finished_at = clock_timestamp(), error_kind = ?
        from chosen where d.id = chosen.id
        returning d.destination
        """,
        List.of(SqlArrays.uuids(connection, ids), reason));
  }

  private static void add(
      StringBuilder where, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      where.append(condition);
      values.add(value);
    }
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static Map<String, Integer> change(Connection connection, String sql, List<Object> values)
      throws SQLException {
    Map<String, Integer> counts = new TreeMap<>();
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        update.setObject(i + 1, values.get(i));
      }
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          counts.merge(row.getString(1), 1, Integer::sum);
        }
      }
    }
    return counts;
  }
}
