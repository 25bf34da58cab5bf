package dev.patchbay.pipeline;

import dev.patchbay.connector.Source;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identified;
import dev.patchbay.customer.IdentityRaceException;
import dev.patchbay.customer.Sighting;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventType;
import dev.patchbay.eventlog.Changes;
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
import dev.patchbay.thread.Daemons;
import dev.patchbay.tools.Echoes;
import dev.patchbay.tools.Tools;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From stored message to enqueued deliveries: normalize, identify, store and enqueue, many messages
 * in one transaction, while the next are read. Used by one thread at a time, so that what is handed
 * to the lanes after the commit keeps its order.
 */
public final class Pipeline implements AutoCloseable {

  private static final int RACES = 5;

  /** So many are stored in one transaction, while the next are read. */
  private static final int PART = 64;

  /** Fewer at first: until they are read, nothing can be stored. */
  private static final int FIRST_PART = 16;

  /** Longest wait for room in the lanes: at worst a batch each so often is processed. */
  private static final Duration ROOM = Duration.ofMillis(200);

  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);

  /** However many senders wait, a part is processed each so often. */
  private static final long LONGEST_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

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
  private final BooleanSupplier senders;
  private volatile Judge judge;
  private final ExecutorService storer =
      Executors.newSingleThreadExecutor(Daemons.named("process-store"));

  /**
   * A pipeline for the messages that {@code replica} holds.
   *
   * @param senders whether so many senders wait for their answer that processing should give way
   */
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
      InstantSource clock,
      BooleanSupplier senders) {
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
    this.senders = senders;
    Plan first = plan.get();
    this.judge = new Judge(first, new Echoes(Tools.of(first)));
  }

  /**
   * Processes messages that this hub holds. A message that fails on its own is set aside as invalid
   * with the reason, and never keeps the others back.
   *
   * @throws DatabaseException when the database is away: the same batch can be processed again, and
   *     what of it was stored already is passed over
   */
  public void process(List<Message> batch) {
    Routing routing = new Routing(plan.get());
    Future<?> storing = CompletableFuture.completedFuture(null);
    int from = 0;
    while (from < batch.size()) {
      giveWay();
      int to = Math.min(batch.size(), from + (from == 0 ? FIRST_PART : PART));
      List<Read> reads = new ArrayList<>(to - from);
      for (Message message : batch.subList(from, to)) {
        reads.add(read(message, routing));
      }
      await(storing);
      if (to == batch.size()) {
        storeOrSetAside(reads);
      } else {
        storing = storer.submit(() -> storeOrSetAside(reads));
      }
      from = to;
    }
  }

  /** Senders that wait for their answer come first; what is stored already can wait a little. */
  private void giveWay() {
    long end = System.nanoTime() + LONGEST_WAY_NANOS;
    while (senders.getAsBoolean() && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static void await(Future<?> storing) {
    try {
      ReadAhead.result(storing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while storing", e);
    }
  }

  /** Ends the thread that stores while the next messages are read. */
  @Override
  public void close() {
    storer.shutdownNow();
  }

  private void storeOrSetAside(List<Read> reads) {
    lanes.awaitRoom(ROOM);
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
      String data = EventJson.writeData(event.data());
      items.add(new Item(event, data, routing.recipients(event, data)));
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
    Instant now = clock.instant();
    List<Read> mine = take(connection, reads, now);
    List<Sighting> sightings = new ArrayList<>();
    for (Read read : mine) {
      for (Item item : read.items()) {
        Message message = read.message();
        sightings.add(Sightings.of(item.event(), message.id(), message.receivedAt()));
      }
    }
    List<Identified> identified = customers.identify(connection, sightings);

    Map<UUID, StoredEvent> stored = new LinkedHashMap<>();
    Addressing addressing = new Addressing(echoes());
    int next = 0;
    for (Read read : mine) {
      for (Item item : read.items()) {
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
  private List<Read> take(Connection connection, List<Read> reads, Instant now)
      throws SQLException {
    Map<UUID, Integer> events = new HashMap<>();
    for (Read read : reads) {
      if (read.findings().isEmpty()) {
        events.put(read.message().id(), read.items().size());
      }
    }
    Set<UUID> taken = new HashSet<>(messages.processed(connection, replica, events, now));
    for (Read read : reads) {
      UUID id = read.message().id();
      if (!read.findings().isEmpty()
          && messages.invalid(connection, replica, id, read.findings(), now)) {
        taken.add(id);
      }
    }
    return reads.stream().filter(read -> taken.contains(read.message().id())).toList();
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
        identified.sighting(),
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
      if (stored.fresh().contains(event.id())) {
        meters.stored(
            event.source(), event.type(), Duration.between(event.time(), event.receivedAt()));
        if (stored.echoes().contains(event.id())) {
          meters.echo(event.source());
        }
        if (event.type().equals(EventType.REMOVED) && event.customer() == null) {
          meters.removedUnknown(event.source());
        }
      } else {
        meters.repeated(event.source(), event.type());
      }
    }
    for (Read read : stored.reads()) {
      Message message = read.message();
      if (message.headers().containsKey(Message.SWEPT)
          && isToldByWebhook(message.connection())
          && read.items().stream().anyMatch(item -> stored.fresh().contains(item.event().id()))) {
        meters.foundBySweep(message.connection());
      }
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

  private boolean isToldByWebhook(String connection) {
    return plan.get()
        .connection(connection)
        .map(planned -> planned.connector().source())
        .filter(source -> source.kind() == Source.Kind.WEBHOOK)
        .isPresent();
  }

  private static Finding failure(Throwable cause) {
    return Finding.error(
        "pipeline.failed",
        "Processing stopped with " + cause.getClass().getSimpleName() + ".",
        "Look for the message's id in the log, mend the cause, then replay the message.");
  }

  private record Judge(Plan plan, Echoes echoes) {}

  private record Item(Event event, String data, List<Routing.Recipient> recipients) {}

  private record Read(Message message, List<Item> items, List<Finding> findings) {}

  private record Stored(
      List<Read> reads,
      List<Identified> identified,
      Map<UUID, StoredEvent> events,
      Set<UUID> fresh,
      Set<UUID> echoes,
      List<Delivery> enqueued) {}
}
