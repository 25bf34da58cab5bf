package dev.patchbay.pipeline;

import dev.patchbay.connector.Source;
import dev.patchbay.customer.Customers;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.inbox.Message;
import dev.patchbay.inbox.MessageStore;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** So many are stored together, by two connections, while the next are read. */
  private static final int PART = 128;

  /** By one connection while senders wait, who are to have the processors. */
  private static final int SMALL_PART = 64;

  /** Fewer at first: until they are read, nothing can be stored. */
  private static final int FIRST_PART = 16;

  /** Longest wait for room in the lanes: at worst a batch each so often is processed. */
  private static final Duration ROOM = Duration.ofMillis(200);

  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);

  /** However many senders wait, a part is processed each so often. */
  private static final long LONGEST_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Supplier<Plan> plan;
  private final MessageReader reader;
  private final Storing storing;
  private final Lanes lanes;
  private final Meters meters;
  private final BooleanSupplier senders;
  private final ExecutorService first =
      Executors.newSingleThreadExecutor(Daemons.named("process-store"));
  private final ExecutorService second =
      Executors.newSingleThreadExecutor(Daemons.named("process-store-too"));

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
    this.plan = plan;
    this.reader = reader;
    this.storing =
        new Storing(database, replica, plan, messages, customers, events, outbox, lanes, clock);
    this.lanes = lanes;
    this.meters = meters;
    this.senders = senders;
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
    Future<?> before = CompletableFuture.completedFuture(null);
    int from = 0;
    while (from < batch.size()) {
      int most = giveWay() ? SMALL_PART : PART;
      int to = Math.min(batch.size(), from + (from == 0 ? FIRST_PART : most));
      List<ReadMessage> reads = new ArrayList<>(to - from);
      for (Message message : batch.subList(from, to)) {
        reads.add(read(message, routing));
      }
      await(before);
      if (to == batch.size()) {
        store(reads);
      } else {
        before = first.submit(() -> store(reads));
      }
      from = to;
    }
  }

  /**
   * Senders that wait for their answer come first; what is stored already can wait a little.
   *
   * @return whether some waited
   */
  private boolean giveWay() {
    boolean some = false;
    long end = System.nanoTime() + LONGEST_WAY_NANOS;
    while (senders.getAsBoolean() && end - System.nanoTime() > 0) {
      some = true;
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return some;
  }

  private static <T> T await(Future<T> work) {
    try {
      return ReadAhead.result(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while storing", e);
    }
  }

  /** Ends the threads that store while the next messages are read. */
  @Override
  public void close() {
    first.shutdownNow();
    second.shutdownNow();
  }

  /** Stores a part, of which strangers are stored side by side: two connections do the work. */
  private void store(List<ReadMessage> reads) {
    lanes.awaitRoom(ROOM);
    List<List<ReadMessage>> halves =
        reads.size() <= SMALL_PART ? List.of(reads, List.of()) : Kindred.halves(reads);
    if (halves.get(1).isEmpty()) {
      List<Stored> stored = new ArrayList<>();
      try {
        storeOrSetAside(reads, stored);
      } finally {
        handOn(stored);
      }
      return;
    }
    List<Stored> stored = new ArrayList<>();
    List<Stored> others = new ArrayList<>();
    Future<?> other = second.submit(() -> storeOrSetAside(halves.get(1), others));
    try {
      storeOrSetAside(halves.get(0), stored);
    } finally {
      try {
        await(other);
      } finally {
        stored.addAll(others);
        handOn(stored);
      }
    }
  }

  /**
   * Hands on what was committed, in the order in which it was enqueued: for each customer that of
   * the commits.
   */
  private void handOn(List<Stored> stored) {
    List<Delivery> enqueued = new ArrayList<>();
    Map<UUID, StoredEvent> found = new HashMap<>();
    for (Stored each : stored) {
      enqueued.addAll(each.enqueued());
      found.putAll(each.events());
    }
    enqueued.sort(Comparator.comparingLong(Delivery::seq));
    lanes.offer(enqueued, found);
    stored.forEach(each -> each.count(meters, this::isToldByWebhook));
  }

  /** Whatever happens, {@code stored} gets what was committed. */
  private void storeOrSetAside(List<ReadMessage> reads, List<Stored> stored) {
    try {
      stored.add(storing.store(reads));
    } catch (DatabaseException e) {
      if (e.isAway() || e.isConflict()) {
        throw e;
      }
      oneByOne(reads, e, stored);
    } catch (RuntimeException e) {
      oneByOne(reads, e, stored);
    }
  }

  private void oneByOne(List<ReadMessage> reads, RuntimeException cause, List<Stored> stored) {
    if (reads.size() > 1) {
      reads.forEach(read -> storeOrSetAside(List.of(read), stored));
      return;
    }
    Message message = reads.get(0).message();
    log.error("Processing message {} failed", message.id(), cause);
    stored.add(
        storing.store(List.of(new ReadMessage(message, List.of(), List.of(failure(cause))))));
  }

  private ReadMessage read(Message message, Routing routing) {
    MessageReader.Reading reading;
    try {
      reading = reader.read(message);
    } catch (RuntimeException | StackOverflowError e) {
      log.error("Reading message {} failed", message.id(), e);
      reading = new MessageReader.Reading(List.of(), List.of(failure(e)));
    }
    if (reading.isInvalid()) {
      return new ReadMessage(message, List.of(), reading.findings());
    }
    List<ReadMessage.Item> items = new ArrayList<>(reading.events().size());
    for (Event event : reading.events()) {
      String data = EventJson.writeData(event.data());
      items.add(new ReadMessage.Item(event, data, routing.recipients(event, data)));
    }
    return new ReadMessage(message, items, List.of());
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
}
