package dev.patchbay.customer;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.Person;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Tells who many customers are. */
public final class People {

  private People() {}

  /**
   * Locks these customers until the transaction ends, so that what is stored next for one of them
   * is stored in the order of commits.
   */
  public static void lock(Connection sql, Collection<UUID> customers) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("select id from customer where id = any(?) order by id for update")) {
      query.setArray(1, SqlArrays.uuids(sql, customers));
      query.executeQuery().close();
    }
  }

  /** What is now known of each of these customers, but for addresses and ids at other systems. */
  public static Map<UUID, Person> of(Connection sql, Collection<UUID> customers)
      throws SQLException {
    Map<UUID, Person> people = new HashMap<>();
    if (customers.isEmpty()) {
      return people;
    }
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select id, person ->> 'email', person ->> 'phone', person ->> 'firstName',
                   person ->> 'lastName', person ->> 'company'
            from customer where id = any(?)
            """)) {
      query.setArray(1, SqlArrays.uuids(sql, customers));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          people.put(
              row.getObject(1, UUID.class),
              new Person(
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6),
                  null,
                  null));
        }
      }
    }
    return people;
  }
}
