package dev.patchbay.fault;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows that refer to what is not there: no foreign key keeps them out, so tests look for them. */
public final class Orphans {

  private static final String SQL =
      """
      select 'event ' || e.id || ' of no message' from event e
      where not exists (select from message m where m.id = e.message)
      union all
      select 'event ' || e.id || ' of no customer' from event e
      where e.customer is not null
        and not exists (select from customer c where c.id = e.customer)
      union all
      select 'identifier of kind ' || i.kind || ' of no customer' from identifier i
      where not exists (select from customer c where c.id = i.customer)
      union all
      select 'delivery ' || d.id || ' of no event' from delivery d
      where not exists (select from event e where e.id = d.event)
      union all
      select 'attempt ' || a.number || ' of no delivery' from attempt a
      where not exists (select from delivery d where d.id = a.delivery)
      union all
      select 'message ' || m.id || ' with ' || m.events || ' events, but other rows'
      from message m
      where m.state = 1
        and m.events <> (select count(*) from event e where e.message = m.id)
      """;

  private Orphans() {}

  /** What refers to nothing, by ids alone; empty when all is well. */
  public static List<String> of(String url) {
    List<String> orphans = new ArrayList<>();
    try (var connection = DriverManager.getConnection(url);
        var rows = connection.createStatement().executeQuery(SQL)) {
      while (rows.next()) {
        orphans.add(rows.getString(1));
      }
      return orphans;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
