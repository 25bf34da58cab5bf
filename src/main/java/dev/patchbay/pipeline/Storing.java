package dev.patchbay.pipeline;

import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identified;
import dev.patchbay.customer.IdentityRaceException;
import dev.patchbay.customer.Sighting;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Event;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.inbox.Message;
import dev.patchbay.inbox.MessageStore;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.tools.Echoes;
import dev.patchbay.tools.Tools;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Stores what was read, many messages in one transaction: marks them as dealt with, ties their
 * events to customers, appends the events and enqueues their deliveries.
 */
final class Storing {

  private static final int RACES = 5;

  private record Judge(Plan plan, Echoes echoes) {}

  private final Database database;
  private final long replica;
  private final Supplier<Plan> plan;
  private final MessageStore messages;
  private final Customers customers;
  private final EventLog events;
  private final Outbox outbox;
  private final Lanes lanes;
  private final InstantSource clock;
  private volatile Judge judge;

  Storing(
      Database database,
      long replica,
      Supplier<Plan> plan,
      MessageStore messages,
      Customers customers,
      EventLog events,
      Outbox outbox,
      Lanes lanes,
      InstantSource clock) {
    this.database = database;
    this.replica = replica;
    this.plan = plan;
    this.messages = messages;
    this.customers = customers;
    this.events = events;
    this.outbox = outbox;
    this.lanes = lanes;
    this.clock = clock;
    Plan first = plan.get();
    this.judge = new Judge(first, new Echoes(Tools.of(first)));
  }

  /**
   * Stores these, all or none. What is enqueued is not handed to the lanes yet.
   *
   * @param ahead whether not to wait for the disk: until it was {@linkplain
   *     Database#inFlushedTransaction flushed}, a crash may take it back
   * @throws DatabaseException when the database is away, or refuses one of them
   * @throws IdentityRaceException when others learned of the same people again and again
   */
  Stored store(List<ReadMessage> reads, boolean ahead) {
    Database.Work<Stored> work = connection -> store(connection, reads);
    for (int race = 1; ; race++) {
      try {
        return ahead ? database.inUnflushedTransaction(work) : database.inTransaction(work);
      } catch (IdentityRaceException e) {
        if (race == RACES) {
          throw e;
        }
      } catch (DatabaseException e) {
        if (e.isAway()) {
          // It may have been committed all the same, and what it claimed is in nobody's memory.
          lanes.doubt();
        }
        if (!e.isConflict() || race == RACES) {
          throw e;
        }
      }
    }
  }

  private Stored store(Connection connection, List<ReadMessage> reads) throws SQLException {
    List<ReadMessage> mine = take(connection, reads, clock.instant());
    List<Sighting> sightings = new ArrayList<>();
    for (ReadMessage read : mine) {
      read.items().forEach(item -> sightings.add(read.sighting(item)));
    }
    List<Identified> identified = customers.identify(connection, sightings);

    Map<UUID, StoredEvent> stored = new LinkedHashMap<>();
    Addressing addressing = new Addressing(echoes());
    int next = 0;
    for (ReadMessage read : mine) {
      for (ReadMessage.Item item : read.items()) {
        StoredEvent event = stored(read.message(), item, identified.get(next++));
        if (stored.putIfAbsent(event.id(), event) == null) {
          addressing.add(event, item.recipients());
        }
      }
    }
    List<NewDelivery> deliveries = addressing.deliveries(connection);
    Set<UUID> fresh = new HashSet<>(events.append(connection, List.copyOf(stored.values())));
    noteChanges(connection, stored, fresh);
    List<Delivery> enqueued = outbox.enqueue(connection, deliveries, lanes::claim);
    return new Stored(mine, identified, stored, fresh, addressing.echoes(), enqueued);
  }

  /** For the plan of the moment, which seldom changes. */
  private Echoes echoes() {
    Plan now = plan.get();
    Judge known = judge;
    if (known.plan() != now) {
      known = new Judge(now, new Echoes(Tools.of(now)));
      judge = known;
    }
    return known.echoes();
  }

  private static void noteChanges(
      Connection connection, Map<UUID, StoredEvent> stored, Set<UUID> fresh) throws SQLException {
    Set<UUID> customers = new HashSet<>();
    List<UUID> loose = new ArrayList<>();
    for (UUID id : fresh) {
      StoredEvent event = stored.get(id);
      UUID customer = event == null ? null : event.customer();
      if (customer != null) {
        customers.add(customer);
      } else {
        loose.add(id);
      }
    }
    Changes.ofCustomers(connection, customers);
    Changes.ofEvents(connection, loose);
  }

  /** Marks the messages as dealt with; gives those that were still ours to deal with. */
  private List<ReadMessage> take(Connection connection, List<ReadMessage> reads, Instant now)
      throws SQLException {
    Map<UUID, Integer> counts = new HashMap<>();
    for (ReadMessage read : reads) {
      if (read.findings().isEmpty()) {
        counts.put(read.message().id(), read.items().size());
      }
    }
    Set<UUID> taken = new HashSet<>(messages.processed(connection, replica, counts, now));
    for (ReadMessage read : reads) {
      UUID id = read.message().id();
      if (!read.findings().isEmpty()
          && messages.invalid(connection, replica, id, read.findings(), now)) {
        taken.add(id);
      }
    }
    return reads.stream().filter(read -> taken.contains(read.message().id())).toList();
  }

  private static StoredEvent stored(Message message, ReadMessage.Item item, Identified identified) {
    Event event = item.event();
    return new StoredEvent(
        event.id(),
        message.id(),
        event.type(),
        event.source(),
        event.subject(),
        event.time(),
        message.receivedAt(),
        identified.customer(),
        identified.sighting(),
        item.data());
  }
}
