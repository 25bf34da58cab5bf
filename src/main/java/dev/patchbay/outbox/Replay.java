package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /**
   * What was done.
   *
   * @param counts how many, by destination
   * @param deliveries which
   * @param customers whose they are
   * @param loose events of those that name nobody
   */
  public record Done(
      Map<String, Integer> counts, Set<UUID> deliveries, Set<UUID> customers, Set<UUID> loose) {

    /** How many in all. */
    public int total() {
      return deliveries.size();
    }
  }

  private static final String DEAD = "state = 2";
  private static final String OPEN = "state in (0, 2)";

  private Replay() {}

  /**
   * Makes dead letters pending again, due now and patience anew; those that are not dead stay as
   * they are, so that doing it twice does no more.
   *
   * @return how many, by destination
   */
  public static Map<String, Integer> replay(Connection connection, Selection selection)
      throws SQLException {
    return replay(connection, selection, Integer.MAX_VALUE).counts();
  }

  /** The same with at most {@code most} of them, those that died first. */
  public static Done replay(Connection connection, Selection selection, int most)
      throws SQLException {
    Where where = where(connection, DEAD, selection);
    return change(
        connection,
        CHOSEN.formatted(where.sql(), DEAD)
            + """
              update delivery d
              set state = 0, claimed_by = null, due_at = clock_timestamp(), finished_at = null,
                  retry_since = clock_timestamp(), attempts_before = d.attempts
              from chosen where d.id = chosen.id
              returning d.destination, d.id, d.customer, d.event
              """,
        where.with(most));
  }

  /**
   * Cancels deliveries that are pending or dead. One whose attempt is under way may still arrive.
   *
   * @param reason stable word, kept as the error's kind
   * @return how many, by destination
   */
  public static Map<String, Integer> cancel(
      Connection connection, Collection<UUID> ids, String reason) throws SQLException {
    return ids.isEmpty()
        ? Map.of()
        : cancel(
                connection,
                new Selection(null, null, null, null, null, ids),
                true,
                reason,
                Integer.MAX_VALUE)
            .counts();
  }

  /**
   * Cancels dead letters, and what is pending too where {@code pending}; at most {@code most}.
   *
   * @param reason stable word, kept as the error's kind
   */
  public static Done cancel(
      Connection connection, Selection selection, boolean pending, String reason, int most)
      throws SQLException {
    String state = pending ? OPEN : DEAD;
    Where where = where(connection, state, selection);
    return change(
        connection,
        CHOSEN.formatted(where.sql(), state)
            + """
              update delivery d
              set state = 3, claimed_by = null, finished_at = clock_timestamp(), error_kind = ?
              from chosen where d.id = chosen.id
              returning d.destination, d.id, d.customer, d.event
              """,
        where.with(most, reason));
  }

  /**
   * How many a replay, or a cancellation of what is pending too, would take now.
   *
   * @return by destination
   */
  public static Map<String, Long> count(Connection connection, Selection selection, boolean pending)
      throws SQLException {
    Where where = where(connection, pending ? OPEN : DEAD, selection);
    Map<String, Long> counts = new TreeMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select destination, count(*) from delivery where "
                + where.sql()
                + " group by destination")) {
      where.bind(query);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          counts.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return counts;
  }

  private static final String CHOSEN =
      """
      with first as (select id from delivery where %s order by finished_at, id limit ?),
      chosen as materialized (
        select d.id from delivery d join first f on f.id = d.id
        where d.%s order by d.id for update)
      """;

  private record Where(String sql, List<Object> values) {

    Where with(Object... more) {
      List<Object> all = new ArrayList<>(values);
      all.addAll(List.of(more));
      return new Where(sql, all);
    }

    void bind(PreparedStatement statement) throws SQLException {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
    }
  }

  private static Where where(Connection connection, String state, Selection selection)
      throws SQLException {
    StringBuilder where = new StringBuilder(state);
    List<Object> values = new ArrayList<>();
    add(where, values, " and destination = ?", selection.destination());
    add(where, values, " and source = ?", selection.source());
    add(where, values, " and finished_at >= ?::timestamptz", text(selection.from()));
    add(where, values, " and finished_at < ?::timestamptz", text(selection.to()));
    add(where, values, " and error_kind = ?", selection.kind());
    if (!selection.ids().isEmpty()) {
      add(where, values, " and id = any (?)", SqlArrays.uuids(connection, selection.ids()));
    }
    return new Where(where.toString(), values);
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

  private static Done change(Connection connection, String sql, Where where) throws SQLException {
    Map<String, Integer> counts = new TreeMap<>();
    Set<UUID> deliveries = new HashSet<>();
    Set<UUID> customers = new HashSet<>();
    Set<UUID> loose = new HashSet<>();
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      where.bind(update);
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          counts.merge(row.getString(1), 1, Integer::sum);
          deliveries.add(row.getObject(2, UUID.class));
          UUID customer = row.getObject(3, UUID.class);
          if (customer == null) {
            loose.add(row.getObject(4, UUID.class));
          } else {
            customers.add(customer);
          }
        }
      }
    }
    return new Done(counts, deliveries, customers, loose);
  }
}
