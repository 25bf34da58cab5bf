package dev.patchbay.pipeline;

import dev.patchbay.customer.People;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Deal;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.EventType;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.EventThread;
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
import java.util.ArrayList;
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
 * now would have taken it, each destination once, however often it is said. That one is spam after
 * all goes as {@code lead.withdrawn}, that it is none again as {@code lead.restored}, and after a
 * word on status or value, or when it is taken back, how far the lead is as {@code
 * deal.stage_changed}: each where flows from the hub carry it.
 */
public final class LeadDesk implements Corrections.Follower {

  private static final String DEAL = "deal.stage_changed";
  private static final String SPAM = "spam";
  private static final Set<CorrectedField> HEARD =
      Set.of(CorrectedField.STATUS, CorrectedField.QUOTE_AMOUNT, CorrectedField.SALE_AMOUNT);

  /** How far a lead is says nothing to other tools then. */
  private static final Set<String> ASIDE = Set.of(SPAM, "duplicate");

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
    if (field == CorrectedField.SPAM) {
      if ("false".equals(value)) {
        Map<UUID, StoredEvent> held = held(sql, lead);
        lanes.offer(own.enqueue(sql, List.copyOf(held.values())), held);
      }
      tell(sql, judged(sql, lead, correction));
    } else if (HEARD.contains(field) && own.isWanted(DEAL)) {
      Lead now = leads.find(sql, lead);
      StoredEvent first = first(sql, lead);
      if (now != null && first != null && !ASIDE.contains(now.status())) {
        tell(sql, List.of(deal(first, now, correction)));
      }
    }
  }

  private void tell(Connection sql, List<StoredEvent> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    Map<UUID, StoredEvent> told = new HashMap<>();
    events.forEach(event -> told.put(event.id(), event));
    lanes.offer(own.tell(sql, events), told);
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

  private @Nullable StoredEvent first(Connection sql, UUID lead) throws SQLException {
    return log.find(sql, List.of(lead)).get(lead);
  }

  /**
   * That the lead counts no more, or counts again, if that is news; and with it a deal that was
   * told as won.
   */
  private List<StoredEvent> judged(Connection sql, UUID lead, UUID correction) throws SQLException {
    Lead now = leads.find(sql, lead);
    StoredEvent first = first(sql, lead);
    if (now == null || first == null) {
      return List.of();
    }
    boolean spam = now.status().equals(SPAM);
    boolean withdrawn = false;
    Deal told = null;
    for (StoredEvent event : EventThread.byHub(sql, lead)) {
      withdrawn =
          event.type().equals(EventType.WITHDRAWN)
              || (withdrawn && !event.type().equals(EventType.RESTORED));
      told = event.type().equals(DEAL) ? EventJson.readData(event.data()).deal() : told;
    }
    List<StoredEvent> news = new ArrayList<>();
    String type = spam ? EventType.WITHDRAWN : EventType.RESTORED;
    if (spam != withdrawn && own.isWanted(type)) {
      Person person = EventJson.readData(first.data()).person();
      news.add(event(type, first, now, correction, EventData.NOTHING.withPerson(person)));
    }
    boolean wasSpam = told != null && SPAM.equals(told.stage());
    boolean wasWon = told != null && Boolean.TRUE.equals(told.won());
    if ((spam ? wasWon : wasSpam && !ASIDE.contains(now.status())) && own.isWanted(DEAL)) {
      news.add(deal(first, now, correction));
    }
    return news;
  }

  /** How far the lead is, as a change of a deal. */
  private StoredEvent deal(StoredEvent first, Lead now, UUID correction) {
    String stage = now.status();
    boolean won = stage.equals("won");
    Long amount = won ? now.progress().sale() : now.progress().quote();
    String currency = now.progress().currency();
    Deal deal =
        new Deal(
            first.id().toString(), stage, null, amount, currency, null, won, stage.equals("lost"));
    return event(
        DEAL,
        first,
        now,
        correction,
        new EventData(
            null, null, null, null, null, null, null, deal, null, null, null, null, null, null,
            null, null));
  }

  private StoredEvent event(
      String type, StoredEvent first, Lead now, UUID correction, EventData data) {
    Instant at = clock.instant();
    return new StoredEvent(
        Ids.derived(correction, type),
        first.message(),
        type,
        Event.HUB,
        first.id().toString(),
        at,
        at,
        now.customer(),
        first.sighting(),
        EventJson.writeData(data));
  }
}
