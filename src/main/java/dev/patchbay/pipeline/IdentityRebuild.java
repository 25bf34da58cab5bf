package dev.patchbay.pipeline;

import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identified;
import dev.patchbay.customer.Races;
import dev.patchbay.customer.Sighting;
import dev.patchbay.db.Database;
import dev.patchbay.event.Event;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.EventOwners;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Computes again who is who from the events: after a rule changed, or for events stored before
 * claims were kept. Runs beside the pipeline, in pages, each in a transaction of its own; doing it
 * twice changes nothing more.
 */
public final class IdentityRebuild {

  private static final int PAGE = 500;
  private static final int CLAIMS = 100;
  private static final int RACES = 20;

  private final Database database;
  private final EventLog events;
  private final Customers customers;
  private final InstantSource clock;

  /** A rebuild of these customers. */
  public IdentityRebuild(
      Database database, EventLog events, Customers customers, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.customers = customers;
    this.clock = clock;
  }

  private record Page(long position, int size) {}

  /**
   * Goes through all events, then through all claims.
   *
   * @return events read
   */
  public long run() {
    long read = 0;
    long position = 0;
    while (true) {
      long from = position;
      Page page = again(sql -> events(sql, from));
      if (page.size() == 0) {
        break;
      }
      read += page.size();
      position = page.position();
    }
    Optional<UUID> after = Optional.of(new UUID(0, 0));
    while (after.isPresent()) {
      UUID from = after.get();
      after = again(sql -> customers.regroup(sql, from, CLAIMS, clock.instant()));
    }
    again(
        sql -> {
          Following.follow(sql, EventOwners.assignOwn(sql));
          return true;
        });
    return read;
  }

  private Page events(Connection sql, long after) throws SQLException {
    List<EventLog.Entry> page = events.after(sql, after, PAGE);
    if (page.isEmpty()) {
      return new Page(after, 0);
    }
    List<Sighting> sightings = new ArrayList<>();
    List<StoredEvent> outside = new ArrayList<>();
    for (EventLog.Entry entry : page) {
      // What the hub tells of itself is no claim: it repeats what others claimed.
      if (!entry.event().source().equals(Event.HUB)) {
        outside.add(entry.event());
        sightings.add(sighting(entry.event()));
      }
    }
    List<Identified> identified = customers.identify(sql, sightings);
    List<EventOwners.Owner> owners = new ArrayList<>();
    Set<UUID> touched = new HashSet<>();
    for (int i = 0; i < outside.size(); i++) {
      StoredEvent event = outside.get(i);
      Identified who = identified.get(i);
      owners.add(new EventOwners.Owner(event.id(), who.customer(), who.sighting()));
      if (event.customer() != null) {
        touched.add(event.customer());
      }
    }
    List<EventOwners.Owner> assigned = EventOwners.assign(sql, owners);
    Following.follow(sql, assigned);
    if (!assigned.isEmpty()) {
      assigned.forEach(
          owner -> {
            if (owner.customer() != null) {
              touched.add(owner.customer());
            }
          });
      Changes.ofCustomers(sql, touched);
    }
    return new Page(page.get(page.size() - 1).position(), page.size());
  }

  private static Sighting sighting(StoredEvent event) {
    return Sightings.of(
        new Event(
            event.id(),
            event.type(),
            event.source(),
            event.subject(),
            event.time(),
            EventJson.readData(event.data())),
        event.message(),
        event.receivedAt());
  }

  private <T> T again(Database.Work<T> work) {
    return Races.run(database, RACES, work);
  }
}
