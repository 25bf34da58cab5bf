package dev.patchbay.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Customers whom something was heard of a short while ago. */
public final class RecentCustomers {

  private static final String QUERY =
      """
      select latest.customer
      from (select e.customer, e.seq, e.type from event e order by e.seq desc limit 2000) latest
      where latest.customer is not null
        and latest.type not in ('visit.started', 'page.measured', 'form.submitted')
      group by latest.customer order by max(latest.seq) desc limit ?""";

  private RecentCustomers() {}

  /** Those of the latest events, the last heard of first; who merely looked around is left out. */
  public static List<UUID> of(Connection sql, int limit) throws SQLException {
    List<UUID> customers = new ArrayList<>();
    try (PreparedStatement query = sql.prepareStatement(QUERY)) {
      query.setInt(1, limit);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          customers.add(row.getObject(1, UUID.class));
        }
      }
    }
    return customers;
  }
}
