package dev.patchbay.tracking;

import dev.patchbay.customer.People;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.LooseEvents;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.lead.Correction;
import dev.patchbay.lead.Happening;
import dev.patchbay.lead.History;
import dev.patchbay.lead.Known;
import dev.patchbay.lead.Sent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.SentLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the histories of many customers, and of events that name nobody, in a few queries. */
final class HistoryReader {

  /** A history whose events are still to be read. */
  record Unread(
      @Nullable UUID customer,
      Known known,
      List<StoredEvent> events,
      Map<UUID, List<SentLog.Entry>> sent,
      Map<UUID, List<Correction>> corrections) {

    /**
     * The history.
     *
     * @throws IllegalArgumentException when an event's data cannot be read
     */
    History read() {
      List<Happening> happenings = new ArrayList<>(events.size());
      List<Correction> said = new ArrayList<>();
      for (StoredEvent event : events) {
        List<Sent> deliveries = new ArrayList<>();
        for (SentLog.Entry entry : sent.getOrDefault(event.id(), List.of())) {
          deliveries.add(new Sent(entry.destination(), entry.firstAttemptAt(), entry.acceptedAt()));
        }
        said.addAll(corrections.getOrDefault(event.id(), List.of()));
        happenings.add(
            new Happening(
                event.id(),
                event.type(),
                event.source(),
                event.subject(),
                event.time(),
                event.receivedAt(),
                EventJson.readData(event.data()),
                deliveries));
      }
      return new History(customer, known, happenings, said);
    }
  }

  /**
   * What was found.
   *
   * @param customers those asked for, and those to whom events belong after all
   * @param loose events that name nobody and are part of a history here
   */
  record Found(Set<UUID> customers, Set<UUID> loose, List<Unread> histories) {}

  private final EventLog log;

  HistoryReader(EventLog log) {
    this.log = log;
  }

  Found read(Connection sql, Collection<UUID> asked, Collection<UUID> events) throws SQLException {
    LooseEvents.Loose loose = LooseEvents.of(sql, events);
    Set<UUID> customers = new LinkedHashSet<>(asked);
    customers.addAll(loose.owners());
    LooseEvents.Theirs belonging = LooseEvents.ofCustomers(sql, customers);
    if (customers.addAll(belonging.sharers())) {
      belonging = LooseEvents.ofCustomers(sql, customers);
    }
    Map<UUID, List<StoredEvent>> histories = log.histories(sql, customers);
    Set<UUID> looseIds = new LinkedHashSet<>(events);
    belonging
        .events()
        .forEach(
            (customer, theirs) -> {
              histories.computeIfAbsent(customer, key -> new ArrayList<>()).addAll(theirs);
              theirs.forEach(event -> looseIds.add(event.id()));
            });
    Set<UUID> inquiries = new HashSet<>();
    histories.values().forEach(history -> inquiries(history, inquiries));
    loose.groups().forEach(group -> inquiries(group, inquiries));
    Map<UUID, List<SentLog.Entry>> sent = SentLog.of(sql, inquiries);
    Map<UUID, List<Correction>> corrections = Corrections.of(sql, inquiries);
    Map<UUID, Person> people = People.of(sql, histories.keySet());
    List<Unread> unread = new ArrayList<>();
    histories.forEach(
        (customer, history) ->
            unread.add(
                new Unread(customer, known(people.get(customer)), history, sent, corrections)));
    for (List<StoredEvent> group : loose.groups()) {
      unread.add(new Unread(null, Known.NOTHING, group, sent, corrections));
      group.forEach(event -> looseIds.add(event.id()));
    }
    return new Found(customers, looseIds, unread);
  }

  /** Only forms and calls have rows with clocks, and only of them people say anything. */
  private static void inquiries(List<StoredEvent> events, Set<UUID> inquiries) {
    for (StoredEvent event : events) {
      if (event.type().equals("lead.submitted") || event.type().startsWith("call.")) {
        inquiries.add(event.id());
      }
    }
  }

  private static Known known(@Nullable Person person) {
    if (person == null) {
      return Known.NOTHING;
    }
    String name =
        ((person.firstName() == null ? "" : person.firstName())
                + " "
                + (person.lastName() == null ? "" : person.lastName()))
            .strip();
    return new Known(
        name.isEmpty() ? null : name, person.email(), person.phone(), person.company());
  }
}
