package dev.patchbay.pipeline;

import dev.patchbay.customer.People;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Deal;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.lead.CorrectedField;
import dev.patchbay.lead.Lead;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.tracking.Corrections;
import dev.patchbay.tracking.FreshLeads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends on what people say of leads. Who says that one is no spam sends it to where the flows of
 * now would have taken it, each destination once, however often it is said. After a word on status
 * or value, and after it is taken back, how far the lead is goes as {@code deal.stage_changed}
 * where flows from the hub carry it.
 */
public final class LeadDesk implements Corrections.Follower {

  private static final String DEAL = "deal.stage_changed";
  private static final Set<CorrectedField> HEARD =
      Set.of(CorrectedField.STATUS, CorrectedField.QUOTE_AMOUNT, CorrectedField.SALE_AMOUNT);

  /** How far a lead is says nothing to other tools then. */
  private static final Set<String> ASIDE = Set.of("spam", "duplicate");

  private final EventLog log;
  private final FreshLeads leads;
  private final OwnEvents own;
  private final Lanes lanes;
  private final InstantSource clock;

  /** A desk that sends by these lanes. */
  public LeadDesk(
      Supplier<Plan> plan, EventLog log, Outbox outbox, Lanes lanes, InstantSource clock) {
    this.log = log;
    this.leads = new FreshLeads(log, () -> plan.get().leads());
    // In nobody's memory: the lanes find it in the table once it is committed.
    this.own = new OwnEvents(plan, log, outbox, destination -> Optional.empty());
    this.lanes = lanes;
    this.clock = clock;
  }

  @Override
  public void follow(
      Connection sql, UUID lead, UUID correction, CorrectedField field, @Nullable String value)
      throws SQLException {
    if (field == CorrectedField.SPAM && "false".equals(value)) {
      Map<UUID, StoredEvent> held = held(sql, lead);
      lanes.offer(own.enqueue(sql, List.copyOf(held.values())), held);
    } else if (HEARD.contains(field) && own.isWanted(DEAL)) {
      StoredEvent told = told(sql, lead, correction);
      if (told != null) {
        lanes.offer(own.tell(sql, List.of(told)), Map.of(told.id(), told));
      }
    }
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
  private @Nullable StoredEvent told(Connection sql, UUID lead, UUID correction)
      throws SQLException {
    Lead now = leads.find(sql, lead);
    StoredEvent first = log.find(sql, List.of(lead)).get(lead);
    if (now == null || first == null || ASIDE.contains(now.status())) {
      return null;
    }
    String stage = now.status();
    boolean won = stage.equals("won");
    Long amount = won ? now.progress().sale() : now.progress().quote();
    String currency = now.progress().currency();
    Deal deal =
        new Deal(lead.toString(), stage, null, amount, currency, null, won, stage.equals("lost"));
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
        first.sighting(),
        EventJson.writeData(
            new EventData(
                null, null, null, null, null, null, null, deal, null, null, null, null, null, null,
                null, null)));
  }
}
