package dev.patchbay.pipeline;

import dev.patchbay.customer.People;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Deal;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.lead.CorrectedField;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.tracking.Corrections;
import dev.patchbay.tracking.Projector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
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
   * @param deliveries how many are on their way because of it: of what was held back as spam, or of
   *     the correction itself
   */
  public record Taken(UUID id, int deliveries) {}

  private record Done(UUID id, List<Delivery> enqueued, Map<UUID, StoredEvent> events) {}

  private static final String DEAL = "deal.stage_changed";
  private static final Set<CorrectedField> HEARD =
      Set.of(CorrectedField.STATUS, CorrectedField.QUOTE_AMOUNT, CorrectedField.SALE_AMOUNT);

  private final Database database;
  private final Corrections corrections;
  private final EventLog log;
  private final OwnEvents own;
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
    this.corrections = corrections;
    this.log = log;
    this.own = new OwnEvents(plan, log, outbox, lanes);
    this.lanes = lanes;
    this.projector = projector;
    this.clock = clock;
  }

  /**
   * Notes what {@code by} says of a lead. Who says that it is no spam sends it on: to where the
   * flows of now would have taken it, each destination once, however often it is said. A word on
   * status or value goes as {@code deal.stage_changed} where flows from the hub carry it.
   *
   * @param field one of {@link CorrectedField}'s names
   * @param value the new value as text, or {@code null} to take back what was said before
   * @param why the reason, or {@code null}
   * @throws Corrections.RefusedException when there is no such lead or field, or the field cannot
   *     hold the value
   */
  public Taken correct(
      UUID lead, String field, @Nullable String value, String by, @Nullable String why) {
    Done done;
    try {
      done =
          database.inTransaction(
              sql -> {
                UUID id = corrections.add(sql, lead, field, value, by, why, clock.instant());
                return follow(sql, lead, id, field, value);
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

  private Done follow(Connection sql, UUID lead, UUID id, String field, @Nullable String value)
      throws SQLException {
    CorrectedField corrected = CorrectedField.of(field).orElseThrow();
    if (corrected == CorrectedField.SPAM && "false".equals(value)) {
      Map<UUID, StoredEvent> held = held(sql, lead);
      return new Done(id, own.enqueue(sql, List.copyOf(held.values())), held);
    }
    StoredEvent told = own.isWanted(DEAL) ? told(sql, lead, id, corrected, value) : null;
    return told == null
        ? new Done(id, List.of(), Map.of())
        : new Done(id, own.tell(sql, List.of(told)), Map.of(told.id(), told));
  }

  /** What was held back; those the flows took at once are not taken twice. */
  private Map<UUID, StoredEvent> held(Connection sql, UUID lead) throws SQLException {
    Map<UUID, StoredEvent> held = new HashMap<>();
    Set<UUID> customers = new HashSet<>();
    for (StoredEvent event : log.find(sql, Corrections.events(sql, lead)).values()) {
      if (event.type().equals("lead.submitted")) {
        held.put(event.id(), event);
        UUID customer = event.customer();
        if (customer != null) {
          customers.add(customer);
        }
      }
    }
    People.lock(sql, customers);
    return held;
  }

  /** The word as a change of a deal, which flows from the hub carry to ads and other tools. */
  private @Nullable StoredEvent told(
      Connection sql, UUID lead, UUID correction, CorrectedField field, @Nullable String value)
      throws SQLException {
    Corrections.Standing now = Corrections.standing(sql, lead);
    StoredEvent first = log.find(sql, List.of(lead)).get(lead);
    if (!HEARD.contains(field) || value == null || now == null || first == null) {
      return null;
    }
    String stage = field == CorrectedField.STATUS ? value : now.status();
    boolean won = stage.equals("won");
    Long amount = won ? now.sale() : now.quote();
    if (field == (won ? CorrectedField.SALE_AMOUNT : CorrectedField.QUOTE_AMOUNT)) {
      amount = Long.valueOf(value);
    }
    Deal deal =
        new Deal(
            lead.toString(), stage, null, amount, now.currency(), null, won, stage.equals("lost"));
    Instant at = clock.instant();
    return new StoredEvent(
        Ids.derived(correction, DEAL),
        first.message(),
        DEAL,
        Event.HUB,
        lead.toString(),
        at,
        at,
        now.customer(),
        EventJson.writeData(
            new EventData(
                null, null, null, null, null, null, null, deal, null, null, null, null, null)));
  }
}
