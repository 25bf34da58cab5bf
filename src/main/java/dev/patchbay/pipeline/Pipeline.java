package dev.patchbay.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identified;
import dev.patchbay.customer.IdentityRaceException;
import dev.patchbay.customer.Sighting;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Attribution;
import dev.patchbay.event.Event;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.inbox.Message;
import dev.patchbay.inbox.MessageStore;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From stored message to enqueued deliveries: normalize, identify, store and enqueue, all in one
 * transaction for a batch. Used by one thread at a time, so that what is handed to the lanes after
 * the commit keeps its order.
 */
public final class Pipeline {

  private static final int RACES = 5;
  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);

  private final Database database;
  private final long replica;
  private final Supplier<Plan> plan;
  private final MessageReader reader;
  private final MessageStore messages;
  private final Customers customers;
  private final EventLog events;
  private final Outbox outbox;
  private final Lanes lanes;
  private final Meters meters;
  private final InstantSource clock;

  /** A pipeline for the messages that {@code replica} holds. */
  public Pipeline(
      Database database,
      long replica,
      Supplier<Plan> plan,
      MessageReader reader,
      MessageStore messages,
      Customers customers,
      EventLog events,
      Outbox outbox,
      Lanes lanes,
      Meters meters,
      InstantSource clock) {
    this.database = database;
    this.replica = replica;
    this.plan = plan;
    this.reader = reader;
    this.messages = messages;
    this.customers = customers;
    this.events = events;
    this.outbox = outbox;
    this.lanes = lanes;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Processes messages that this hub holds. A message that fails on its own is set aside as invalid
   * with the reason, and never keeps the others back.
   *
   * @throws DatabaseException when the database is away: nothing of the batch is changed, and the
   *     same batch can be processed again
   */
  public void process(List<Message> batch) {
    Routing routing = new Routing(plan.get());
    List<Read> reads = new ArrayList<>(batch.size());
    for (Message message : batch) {
      reads.add(read(message, routing));
    }
    try {
      store(reads);
    } catch (DatabaseException e) {
      if (e.isAway() || e.isConflict()) {
        throw e;
      }
      oneByOne(reads, e);
    } catch (RuntimeException e) {
      oneByOne(reads, e);
    }
  }

  private Read read(Message message, Routing routing) {
    MessageReader.Reading reading;
    try {
      reading = reader.read(message);
    } catch (RuntimeException | StackOverflowError e) {
      log.error("Reading message {} failed", message.id(), e);
      reading = new MessageReader.Reading(List.of(), List.of(failure(e)));
    }
    if (reading.isInvalid()) {
      return new Read(message, List.of(), reading.findings());
    }
    List<Item> items = new ArrayList<>(reading.events().size());
    for (Event event : reading.events()) {
      JsonNode data = EventJson.dataTree(event.data());
      items.add(new Item(event, data.toString(), routing.recipients(event, data)));
    }
    return new Read(message, items, List.of());
  }

  private void oneByOne(List<Read> reads, RuntimeException cause) {
    if (reads.size() == 1) {
      Read read = reads.get(0);
      log.error("Processing message {} failed", read.message().id(), cause);
      store(List.of(new Read(read.message(), List.of(), List.of(failure(cause)))));
      return;
    }
    for (Read read : reads) {
      try {
        store(List.of(read));
      } catch (DatabaseException e) {
        if (e.isAway() || e.isConflict()) {
          throw e;
        }
        oneByOne(List.of(read), e);
      } catch (RuntimeException e) {
        oneByOne(List.of(read), e);
      }
    }
  }

  private void store(List<Read> reads) {
    for (int race = 1; ; race++) {
      try {
        Stored stored = database.inTransaction(connection -> store(connection, reads));
        lanes.offer(stored.enqueued(), stored.events());
        count(stored);
        return;
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

  private Stored store(Connection connection, List<Read> reads) throws SQLException {
    Set<UUID> held =
        messages.lock(
            connection, replica, reads.stream().map(read -> read.message().id()).toList());
    List<Read> mine = reads.stream().filter(read -> held.contains(read.message().id())).toList();
    Instant now = clock.instant();
    List<Sighting> sightings = new ArrayList<>();
    for (Read read : mine) {
      for (Item item : read.items()) {
        sightings.add(sighting(read.message(), item.event()));
      }
    }
    List<Identified> identified = customers.identify(connection, sightings);

    Map<UUID, StoredEvent> stored = new LinkedHashMap<>();
    List<NewDelivery> deliveries = new ArrayList<>();
    Map<UUID, Integer> processed = new HashMap<>();
    int next = 0;
    for (Read read : mine) {
      Message message = read.message();
      if (!read.findings().isEmpty()) {
        messages.invalid(connection, message.id(), read.findings(), now);
        continue;
      }
      processed.put(message.id(), read.items().size());
      for (Item item : read.items()) {
        StoredEvent event = stored(message, item, identified.get(next++));
        stored.put(event.id(), event);
        for (Routing.Recipient recipient : item.recipients()) {
          deliveries.add(
              new NewDelivery(
                  event.id(),
                  event.customer(),
                  recipient.destination(),
                  event.source(),
                  recipient.flow(),
                  recipient.action(),
                  message.receivedAt()));
        }
      }
    }
    events.append(connection, List.copyOf(stored.values()));
    List<Delivery> enqueued = outbox.enqueue(connection, deliveries, lanes::claim);
    messages.processed(connection, processed, now);
    return new Stored(mine, identified, stored, enqueued);
  }

  private static Sighting sighting(Message message, Event event) {
    if (Boolean.TRUE.equals(event.data().test())) {
      return new Sighting(message.id(), null, null, message.receivedAt());
    }
    Attribution attribution = event.data().attribution();
    return new Sighting(
        message.id(),
        event.data().person(),
        attribution == null ? null : attribution.visitorId(),
        message.receivedAt());
  }

  private static StoredEvent stored(Message message, Item item, Identified identified) {
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
        item.data());
  }

  private void count(Stored stored) {
    for (Read read : stored.reads()) {
      String connection = read.message().connection();
      if (read.findings().isEmpty()) {
        meters.processed(connection);
      } else {
        meters.invalid(connection, read.findings().get(0).kind());
      }
    }
    for (StoredEvent event : stored.events().values()) {
      meters.stored(
          event.source(), event.type(), Duration.between(event.time(), event.receivedAt()));
    }
    for (Identified identified : stored.identified()) {
      if (identified.customer() == null) {
        continue;
      }
      if (identified.created()) {
        meters.customerCreated();
      } else {
        meters.customerMatched();
      }
      if (identified.conflict()) {
        meters.customerConflict();
      }
    }
  }

  private static Finding failure(Throwable cause) {
    return Finding.error(
        "pipeline.failed",
        "Processing stopped with " + cause.getClass().getSimpleName() + ".",
        "Look for the message's id in the log, mend the cause, then replay the message.");
  }

  private record Item(Event event, String data, List<Routing.Recipient> recipients) {}

  private record Read(Message message, List<Item> items, List<Finding> findings) {}

  private record Stored(
      List<Read> reads,
      List<Identified> identified,
      Map<UUID, StoredEvent> events,
      List<Delivery> enqueued) {}
}
