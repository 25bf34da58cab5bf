package dev.patchbay.eventlog;

import dev.patchbay.db.SqlArrays;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose story changed: what is derived from their events is to be made again. Written in the
 * transaction of the change, so that no change goes unseen.
 */
public final class Changes {

  /**
   * What {@link #take} gave.
   *
   * @param customers each once
   * @param events that belong to nobody, each once
   */
  public record Taken(Set<UUID> customers, Set<UUID> events) {

    /** Whether nothing had changed. */
    public boolean isEmpty() {
      return customers.isEmpty() && events.isEmpty();
    }
  }

  /**
   * Part of a statement that notes whose story its rows change, for what would else take a second
   * round trip for each few rows.
   *
   * @param rows the rows' name; they have the columns {@code customer} and {@code event}
   * @return a statement to stand behind {@code with .. as}
   */
  public static String of(String rows) {
    return """
        insert into changed (customer, event)
        select distinct customer, case when customer is null then event end from %s"""
        .formatted(rows);
  }

  private Changes() {}

  /** Notes that something was stored of these customers. */
  public static void ofCustomers(Connection sql, Collection<UUID> customers) throws SQLException {
    add(sql, "insert into changed (customer) select distinct unnest(?::uuid[])", customers);
  }

  /** Notes events that belong to nobody. */
  public static void ofEvents(Connection sql, Collection<UUID> events) throws SQLException {
    add(sql, "insert into changed (event) select unnest(?::uuid[])", events);
  }

  /** Notes every customer and every event of nobody: a rule changed. */
  public static void ofEverything(Connection sql) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into changed (customer, event)
            select distinct customer, null::uuid from event where customer is not null
            union all
            select null, id from event where customer is null
            """)) {
      insert.executeUpdate();
    }
  }

  /**
   * Takes the oldest, at most {@code limit} notes, away, and all others of the same customers; they
   * are back when the transaction is not committed. What another hub is taking is passed over.
   *
   * @param except customers and events whose notes stay for now
   */
  public static Taken take(Connection sql, int limit, Collection<UUID> except) throws SQLException {
    Set<UUID> customers = new LinkedHashSet<>();
    Set<UUID> events = new LinkedHashSet<>();
    try (PreparedStatement delete =
        sql.prepareStatement(
            """
            delete from changed
            where id = any(array(
              select id from changed
              where not coalesce(customer, event) = any(?)
              order by id limit ? for update skip locked))
            returning customer, event
            """)) {
      delete.setArray(1, SqlArrays.uuids(sql, except));
      delete.setInt(2, limit);
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          @Nullable UUID customer = rows.getObject(1, UUID.class);
          @Nullable UUID event = rows.getObject(2, UUID.class);
          if (customer != null) {
            customers.add(customer);
          }
          if (event != null) {
            events.add(event);
          }
        }
      }
    }
    add(
        sql,
        """
        delete from changed
        where id = any(array(
          select id from changed where customer = any(?) order by id for update skip locked))
        """,
        customers);
    return new Taken(customers, events);
  }

  /**
   * How much waits to be made again.
   *
   * @param notes notes that wait
   * @param oldest when the oldest of them was made, or {@code null} without any
   */
  public record Waiting(long notes, @Nullable Instant oldest) {}

  /** How much waits to be made again, by the database's clock. */
  public static Waiting waiting(Connection sql) throws SQLException {
    try (PreparedStatement query =
            sql.prepareStatement(
                "select (select count(*) from changed), (select at from changed order by id limit 1)");
        ResultSet row = query.executeQuery()) {
      row.next();
      Timestamp oldest = row.getTimestamp(2);
      return new Waiting(row.getLong(1), oldest == null ? null : oldest.toInstant());
    }
  }

  private static void add(Connection sql, String statement, Collection<UUID> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    Array array = SqlArrays.uuids(sql, ids);
    try (PreparedStatement insert = sql.prepareStatement(statement)) {
      insert.setArray(1, array);
      insert.executeUpdate();
    }
  }
}
