package dev.patchbay.pipeline;

import dev.patchbay.customer.People;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.lead.CorrectedField;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.tracking.Corrections;
import dev.patchbay.tracking.Projector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where people correct leads: their word is noted, and what spam was held back goes on its way. */
public final class LeadDesk {

  /**
   * What came of a correction.
   *
   * @param id of the correction
   * @param released deliveries that were held back as spam and are on their way now
   */
  public record Taken(UUID id, int released) {}

  private record Done(UUID id, List<Delivery> enqueued, Map<UUID, StoredEvent> events) {}

  private final Database database;
  private final Supplier<Plan> plan;
  private final Corrections corrections;
  private final EventLog log;
  private final Outbox outbox;
  private final Lanes lanes;
  private final Projector projector;
  private final InstantSource clock;

  /** A desk whose corrections {@code projector} puts into the views. */
  public LeadDesk(
      Database database,
      Supplier<Plan> plan,
      Corrections corrections,
      EventLog log,
      Outbox outbox,
      Lanes lanes,
      Projector projector,
      InstantSource clock) {
    this.database = database;
    this.plan = plan;
    this.corrections = corrections;
    this.log = log;
    this.outbox = outbox;
    this.lanes = lanes;
    this.projector = projector;
    this.clock = clock;
  }

  /**
   * Notes what {@code by} says of a lead. Who says that it is no spam sends it on: to where the
   * flows of now would have taken it, each destination once, however often it is said.
   *
   * @param field one of {@link CorrectedField}'s names
   * @param value the new value as text, or {@code null} to take back what was said before
   * @param why the reason, or {@code null}
   * @throws Corrections.RefusedException when there is no such lead or field, or the field cannot
   *     hold the value
   */
  public Taken correct(
      UUID lead, String field, @Nullable String value, String by, @Nullable String why) {
    boolean release = field.equals(CorrectedField.SPAM.field()) && "false".equals(value);
    Done done;
    try {
      done =
          database.inTransaction(
              sql -> {
                UUID id = corrections.add(sql, lead, field, value, by, why, clock.instant());
                Map<UUID, StoredEvent> events =
                    release ? log.find(sql, Corrections.events(sql, lead)) : Map.of();
                return new Done(id, release(sql, events), events);
              });
    } catch (DatabaseException e) {
      if (e.isAway()) {
        // It may have been committed all the same, and what it claimed is in nobody's memory.
        lanes.doubt();
      }
      throw e;
    }
    lanes.offer(done.enqueued(), done.events());
    projector.wake();
    return new Taken(done.id(), done.enqueued().size());
  }

  private List<Delivery> release(Connection sql, Map<UUID, StoredEvent> events)
      throws SQLException {
    if (events.isEmpty()) {
      return List.of();
    }
    Routing routing = new Routing(plan.get());
    Set<UUID> customers = new HashSet<>();
    List<NewDelivery> deliveries = new ArrayList<>();
    for (StoredEvent event : events.values()) {
      if (!event.type().equals("lead.submitted")) {
        continue;
      }
      UUID customer = event.customer();
      if (customer != null) {
        customers.add(customer);
      }
      for (Routing.Recipient recipient : routing.released(read(event), event.data())) {
        deliveries.add(
            new NewDelivery(
                event.id(),
                customer,
                recipient.destination(),
                event.source(),
                recipient.flow(),
                recipient.action(),
                event.receivedAt()));
      }
    }
    People.lock(sql, customers);
    return outbox.enqueue(sql, deliveries, lanes::claim);
  }

  private static Event read(StoredEvent event) {
    EventData data = EventJson.readData(event.data());
    return new Event(event.id(), event.type(), event.source(), event.subject(), event.time(), data);
  }
}
