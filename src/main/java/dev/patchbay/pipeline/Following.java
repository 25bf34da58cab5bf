package dev.patchbay.pipeline;

import dev.patchbay.customer.Belongings;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.eventlog.EventOwners;
import dev.patchbay.outbox.DeliveryOwners;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes events and their deliveries along when claims move between customers. */
public final class Following implements Belongings {

  /** One for everybody. */
  public Following() {}

  @Override
  public void moved(Connection sql, List<Move> moves, Collection<UUID> customers)
      throws SQLException {
    Set<UUID> touched = new HashSet<>(customers);
    List<EventOwners.Move> events = new ArrayList<>();
    for (Move move : moves) {
      events.add(new EventOwners.Move(move.sighting(), move.from(), move.to()));
      if (move.from() != null) {
        touched.add(move.from());
      }
      if (move.to() != null) {
        touched.add(move.to());
      }
    }
    follow(sql, EventOwners.move(sql, events));
    Changes.ofCustomers(sql, touched);
  }

  /** Takes the deliveries of events along that are another's now. */
  static void follow(Connection sql, List<EventOwners.Owner> owners) throws SQLException {
    Map<UUID, @Nullable UUID> customers = new HashMap<>();
    List<UUID> nobodys = new ArrayList<>();
    for (EventOwners.Owner owner : owners) {
      customers.put(owner.event(), owner.customer());
      if (owner.customer() == null) {
        nobodys.add(owner.event());
      }
    }
    DeliveryOwners.move(sql, customers);
    Changes.ofEvents(sql, nobodys);
  }
}
