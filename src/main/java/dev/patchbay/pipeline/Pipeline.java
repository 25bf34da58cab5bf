package dev.patchbay.pipeline;

import dev.patchbay.connector.Source;
import dev.patchbay.customer.Customers;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.inbox.Message;
import dev.patchbay.inbox.MessageStore;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
 * in one transaction, while the next are read and the last are on their way to the disk. Used by
 * one thread at a time, so that what is handed to the lanes after the commit keeps its order.
 */
public final class Pipeline implements AutoCloseable {

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

  private final Supplier<Plan> plan;
  private final MessageReader reader;
  private final Storing storing;
  private final Handover handover;
  private final Lanes lanes;
  private final Meters meters;
  private final BooleanSupplier senders;
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
    this.plan = plan;
    this.reader = reader;
    this.storing =
        new Storing(database, replica, plan, messages, customers, events, outbox, lanes, clock);
    this.handover = new Handover(database, lanes::doubt, this::handOn);
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
    try {
      process(batch, routing);
    } finally {
      handover.await();
    }
  }

  private void process(List<Message> batch, Routing routing) {
    Future<?> before = CompletableFuture.completedFuture(null);
    int from = 0;
    while (from < batch.size()) {
      giveWay();
      int to = Math.min(batch.size(), from + (from == 0 ? FIRST_PART : PART));
      List<ReadMessage> reads = new ArrayList<>(to - from);
      for (Message message : batch.subList(from, to)) {
        reads.add(read(message, routing));
      }
      await(before);
      if (to == batch.size()) {
        store(reads, from > 0);
      } else {
        before = storer.submit(() -> store(reads, true));
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

  private static void await(Future<?> work) {
    try {
      ReadAhead.result(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while storing", e);
    }
  }

  /** Ends the threads that store and flush while the next messages are read. */
  @Override
  public void close() {
    storer.shutdownNow();
    handover.close();
  }

  /**
   * Stores a part, and hands to the lanes whatever of it was committed.
   *
   * @param ahead whether the next part may be stored while this one is on its way to the disk
   */
  private void store(List<ReadMessage> reads, boolean ahead) {
    lanes.awaitRoom(ROOM);
    List<Stored> stored = new ArrayList<>(1);
    try {
      storeOrSetAside(reads, stored, ahead);
    } finally {
      if (ahead) {
        handover.add(stored);
      } else {
        stored.forEach(this::handOn);
      }
    }
  }

  private void handOn(Stored stored) {
    lanes.offer(stored.enqueued(), stored.events());
    stored.count(meters, this::isToldByWebhook);
  }

  /** Whatever happens, {@code stored} gets what was committed. */
  private void storeOrSetAside(List<ReadMessage> reads, List<Stored> stored, boolean ahead) {
    try {
      stored.add(storing.store(reads, ahead));
    } catch (DatabaseException e) {
      if (e.isAway() || e.isConflict()) {
        throw e;
      }
      oneByOne(reads, e, stored, ahead);
    } catch (RuntimeException e) {
      oneByOne(reads, e, stored, ahead);
    }
  }

  private void oneByOne(
      List<ReadMessage> reads, RuntimeException cause, List<Stored> stored, boolean ahead) {
    if (reads.size() > 1) {
      reads.forEach(read -> storeOrSetAside(List.of(read), stored, ahead));
      return;
    }
    Message message = reads.get(0).message();
    log.error("Processing message {} failed", message.id(), cause);
    stored.add(
        storing.store(
            List.of(new ReadMessage(message, List.of(), List.of(failure(cause)))), ahead));
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
