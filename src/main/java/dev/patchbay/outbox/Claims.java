package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Takes pending deliveries into a lane's memory, and lets them go. */
public final class Claims {

  private static final String CLAIM =
      """
      with picked as materialized (
        select d.id from delivery d
        where d.destination = ? and d.state = 0 and d.claimed_by is distinct from ?
          and d.due_at <= statement_timestamp()
          and (d.customer is null or (
            d.customer <> all (?)
            and not exists (
              select 1 from delivery e
              where e.destination = d.destination and e.customer = d.customer and e.state = 0
                and e.seq < d.seq and e.due_at > statement_timestamp()
                and e.claimed_by is distinct from ?)
            and not (? and exists (
              select 1 from delivery e
              where e.customer = d.customer and e.destination = d.destination and e.state = 2
                and e.seq < d.seq))))
        order by d.seq limit ? for update)
      update delivery d set claimed_by = ? from picked where d.id = picked.id
      returning\s"""
          + DeliveryRows.COLUMNS;

  private Claims() {}

  /**
   * Claims due deliveries, earliest first, behind none of the same customer that must wait. Not
   * with {@code skip locked}: skipping an earlier one would break the order; nor by a clock that
   * goes on meanwhile: one that is due a moment later would be left behind. The caller holds the
   * lease.
   *
   * @param without customers to leave alone, since rows of theirs are being released
   * @param block whether a dead delivery holds those behind it
   */
  public static List<Delivery> claim(
      Connection connection,
      String destination,
      long token,
      Collection<UUID> without,
      boolean block,
      int limit)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
      update.setString(1, destination);
      update.setLong(2, token);
      update.setArray(3, SqlArrays.uuids(connection, without));
      update.setLong(4, token);
      update.setBoolean(5, block);
      update.setInt(6, limit);
      update.setLong(7, token);
      try (ResultSet rows = update.executeQuery()) {
        return DeliveryRows.readAll(rows);
      }
    }
  }

  /** Lets go of deliveries that a lane does not keep in memory after all. */
  public static void release(Connection connection, long token, Collection<UUID> deliveries)
      throws SQLException {
    if (deliveries.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "update delivery set claimed_by = null where id = any (?) and claimed_by = ?")) {
      update.setArray(1, SqlArrays.uuids(connection, deliveries));
      update.setLong(2, token);
      update.executeUpdate();
    }
  }

  /**
   * Lets go of old rows that are claimed with {@code token} though nobody holds them, which happens
   * when an enqueuing commit was not heard of.
   */
  public static void releaseOrphans(
      Connection connection, String destination, long token, Collection<UUID> held)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update delivery set claimed_by = null
            where destination = ? and state = 0 and claimed_by = ? and id <> all (?)
              and enqueued_at < clock_timestamp() - interval '1 minute'
            """)) {
      update.setString(1, destination);
      update.setLong(2, token);
      update.setArray(3, SqlArrays.uuids(connection, held));
      update.executeUpdate();
    }
  }

  /** Cancels deliveries whose events are gone. */
  public static void cancelGone(Connection connection, Collection<UUID> deliveries)
      throws SQLException {
    if (deliveries.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update delivery set state = 3, claimed_by = null, finished_at = clock_timestamp(),
                   error_kind = 'event-gone'
            where id = any (?) and state = 0
            """)) {
      update.setArray(1, SqlArrays.uuids(connection, deliveries));
      update.executeUpdate();
    }
  }

  /** Those of {@code held} that are no longer pending, since somebody canceled them. */
  public static List<UUID> ended(Connection connection, Collection<UUID> held) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select id from delivery where id = any (?) and state <> 0")) {
      query.setArray(1, SqlArrays.uuids(connection, held));
      try (ResultSet rows = query.executeQuery()) {
        List<UUID> ids = new ArrayList<>();
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
        return ids;
      }
    }
  }
}
