package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Leads that nobody has answered though the target has passed. */
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

  private WaitingLeads() {}

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
