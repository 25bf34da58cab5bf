package dev.patchbay.eventlog;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Events of customers that say something of a person. */
public final class CustomerEvents {

  private CustomerEvents() {}

  /** By customer, those that name a person or tell of consent; visits and the like are left out. */
  public static Map<UUID, List<StoredEvent>> ofPeople(
      Connection connection, Collection<UUID> customers) throws SQLException {
    Map<UUID, List<StoredEvent>> events = new HashMap<>();
    if (customers.isEmpty()) {
      return events;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select e.id, e.message, e.type, e.source, e.subject, e.time, e.received_at, e.customer,
                   e.data::text
            from event e
            where e.customer = any (?)
              and (jsonb_exists(e.data, 'person') or jsonb_exists(e.data, 'consent'))
            """)) {
      query.setArray(1, SqlArrays.uuids(connection, customers));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          UUID customer = rows.getObject(8, UUID.class);
          events
              .computeIfAbsent(customer, key -> new ArrayList<>())
              .add(
                  new StoredEvent(
                      rows.getObject(1, UUID.class),
                      rows.getObject(2, UUID.class),
                      rows.getString(3),
                      rows.getString(4),
                      rows.getString(5),
                      rows.getTimestamp(6).toInstant(),
                      rows.getTimestamp(7).toInstant(),
                      customer,
                      rows.getString(9)));
        }
      }
      return events;
    }
  }
}
