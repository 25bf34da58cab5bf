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

/** Deliveries that ended without being accepted. */
public final class EndedDeliveries {

  /**
   * One of them.
   *
   * @param dead whether it was given up; canceled otherwise
   */
  public record Ended(UUID id, UUID event, String destination, boolean dead) {}

  private EndedDeliveries() {}

  /** Those of these events. */
  public static List<Ended> of(Connection connection, Collection<UUID> events) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select d.id, d.event, d.destination, d.state from delivery d
            where d.event = any (?) and d.state + 0 in (2, 3)
            """)) {
      query.setArray(1, SqlArrays.uuids(connection, events));
      List<Ended> ended = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          ended.add(
              new Ended(
                  row.getObject("id", UUID.class),
                  row.getObject("event", UUID.class),
                  row.getString("destination"),
                  row.getInt("state") == DeliveryState.DEAD.ordinal()));
        }
      }
      return ended;
    }
  }
}
