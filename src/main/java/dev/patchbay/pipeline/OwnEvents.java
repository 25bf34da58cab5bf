package dev.patchbay.pipeline;

import dev.patchbay.customer.People;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.Claim;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Events that no connection tells of, but the hub itself; flows carry them from {@link Event#HUB}
 * like any other.
 */
final class OwnEvents {

  private final Supplier<Plan> plan;
  private final EventLog log;
  private final Outbox outbox;
  private final Function<String, Optional<Claim>> claims;

  /** Enqueues with the leave that {@code claims} gives, as {@link Outbox#enqueue} does. */
  OwnEvents(
      Supplier<Plan> plan, EventLog log, Outbox outbox, Function<String, Optional<Claim>> claims) {
    this.plan = plan;
    this.log = log;
    this.outbox = outbox;
    this.claims = claims;
  }

  /** Whether some flow carries events of this type; others need not be told. */
  boolean isWanted(String type) {
    return !plan.get().flows(Event.HUB, type).isEmpty();
  }

  /**
   * Stores events that are not there yet and enqueues them.
   *
   * @return what is to be offered to the lanes after the commit
   */
  List<Delivery> tell(Connection sql, List<StoredEvent> events) throws SQLException {
    Set<UUID> customers = new HashSet<>();
    for (StoredEvent event : events) {
      UUID customer = event.customer();
      if (customer != null) {
        customers.add(customer);
      }
    }
    People.lock(sql, customers);
    Set<UUID> fresh = new HashSet<>(log.append(sql, events));
    return enqueue(sql, events.stream().filter(event -> fresh.contains(event.id())).toList());
  }

  /**
   * Tells what {@code search} finds, in a transaction of its own, and hands it to the lanes.
   *
   * @return how many deliveries it came to
   * @throws DatabaseException when nothing was told; what the lanes hold may be stale then
   */
  int tell(Database database, Lanes lanes, Database.Work<List<StoredEvent>> search) {
    Map<UUID, StoredEvent> told = new HashMap<>();
    List<Delivery> enqueued;
    try {
      enqueued =
          database.inTransaction(
              sql -> {
                List<StoredEvent> found = search.run(sql);
                found.forEach(event -> told.put(event.id(), event));
                return tell(sql, found);
              });
    } catch (DatabaseException e) {
      if (e.isAway()) {
        lanes.doubt();
      }
      throw e;
    }
    lanes.offer(enqueued, told);
    return enqueued.size();
  }

  /** Enqueues events that are stored already, spam or not; what was enqueued before stays. */
  List<Delivery> enqueue(Connection sql, List<StoredEvent> events) throws SQLException {
    Routing routing = new Routing(plan.get());
    List<NewDelivery> deliveries = new ArrayList<>();
    for (StoredEvent event : events) {
      for (Routing.Recipient recipient : routing.released(read(event), event.data())) {
        deliveries.add(
            new NewDelivery(
                event.id(),
                event.customer(),
                recipient.destination(),
                event.source(),
                recipient.flow(),
                recipient.action(),
                event.receivedAt()));
      }
    }
    return outbox.enqueue(sql, deliveries, claims);
  }

  private static Event read(StoredEvent event) {
    EventData data = EventJson.readData(event.data());
    return new Event(event.id(), event.type(), event.source(), event.subject(), event.time(), data);
  }
}
