package dev.patchbay.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.event.Ids;
import dev.patchbay.metrics.Meters;
import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbox on PostgreSQL. Messages that arrive at the same moment share one insert and one commit
 * (group commit), and each sender hears of success only after that commit. Rows are stored already
 * held by this replica and handed on in memory.
 */
public final class JdbcInbox implements Inbox, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JdbcInbox.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WATCH_MILLIS = 100;
  private static final int COMPLETED_INLINE = 8;

  /**
   * So many senders without an answer are a crowd. At a small business's pace there are one or two;
   * while a commit takes some 5 ms, a crowd comes faster than messages can be processed.
   */
  private static final int CROWD = 16;

  /** A crowd that was answered has not gone yet: it sends again, or others come. */
  private static final long CROWD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final InboxSettings settings;
  private final Meters meters;
  private final BlockingQueue<Pending> queue;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final List<InboxWriter> writers = new ArrayList<>();
  private final ExecutorService acknowledger;
  private final ScheduledExecutorService watch;
  private volatile @Nullable Consumer<List<Message>> listener;
  private volatile long crowdedNanos = System.nanoTime() - CROWD_NANOS;
  private volatile boolean away;
  private volatile boolean closed;

  /**
   * Starts the writers.
   *
   * @param replica id of this hub, which the rows bear from the start
   * @param ids made from a thread-safe source of randomness
   */
  public JdbcInbox(
      Database database, long replica, Ids ids, Meters meters, InboxSettings settings) {
    this.settings = settings;
    this.meters = meters;
    this.queue = new ArrayBlockingQueue<>(settings.capacity());
    this.acknowledger = Executors.newSingleThreadExecutor(Daemons.named("inbox-answers"));
    this.watch = Executors.newSingleThreadScheduledExecutor(Daemons.named("inbox-deadlines"));
    for (int i = 0; i < settings.writers(); i++) {
      InboxWriter writer = new InboxWriter(this, database, replica, ids);
      writers.add(writer);
      Daemons.thread(writer, "inbox-writer-" + i).start();
    }
    watch.scheduleWithFixedDelay(
        this::failOverdue, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Who is told of newly stored messages, on the writer's thread right after the commit; it must
   * hand them on without waiting, and may release in the table what it cannot hold. Without a
   * listener messages are stored free for any replica to claim.
   */
  public void onCommitted(Consumer<List<Message>> consumer) {
    this.listener = consumer;
  }

  @Override
  public CompletableFuture<Receipt> receive(Incoming incoming) {
    if (closed) {
      return refuse(incoming, "stopping", "The hub is stopping");
    }
    if (away) {
      return refuse(incoming, "database-away", "The database is away");
    }
    Pending pending = Pending.of(incoming, headers(incoming), System.nanoTime());
    int bytes = incoming.body().length;
    if (queuedBytes.addAndGet(bytes) > settings.capacityBytes() + bytes || !queue.offer(pending)) {
      queuedBytes.addAndGet(-bytes);
      return refuse(incoming, "queue-full", "Too many messages wait to be stored");
    }
    if (closed) {
      pending.future().completeExceptionally(unavailable("The hub is stopping", null));
    }
    return pending.future();
  }

  /** Messages that wait for a commit now. */
  public int waiting() {
    return queue.size();
  }

  /** Senders that have no answer yet: messages that wait for a commit and those in it. */
  int unanswered() {
    int count = queue.size();
    for (InboxWriter writer : writers) {
      count += writer.current().size();
    }
    return count;
  }

  /** Whether so many senders wait for an answer, or did just now, that other work should wait. */
  public boolean isCrowded() {
    return unanswered() >= CROWD || System.nanoTime() - crowdedNanos < CROWD_NANOS;
  }

  /** Whether messages are refused at present because the database is away. */
  public boolean isAway() {
    return away;
  }

  /** Commits what is waiting, refuses what cannot be committed in time, and stops. */
  @Override
  public void close() {
    closed = true;
    for (InboxWriter writer : writers) {
      writer.stop(settings.deadline());
    }
    watch.shutdownNow();
    failAll("The hub is stopping", null);
    acknowledger.shutdown();
  }

  /** A writer begins a commit. */
  void committing() {
    if (unanswered() >= CROWD) {
      crowdedNanos = System.nanoTime();
    }
  }

  BlockingQueue<Pending> queue() {
    return queue;
  }

  InboxSettings settings() {
    return settings;
  }

  boolean isClosed() {
    return closed;
  }

  boolean hasListener() {
    return listener != null;
  }

  /** The writer took this one from the queue. */
  void taken(Pending pending) {
    queuedBytes.addAndGet(-pending.incoming().body().length);
  }

  /** The database answers again. */
  void back() {
    if (away) {
      away = false;
      log.info("The database is back: messages are taken again");
    }
  }

  /** The database is away: whoever waits is refused, and whoever comes too. */
  void lost(@Nullable DatabaseException cause) {
    if (!away && !closed) {
      away = true;
      log.warn(
          "Storing messages: the database is away{}; senders are told to come again",
          cause == null ? "" : " (SQL state " + cause.sqlState() + ")");
    }
    failAll("The database is away", cause);
  }

  /** Tells everyone concerned that a batch was committed. Returns whether the listener took it. */
  boolean committed(InboxBatch batch, List<Pending> entries) {
    boolean handedOn = handOn(batch);
    if (entries.size() <= COMPLETED_INLINE || acknowledger.isShutdown()) {
      answer(batch, entries);
    } else {
      acknowledger.execute(() -> answer(batch, entries));
    }
    return handedOn;
  }

  void refused(Pending entry, @Nullable Throwable cause) {
    if (entry.future().completeExceptionally(unavailable("Storing the message", cause))) {
      meters.refused(entry.incoming().connection(), "database-away");
    }
  }

  private boolean handOn(InboxBatch batch) {
    Consumer<List<Message>> consumer = listener;
    if (consumer == null || batch.stored().isEmpty()) {
      return true;
    }
    try {
      consumer.accept(
          batch.stored().stream().map(row -> message(row.id(), row.pending())).toList());
      return true;
    } catch (RuntimeException e) {
      log.error("Handing on committed messages: {}", e.getClass().getName());
      return false;
    }
  }

  private void answer(InboxBatch batch, List<Pending> entries) {
    long now = System.nanoTime();
    batch.reused().forEach(entry -> meters.idReused(entry.incoming().connection()));
    for (Pending entry : entries) {
      Receipt receipt = batch.receipt(entry);
      entry.future().complete(receipt);
      if (receipt.duplicate()) {
        meters.duplicate(entry.incoming().connection());
      } else {
        meters.received(entry.incoming().connection(), Duration.ofNanos(now - entry.enqueued()));
      }
    }
  }

  private void failOverdue() {
    long limit = System.nanoTime() - settings.deadline().toNanos();
    boolean overdue = false;
    for (InboxWriter writer : writers) {
      List<Pending> current = writer.current();
      if (!current.isEmpty() && current.get(0).enqueued() - limit < 0) {
        overdue = true;
      }
      for (Pending entry : current) {
        if (entry.enqueued() - limit < 0) {
          refused(entry, null);
        }
      }
    }
    for (Pending entry : queue) {
      if (entry.enqueued() - limit >= 0) {
        break;
      }
      overdue = true;
      refused(entry, null);
    }
    if (overdue && writers.stream().allMatch(InboxWriter::isStuck)) {
      lost(null);
    }
  }

  /** What is left in the queue is refused; the writer skips entries that have been answered. */
  private void failAll(String why, @Nullable Throwable cause) {
    for (Pending entry : queue) {
      if (entry.future().completeExceptionally(unavailable(why, cause))) {
        meters.refused(entry.incoming().connection(), closed ? "stopping" : "database-away");
      }
    }
    for (InboxWriter writer : writers) {
      if (writer.isStuck()) {
        writer.current().forEach(entry -> refused(entry, cause));
      }
    }
  }

  private CompletableFuture<Receipt> refuse(Incoming incoming, String reason, String text) {
    meters.refused(incoming.connection(), reason);
    return CompletableFuture.failedFuture(unavailable(text, null));
  }

  private InboxUnavailableException unavailable(String text, @Nullable Throwable cause) {
    return new InboxUnavailableException(text, settings.retryAfter(), cause);
  }

  private static Message message(UUID id, Pending pending) {
    Incoming incoming = pending.incoming();
    return new Message(
        id,
        incoming.connection(),
        incoming.vendorId(),
        incoming.body(),
        incoming.contentType(),
        incoming.headers(),
        incoming.url(),
        pending.receivedAt());
  }

  private static String headers(Incoming incoming) {
    if (incoming.headers().isEmpty()) {
      return "{}";
    }
    Map<String, String> storable = new HashMap<>();
    incoming
        .headers()
        .forEach((name, value) -> storable.put(Pending.text(name), Pending.text(value)));
    try {
      return JSON.writeValueAsString(storable);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Headers are plain texts", e);
    }
  }
}
