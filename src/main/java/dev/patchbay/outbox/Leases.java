package dev.patchbay.outbox;

import dev.patchbay.db.Replica;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who sends for a destination: one replica at a time, fenced by a token that only grows. */
public final class Leases {

  private static final String COLUMNS =
      " destination, replica, token, paused, paused_at, paused_kind, paused_text, paused_remedy,"
          + " halted_at, halted_by, halted_why ";

  private Leases() {}

  /**
   * Takes the lane when it is free, its holder is gone, or it is this replica's already; a lane
   * that comes from another replica is not paused, since the configuration may have changed.
   *
   * @return the lease with its new token, or empty when another replica holds it
   */
  public static Optional<Lease> take(Connection connection, String destination, long replica)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into lane (destination) values (?) on conflict do nothing")) {
      insert.setString(1, destination);
      insert.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update lane set replica = ?, token = token + 1,
                   paused = paused and replica is not distinct from ?
            where destination = ? and (replica is null or replica = ? or replica not in\s"""
                + Replica.ALIVE
                + ") returning"
                + COLUMNS)) {
      update.setLong(1, replica);
      update.setLong(2, replica);
      update.setString(3, destination);
      update.setLong(4, replica);
      return one(update);
    }
  }

  /** The lane's row, or empty when nobody ever took it. */
  public static Optional<Lease> find(Connection connection, String destination)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select" + COLUMNS + "from lane where destination = ?")) {
      query.setString(1, destination);
      return one(query);
    }
  }

  /** Every lane there is, by destination. */
  public static List<Lease> all(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("select" + COLUMNS + "from lane order by destination");
        ResultSet rows = query.executeQuery()) {
      List<Lease> found = new ArrayList<>();
      while (rows.next()) {
        found.add(read(rows));
      }
      return found;
    }
  }

  /**
   * The lane's row, kept from being taken by others until the transaction ends; empty when it is no
   * longer held with this token.
   */
  public static Optional<Lease> hold(
      Connection connection, String destination, long replica, long token) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select"
                + COLUMNS
                + "from lane where destination = ? and replica = ? and token = ? for share")) {
      query.setString(1, destination);
      query.setLong(2, replica);
      query.setLong(3, token);
      return one(query);
    }
  }

  /** Gives the lane back; what was claimed with its token is free once another takes it. */
  public static void giveBack(Connection connection, String destination, long replica, long token)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update lane set replica = null where destination = ? and replica = ? and token = ?")) {
      update.setString(1, destination);
      update.setLong(2, replica);
      update.setLong(3, token);
      update.executeUpdate();
    }
  }

  /** Lets a paused lane go on, whoever holds it; the holder sees it within a second or two. */
  public static boolean resume(Connection connection, String destination) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update lane set paused = false, paused_at = null, paused_kind = null,
                   paused_text = null, paused_remedy = null
            where destination = ? and paused
            """)) {
      update.setString(1, destination);
      return update.executeUpdate() > 0;
    }
  }

  /**
   * Stops a lane by a person's word, until {@link #release}; the hub that sends sees it within a
   * second or two. A lane that was never taken is stopped as well.
   *
   * @param by who says so
   * @param why their reason
   */
  public static void halt(Connection connection, String destination, String by, String why)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into lane (destination, halted_at, halted_by, halted_why)
            values (?, clock_timestamp(), ?, ?)
            on conflict (destination) do update
            set halted_at = excluded.halted_at, halted_by = excluded.halted_by,
                halted_why = excluded.halted_why
            """)) {
      upsert.setString(1, destination);
      upsert.setString(2, by);
      upsert.setString(3, why);
      upsert.executeUpdate();
    }
  }

  /** Lets a lane go on that a person stopped; gives whether it was stopped. */
  public static boolean release(Connection connection, String destination) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update lane set halted_at = null, halted_by = null, halted_why = null
            where destination = ? and halted_at is not null
            """)) {
      update.setString(1, destination);
      return update.executeUpdate() > 0;
    }
  }

  /** Pauses the lane, as long as it is held with this token. */
  static void pause(Connection connection, long replica, Settlement settlement)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update lane set paused = true,
                   paused_at = case when paused then coalesce(paused_at, clock_timestamp())
                                    else clock_timestamp() end,
                   paused_kind = ?, paused_text = ?, paused_remedy = ?
            where destination = ? and replica = ? and token = ?
            """)) {
      update.setString(1, settlement.errorKind());
      update.setString(2, settlement.errorText());
      update.setString(3, settlement.remedy());
      update.setString(4, settlement.destination());
      update.setLong(5, replica);
      update.setLong(6, settlement.token());
      update.executeUpdate();
    }
  }

  private static Optional<Lease> one(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(read(row)) : Optional.empty();
    }
  }

  private static Lease read(ResultSet row) throws SQLException {
    long replica = row.getLong("replica");
    @Nullable Long holder = row.wasNull() ? null : replica;
    return new Lease(
        row.getString("destination"),
        holder,
        row.getLong("token"),
        row.getBoolean("paused"),
        DeliveryRows.timeOrNull(row, "paused_at"),
        row.getString("paused_kind"),
        row.getString("paused_text"),
        row.getString("paused_remedy"),
        halt(row));
  }

  private static @Nullable Halt halt(ResultSet row) throws SQLException {
    Instant at = DeliveryRows.timeOrNull(row, "halted_at");
    return at == null
        ? null
        : new Halt(at, row.getString("halted_by"), row.getString("halted_why"));
  }
}
