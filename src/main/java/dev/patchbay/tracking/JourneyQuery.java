package dev.patchbay.tracking;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.EventData;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.EventDeliveries;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one customer's journey: a few queries, however long it is. */
public final class JourneyQuery {

  private static final int MOST_STEPS = 1_000;
  private static final Duration SILENCE = Duration.ofDays(14);

  private final EventLog events;

  /** Journeys from this log. */
  public JourneyQuery(EventLog events) {
    this.events = events;
  }

  /** The journey of a customer; without steps when nothing is known of such a customer. */
  public Journey of(Connection sql, UUID customer, Instant now) throws SQLException {
    List<StoredEvent> log =
        new ArrayList<>(
            events.page(sql, new EventLog.Filter(null, null, customer, null, MOST_STEPS)).stream()
                .map(EventLog.Entry::event)
                .toList());
    log.sort(Comparator.comparing(StoredEvent::time).thenComparing(StoredEvent::id));
    List<LeadRow> leads = leads(sql, customer);
    Map<UUID, UUID> leadOf = leadOf(sql, log);
    Map<UUID, List<Journey.Hop>> hops = hops(sql, log);
    Map<UUID, LeadRow> rows = new HashMap<>();
    leads.forEach(lead -> rows.put(lead.id(), lead));
    List<Journey.Step> steps = new ArrayList<>();
    Instant previous = null;
    for (StoredEvent event : log) {
      LeadRow lead = rows.get(event.id());
      EventData data = EventJson.readData(event.data());
      JourneySteps.Told told = JourneySteps.of(event.type(), event.source(), data);
      steps.add(
          new Journey.Step(
              event.id(),
              event.message(),
              event.time(),
              event.receivedAt(),
              told.kind(),
              told.title(),
              event.source(),
              told.details(),
              previous == null ? null : Long.valueOf(millis(previous, event.time())),
              millis(event.time(), event.receivedAt()),
              lead == null ? null : lead.touchMs(),
              leadOf.get(event.id()),
              hops.getOrDefault(event.id(), List.of())));
      previous = event.time();
    }
    Journey.@Nullable Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    String stands = stands(leads, steps, now);
    LeadRow known = leads.isEmpty() ? null : leads.get(leads.size() - 1);
    return new Journey(
        customer,
        now,
        known == null ? null : known.name(),
        known == null ? null : known.email(),
        known == null ? null : known.phone(),
        stands,
        ending(stands, known, last, now),
        leads,
        steps,
        steps.size() == MOST_STEPS);
  }

  private static long millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }

  private static List<LeadRow> leads(Connection sql, UUID customer) throws SQLException {
    RowType<LeadRow> type = new RowType<>(LeadRow.class);
    List<LeadRow> leads = new ArrayList<>();
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select %s from lead r where r.customer = ? order by r.at, r.id"
                    .formatted(type.columns("r")),
                List.of(customer));
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        leads.add(type.read(row));
      }
    }
    return leads;
  }

  private static Map<UUID, UUID> leadOf(Connection sql, List<StoredEvent> log) throws SQLException {
    Map<UUID, UUID> leadOf = new HashMap<>();
    try (PreparedStatement query =
        sql.prepareStatement("select event, lead from lead_event where event = any (?)")) {
      SqlArrays.bind(sql, query, 1, "uuid", log, StoredEvent::id);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          leadOf.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
        }
      }
    }
    return leadOf;
  }

  private static Map<UUID, List<Journey.Hop>> hops(Connection sql, List<StoredEvent> log)
      throws SQLException {
    List<DeliveryLog.Entry> deliveries =
        EventDeliveries.of(sql, log.stream().map(StoredEvent::id).toList());
    Map<UUID, List<DeliveryLog.Attempt>> attempts =
        EventDeliveries.attempts(
            sql, deliveries.stream().map(entry -> entry.delivery().id()).toList());
    Map<UUID, List<Journey.Hop>> hops = new HashMap<>();
    for (DeliveryLog.Entry entry : deliveries) {
      hops.computeIfAbsent(entry.delivery().event(), id -> new ArrayList<>())
          .add(hop(entry, attempts.getOrDefault(entry.delivery().id(), List.of())));
    }
    return hops;
  }

  /** A delivery as journeys tell it. */
  static Journey.Hop hop(DeliveryLog.Entry entry, List<DeliveryLog.Attempt> attempts) {
    Delivery delivery = entry.delivery();
    Instant first = delivery.firstAttemptAt();
    Instant accepted = entry.state() == DeliveryState.DELIVERED ? entry.finishedAt() : null;
    return new Journey.Hop(
        delivery.id(),
        delivery.destination(),
        delivery.flow(),
        delivery.action(),
        entry.state().name().toLowerCase(Locale.ROOT),
        first == null ? null : Long.valueOf(millis(delivery.receivedAt(), first)),
        first == null || accepted == null ? null : Long.valueOf(millis(first, accepted)),
        accepted == null ? null : Long.valueOf(millis(delivery.receivedAt(), accepted)),
        entry.state() == DeliveryState.PENDING ? delivery.dueAt() : null,
        entry.errorKind(),
        entry.errorText(),
        attempts.stream()
            .map(
                attempt ->
                    new Journey.Try(
                        attempt.number(),
                        attempt.startedAt(),
                        millis(attempt.startedAt(), attempt.endedAt()),
                        attempt.verdict(),
                        attempt.status(),
                        attempt.errorKind(),
                        attempt.errorText(),
                        attempt.retryAt()))
            .toList());
  }

  private static String stands(List<LeadRow> leads, List<Journey.Step> steps, Instant now) {
    if (steps.stream().anyMatch(step -> step.kind().equals("sale"))) {
      return "bought";
    }
    List<LeadRow> own =
        leads.stream()
            .filter(lead -> lead.duplicateOf() == null && !lead.status().equals("spam"))
            .toList();
    if (own.stream().anyMatch(lead -> lead.status().equals("won"))) {
      return "won";
    }
    if (own.isEmpty() && !leads.isEmpty()) {
      return "spam";
    }
    if (!own.isEmpty() && own.get(own.size() - 1).status().equals("lost")) {
      return "lost";
    }
    Instant last = steps.isEmpty() ? Instant.EPOCH : steps.get(steps.size() - 1).at();
    return last.plus(SILENCE).isBefore(now) ? "dropped_off" : "open";
  }

  private static String ending(
      String stands, @Nullable LeadRow lead, Journey.@Nullable Step last, Instant now) {
    if (last == null) {
      return "Nothing is known of this customer's way.";
    }
    String came = lead == null ? "a visit, no lead" : "status " + lead.status();
    return switch (stands) {
      case "bought" -> "Bought.";
      case "won" -> "Won.";
      case "lost" -> "Lost.";
      case "spam" -> "Held as spam.";
      case "dropped_off" ->
          "Dropped off at %s: nothing for %s.".formatted(came, Spans.words(millis(last.at(), now)));
      default -> "Open, %s.".formatted(came);
    };
  }
}
