package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose deliveries are: they follow their events when people prove to be one, or two. */
public final class DeliveryOwners {

  private DeliveryOwners() {}

  /**
   * Gives the deliveries of these events to other customers. What a lane holds in memory keeps the
   * order it had among its own.
   *
   * @param customers by event; {@code null} for nobody
   */
  public static void move(Connection sql, Map<UUID, @Nullable UUID> customers) throws SQLException {
    if (customers.isEmpty()) {
      return;
    }
    // Locked in the order of ids first: whoever sends settles the same rows at the same time.
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            with mine as materialized (
              select d.id, m.customer
              from unnest(?::uuid[], ?::uuid[]) as m (event, customer)
              join delivery d on d.event = m.event
              order by d.id for update of d)
            update delivery d set customer = mine.customer from mine where d.id = mine.id
            """)) {
      SqlArrays.bind(sql, update, 1, "uuid", customers.entrySet(), Map.Entry::getKey);
      SqlArrays.bind(sql, update, 2, "uuid", customers.entrySet(), Map.Entry::getValue);
      update.executeUpdate();
    }
  }
}
