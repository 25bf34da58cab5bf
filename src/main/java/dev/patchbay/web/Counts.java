package dev.patchbay.web;

import dev.patchbay.credential.AccessTokens;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.inbox.Backlog;
import dev.patchbay.inbox.DayCounts;
import dev.patchbay.inbox.MessageFigures;
import dev.patchbay.inbox.MessageList;
import dev.patchbay.outbox.DeliveryFigures;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.today.ConnectionFacts;
import dev.patchbay.tracking.WaitingLeads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that is counted of connections, at one moment.
 *
 * @param heard when each was last heard from
 * @param unread what came and waits to be read
 * @param today messages since midnight of the stack's time zone
 * @param lately messages of the last {@link #LATELY}
 * @param pending what waits to be sent, by destination
 * @param endedToday what ended since midnight, by destination
 * @param endedLately what ended in the last 24 hours, by destination
 * @param leads how many leads are among what waits or was given up, by destination
 * @param obtained when the token of each was obtained
 * @param views how far the lists are behind
 */
record Counts(
    Instant asOf,
    Map<String, Instant> heard,
    Map<String, Backlog> unread,
    Map<String, Long> today,
    Map<String, Long> lately,
    List<MessageFigures.Invalid> invalid,
    Map<DayCounts.Key, Long> dayCounts,
    Map<String, DeliveryLog.Waiting> pending,
    List<DeliveryFigures.Trouble> troubles,
    List<DeliveryFigures.Dead> dead,
    Map<String, DeliveryFigures.Ended> endedToday,
    Map<String, DeliveryFigures.Ended> endedLately,
    List<DeliveryFigures.Rate> rates,
    Map<String, Long> leads,
    Map<String, Instant> obtained,
    Changes.Waiting views) {

  /** Rates are means over so long. */
  static final Duration LATELY = Duration.ofMinutes(10);

  private static final Duration DAY = Duration.ofHours(24);

  /** Counts by the rows there are. */
  static Counts read(Connection sql, Collection<String> sources, ZoneId zone, Instant now)
      throws SQLException {
    LocalDate day = now.atZone(zone).toLocalDate();
    Instant midnight = day.atStartOfDay(zone).toInstant();
    Map<String, DeliveryLog.Waiting> pending = DeliveryLog.waiting(sql);
    List<DeliveryFigures.Dead> dead = DeliveryFigures.dead(sql);
    MessageList messages = new MessageList();
    return new Counts(
        now,
        messages.lastHeard(sql),
        messages.waiting(sql),
        MessageFigures.received(sql, sources, midnight),
        MessageFigures.received(sql, sources, now.minus(LATELY)),
        MessageFigures.invalid(sql),
        DayCounts.of(sql, day),
        pending,
        DeliveryFigures.trouble(sql, pending.keySet()),
        dead,
        DeliveryFigures.ended(sql, midnight),
        DeliveryFigures.ended(sql, now.minus(DAY)),
        DeliveryFigures.rates(sql, now.minus(LATELY), now),
        leads(sql, pending, dead),
        AccessTokens.obtained(sql),
        Changes.waiting(sql));
  }

  private static Map<String, Long> leads(
      Connection sql, Map<String, DeliveryLog.Waiting> pending, List<DeliveryFigures.Dead> dead)
      throws SQLException {
    Set<String> destinations = new TreeSet<>(pending.keySet());
    dead.forEach(each -> destinations.add(each.destination()));
    Map<String, Long> leads = new HashMap<>();
    for (String destination : destinations) {
      leads.put(
          destination,
          WaitingLeads.among(
              sql, DeliveryFigures.waitingEvents(sql, destination, ConnectionFacts.MOST_LEADS)));
    }
    return leads;
  }

  /** What happened today of what leaves no message behind. */
  long onDay(String connection, String what) {
    return dayCounts.getOrDefault(new DayCounts.Key(connection, what), 0L);
  }
}
