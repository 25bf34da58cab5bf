package dev.patchbay.pipeline;

import dev.patchbay.inbox.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Committed messages that wait to be processed: memory first, the table as the truth.
 *
 * <p>Messages come here right after their commit. Of what does not fit only the id is kept, and the
 * row read again when its turn comes; when even ids are too many, the rest is given back to the
 * table. The table is looked at when memory is empty: at once after something was given back, else
 * every few seconds for what other hubs left behind.
 */
public final class Backlog {

  /** The rows behind it. */
  public interface Table {
    /**
     * Waiting messages that nobody alive holds, oldest first, now held by this hub.
     *
     * @param limit at most so many
     * @param bytes no more once their bodies have so many
     */
    List<Message> claim(int limit, long bytes);

    /** Those of these messages that still wait and are held by this hub, in the order asked for. */
    List<Message> load(List<UUID> messages);

    /**
     * Waiting messages that this hub holds in the table but not in memory: a claim that was
     * committed without our hearing of it leaves such. None that was received just now: it may be
     * on its way to us.
     *
     * @param known what is in memory or being processed
     * @param bytes no more once their bodies have so many
     */
    List<Message> forgotten(Collection<UUID> known, long bytes);

    /** Gives messages back, so that a later claim finds them. */
    void release(List<UUID> messages);
  }

  private static final Logger log = LoggerFactory.getLogger(Backlog.class);
  private static final int MOST_TO_RECALL = 1_000;

  /** Ids without a body for each message with one. */
  private static final int FURTHER = 12;

  /** Bodies in memory; half as many in a batch, of which two may be under way. */
  private static final long MEMORY_BYTES = 32L << 20;

  private record Further(UUID id, int bytes) {}

  private final Table table;
  private final int capacity;
  private final long capacityBytes;
  private final long batchBytes;
  private final Duration sweepEvery;
  private final Deque<Message> waiting = new ArrayDeque<>();
  private final Deque<Further> further = new ArrayDeque<>();
  private final int mostFurther;
  private List<UUID> overflow = new ArrayList<>();
  private List<UUID> underWay = List.of();
  private List<UUID> underWayBefore = List.of();
  private long recallAt = System.nanoTime();
  private boolean moreInTable = true;
  private long lastSweep;
  private long waitingBytes;

  /**
   * An empty backlog that looks into the table first.
   *
   * @param capacity most messages held in memory, and fewer where they are large; of twelve times
   *     as many the id
   * @param sweepEvery how often the table is looked at when nothing else asks for it
   */
  public Backlog(Table table, int capacity, Duration sweepEvery) {
    this(table, capacity, MEMORY_BYTES, sweepEvery);
  }

  Backlog(Table table, int capacity, long capacityBytes, Duration sweepEvery) {
    this.table = table;
    this.capacity = capacity;
    this.capacityBytes = capacityBytes;
    this.batchBytes = capacityBytes / 2;
    this.mostFurther = FURTHER * capacity;
    this.sweepEvery = sweepEvery;
  }

  /** Takes messages that this hub has just committed; never blocks. */
  public synchronized void offer(List<Message> messages) {
    for (Message message : messages) {
      int bytes = message.body().length;
      if (waiting.size() < capacity && waitingBytes + bytes <= capacityBytes && further.isEmpty()) {
        waiting.add(message);
        waitingBytes += bytes;
      } else if (further.size() < mostFurther) {
        further.add(new Further(message.id(), bytes));
      } else {
        overflow.add(message.id());
      }
    }
    notifyAll();
  }

  /** Puts back what could not be processed now, to be taken first; the database was away, say. */
  public synchronized void again(List<Message> messages) {
    putBack(waiting, messages);
    waitingBytes += bytes(messages);
    notifyAll();
  }

  /** Looks into the table at the next chance, because somebody put messages back there. */
  public synchronized void wake() {
    moreInTable = true;
    notifyAll();
  }

  /**
   * The next messages, oldest first. Waits up to {@code patience} when there are none.
   *
   * @return at most {@code limit} messages; empty when none came
   * @throws dev.patchbay.db.DatabaseException when the table had to be looked at and is away
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  public List<Message> next(int limit, Duration patience) throws InterruptedException {
    List<Message> next = find(limit, patience);
    synchronized (this) {
      // One batch is found while the one before it is processed.
      underWayBefore = underWay;
      underWay = next.stream().map(Message::id).toList();
    }
    return next;
  }

  private List<Message> find(int limit, Duration patience) throws InterruptedException {
    giveBackOverflow();
    recall();
    List<Further> found;
    synchronized (this) {
      long deadline = System.nanoTime() + patience.toNanos();
      while (waiting.isEmpty() && further.isEmpty() && !sweepDue()) {
        long left = Math.min(deadline - System.nanoTime(), untilSweep());
        if (deadline - System.nanoTime() <= 0) {
          return List.of();
        }
        wait(Math.max(1, left / 1_000_000));
      }
      if (!waiting.isEmpty()) {
        List<Message> next = first(waiting, limit, message -> message.body().length);
        waitingBytes -= bytes(next);
        return next;
      }
      found = first(further, limit, Further::bytes);
      if (found.isEmpty()) {
        moreInTable = false;
        lastSweep = System.nanoTime();
      }
    }
    if (!found.isEmpty()) {
      return load(found);
    }
    List<Message> claimed = claim(limit);
    if (claimed.size() == limit || bytes(claimed) >= batchBytes) {
      wake();
    }
    return claimed;
  }

  /** At least one, where there is one. */
  private <T> List<T> first(Deque<T> queue, int limit, ToIntFunction<T> size) {
    List<T> taken = new ArrayList<>(Math.min(limit, queue.size()));
    long bytes = 0;
    while (taken.size() < limit && bytes < batchBytes && !queue.isEmpty()) {
      T next = queue.remove();
      bytes += size.applyAsInt(next);
      taken.add(next);
    }
    return taken;
  }

  private static long bytes(List<Message> messages) {
    return messages.stream().mapToLong(message -> message.body().length).sum();
  }

  private static <T> void putBack(Deque<T> queue, List<T> items) {
    for (int i = items.size() - 1; i >= 0; i--) {
      queue.addFirst(items.get(i));
    }
  }

  private List<Message> load(List<Further> found) {
    try {
      return table.load(found.stream().map(Further::id).toList());
    } catch (RuntimeException e) {
      synchronized (this) {
        putBack(further, found);
      }
      throw e;
    }
  }

  /** How many messages of this hub wait. */
  public synchronized int size() {
    return waiting.size() + further.size();
  }

  private List<Message> claim(int limit) {
    try {
      return table.claim(limit, batchBytes);
    } catch (RuntimeException e) {
      synchronized (this) {
        recallAt = Math.min(recallAt, System.nanoTime() + 2 * sweepEvery.toNanos());
      }
      wake();
      throw e;
    }
  }

  /** Finds what the table says we hold and we do not know of; soon after a claim that failed. */
  private void recall() {
    List<UUID> known;
    synchronized (this) {
      if (System.nanoTime() - recallAt < 0 || size() > MOST_TO_RECALL) {
        return;
      }
      known = new ArrayList<>();
      further.forEach(each -> known.add(each.id()));
      waiting.forEach(message -> known.add(message.id()));
      known.addAll(overflow);
      known.addAll(underWay);
      known.addAll(underWayBefore);
    }
    List<Message> forgotten = table.forgotten(known, batchBytes);
    synchronized (this) {
      recallAt = System.nanoTime() + 10 * sweepEvery.toNanos();
      waiting.addAll(forgotten);
      waitingBytes += bytes(forgotten);
    }
  }

  private void giveBackOverflow() {
    List<UUID> tooMany;
    synchronized (this) {
      if (overflow.isEmpty()) {
        return;
      }
      tooMany = overflow;
      overflow = new ArrayList<>();
    }
    try {
      table.release(tooMany);
      wake();
      log.info("Gave {} messages back to the table: memory is full", tooMany.size());
    } catch (RuntimeException e) {
      synchronized (this) {
        overflow.addAll(0, tooMany);
      }
      throw e;
    }
  }

  private boolean sweepDue() {
    return moreInTable || untilSweep() <= 0;
  }

  private long untilSweep() {
    return lastSweep + sweepEvery.toNanos() - System.nanoTime();
  }
}
