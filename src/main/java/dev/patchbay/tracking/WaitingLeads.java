package dev.patchbay.tracking;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Leads that nobody has answered yet. */
public final class WaitingLeads {

  /**
   * One of them.
   *
   * @param customer whose it is, or {@code null}
   * @param dueAt when the target passed
   */
  public record Waiting(
      UUID id,
      @Nullable UUID customer,
      String channel,
      String connection,
      Instant receivedAt,
      Instant dueAt,
      @Nullable String name,
      @Nullable String email,
      @Nullable String phone) {

    /** {@code toString} names no one: people must not reach logs. */
    @Override
    public String toString() {
      return "Waiting[id=" + id + "]";
    }
  }

  /**
   * How many wait.
   *
   * @param late those past their target
   */
  public record Counts(long waiting, long late) {}

  private static final String OPEN =
      "status = 'new' and contacted_at is null and duplicate_of is null";

  private WaitingLeads() {}

  /** How many wait of those that came since {@code since}. */
  public static Counts counts(Connection sql, Instant since, Instant now) throws SQLException {
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select count(*), count(*) filter (where touch_due_at < ?) from lead where "
                    + OPEN
                    + " and at >= ?",
                List.of(now, since));
        ResultSet row = query.executeQuery()) {
      row.next();
      return new Counts(row.getLong(1), row.getLong(2));
    }
  }

  /** Those that came since {@code since}, the newest first; each with its target, if it has one. */
  public static List<LeadRow> newest(Connection sql, Instant since, int limit) throws SQLException {
    RowType<LeadRow> type = new RowType<>(LeadRow.class);
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select "
                    + type.columns("r")
                    + " from lead r where "
                    + OPEN
                    + " and at >= ? order by at desc, id desc limit ?",
                List.of(since, limit));
        ResultSet row = query.executeQuery()) {
      List<LeadRow> waiting = new ArrayList<>();
      while (row.next()) {
        waiting.add(type.read(row));
      }
      return waiting;
    }
  }

  /** How many leads these events tell of. */
  public static long among(Connection sql, Collection<UUID> events) throws SQLException {
    if (events.isEmpty()) {
      return 0;
    }
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select count(distinct lead) from lead_event where event = any (?)",
                List.of(SqlArrays.uuids(sql, events)));
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Those whose target passed after {@code since} and by {@code now}, the latest first. */
  public static List<Waiting> overdue(Connection sql, Instant since, Instant now, int limit)
      throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select id, customer, channel, connection, received_at, touch_due_at, name, email, phone
            from lead
            where status = 'new'
              and touch_due_at > ?::timestamptz and touch_due_at <= ?::timestamptz
            order by touch_due_at desc, id limit ?
            """)) {
      query.setString(1, since.toString());
      query.setString(2, now.toString());
      query.setInt(3, limit);
      List<Waiting> waiting = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          waiting.add(
              new Waiting(
                  row.getObject(1, UUID.class),
                  row.getObject(2, UUID.class),
                  row.getString(3),
                  row.getString(4),
                  row.getTimestamp(5).toInstant(),
                  row.getTimestamp(6).toInstant(),
                  row.getString(7),
                  row.getString(8),
                  row.getString(9)));
        }
      }
      return waiting;
    }
  }
}
