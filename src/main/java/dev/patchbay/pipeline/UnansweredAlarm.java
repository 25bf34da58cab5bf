package dev.patchbay.pipeline;

import dev.patchbay.db.Database;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Form;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.lead.Unanswered;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.tracking.WaitingLeads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Tells of leads that wait longer for an answer than the target, each once: an event {@code
 * lead.unanswered} that a flow from the hub carries to whoever should answer.
 */
public final class UnansweredAlarm extends Telling {

  /** The type of the events. */
  static final String TYPE = "lead.unanswered";

  private static final Duration EVERY = Duration.ofSeconds(10);

  /** What waited when the hub came back after longer than this is seen in the list. */
  private static final Duration LATEST = Duration.ofHours(24);

  private static final int MOST = 100;

  /** An alarm that is silent until it is started. */
  public UnansweredAlarm(
      Database database,
      Supplier<Plan> plan,
      EventLog events,
      Outbox outbox,
      Lanes lanes,
      InstantSource clock) {
    super("unanswered-leads", EVERY, database, plan, events, outbox, lanes, clock);
  }

  /** Tells of those that nobody was told of; gives how many deliveries that came to. */
  @Override
  int tell() {
    if (plan.get().leads().answerWithin() == null || !own.isWanted(TYPE)) {
      return 0;
    }
    return tell(this::overdue);
  }

  /** As events whose ids come from the leads', so that two hubs tell of each once. */
  private List<StoredEvent> overdue(Connection sql) throws SQLException {
    Instant now = clock.instant();
    LeadRules rules = plan.get().leads();
    Duration target = rules.answerWithin();
    Map<UUID, WaitingLeads.Waiting> waiting = new HashMap<>();
    for (WaitingLeads.Waiting lead : WaitingLeads.overdue(sql, now.minus(LATEST), now, MOST)) {
      waiting.put(Ids.derived(lead.id(), TYPE), lead);
    }
    events.find(sql, waiting.keySet()).keySet().forEach(waiting::remove);
    List<UUID> leads = waiting.values().stream().map(WaitingLeads.Waiting::id).toList();
    Map<UUID, StoredEvent> first = events.find(sql, leads);
    List<StoredEvent> overdue = new ArrayList<>();
    for (Map.Entry<UUID, WaitingLeads.Waiting> entry : waiting.entrySet()) {
      WaitingLeads.Waiting lead = entry.getValue();
      StoredEvent event = first.get(lead.id());
      if (event != null && target != null) {
        String words = Unanswered.of(lead.receivedAt(), now, target, rules).words();
        overdue.add(
            new StoredEvent(
                entry.getKey(),
                event.message(),
                TYPE,
                Event.HUB,
                lead.id().toString(),
                lead.dueAt(),
                now,
                lead.customer(),
                event.sighting(),
                EventJson.writeData(data(lead, words))));
      }
    }
    return overdue;
  }

  private static EventData data(WaitingLeads.Waiting lead, String words) {
    return EventData.NOTHING
        .withPerson(new Person(lead.email(), lead.phone(), lead.name(), null, null, null, null))
        .withForm(
            new Form(
                null, "%s by %s".formatted(lead.channel(), lead.connection()), null, null, words));
  }
}
