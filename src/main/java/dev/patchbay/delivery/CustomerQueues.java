package dev.patchbay.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lane's memory: per customer a queue by {@code seq}, of which only the first is given out, and
 * only one at a time. Not safe for several threads.
 */
final class CustomerQueues {

  private static final class Queue {
    final UUID key;
    final TreeMap<Long, Held> rows = new TreeMap<>();
    @Nullable Held underWay;
    @Nullable Instant waitsUntil;
    boolean ready;

    Queue(UUID key) {
      this.key = key;
    }
  }

  private final Map<UUID, Queue> queues = new HashMap<>();
  private final Deque<Queue> ready = new ArrayDeque<>();
  private final TreeSet<Queue> waiting =
      new TreeSet<>(
          Comparator.comparing((Queue queue) -> until(queue)).thenComparing(queue -> queue.key));
  private int size;

  /** How many are held, those under way included. */
  int size() {
    return size;
  }

  /** Puts a delivery in its place; one that is there already stays as it is. */
  void add(Held held, Instant now) {
    Queue queue = queues.computeIfAbsent(held.key(), Queue::new);
    if (queue.rows.putIfAbsent(held.delivery().seq(), held) == null) {
      size++;
      arrange(queue, now);
    }
  }

  /** The next delivery that may go, now under way; {@code null} when there is none. */
  @Nullable Held take(Instant now) {
    while (!waiting.isEmpty() && !until(waiting.first()).isAfter(now)) {
      arrange(waiting.first(), now);
    }
    Queue queue = ready.pollFirst();
    if (queue == null) {
      return null;
    }
    queue.ready = false;
    queue.underWay = queue.rows.firstEntry().getValue();
    return queue.underWay;
  }

  /**
   * More that may go now beside one that {@link #take} gave, now under way.
   *
   * @param fits which of them
   */
  List<Held> takeAlso(Predicate<Held> fits, int most) {
    List<Held> taken = new ArrayList<>();
    Iterator<Queue> queues = ready.iterator();
    for (int looked = 0; taken.size() < most && looked < 2 * most && queues.hasNext(); looked++) {
      Queue queue = queues.next();
      Held first = queue.rows.firstEntry().getValue();
      if (fits.test(first)) {
        queues.remove();
        queue.ready = false;
        queue.underWay = first;
        taken.add(first);
      }
    }
    return taken;
  }

  /** When the next one may go that may not go now; never when nothing waits. */
  Instant nextAt() {
    return waiting.isEmpty() ? Instant.MAX : until(waiting.first());
  }

  /** Whether something may go now. */
  boolean isReady() {
    return !ready.isEmpty();
  }

  /** What was under way has ended; the customer's next may go. */
  void remove(Held held, Instant now) {
    Queue queue = queueOf(held);
    if (queue != null) {
      drop(queue, held);
      queue.underWay = null;
      arrange(queue, now);
    }
  }

  /** What was under way must be tried again as {@code again} says. */
  void retry(Held held, Held again, Instant now) {
    Queue queue = queueOf(held);
    if (queue != null) {
      queue.rows.put(again.delivery().seq(), again);
      queue.underWay = null;
      arrange(queue, now);
    }
  }

  /** Takes out those of the same customer other than {@code held}, which is under way. */
  List<Held> removeFollowers(Held held) {
    Queue queue = queueOf(held);
    if (queue == null) {
      return List.of();
    }
    List<Held> followers = new ArrayList<>(queue.rows.values());
    followers.remove(held);
    followers.forEach(follower -> drop(queue, follower));
    return followers;
  }

  /** Takes out these deliveries, unless under way. */
  void forget(Collection<UUID> deliveries, Instant now) {
    for (Queue queue : List.copyOf(queues.values())) {
      for (Held held : List.copyOf(queue.rows.values())) {
        if (held != queue.underWay && deliveries.contains(held.delivery().id())) {
          drop(queue, held);
        }
      }
      arrange(queue, now);
    }
  }

  /** All that are held. */
  Stream<Held> all() {
    return queues.values().stream().flatMap(queue -> queue.rows.values().stream());
  }

  /** Forgets everything, also what is under way. */
  void clear() {
    queues.clear();
    ready.clear();
    waiting.clear();
    size = 0;
  }

  private @Nullable Queue queueOf(Held held) {
    Queue queue = queues.get(held.key());
    return queue != null && queue.underWay == held ? queue : null;
  }

  private void drop(Queue queue, Held held) {
    if (queue.rows.remove(held.delivery().seq()) != null) {
      size--;
    }
  }

  private void arrange(Queue queue, Instant now) {
    if (queue.waitsUntil != null) {
      waiting.remove(queue);
      queue.waitsUntil = null;
    }
    if (queue.rows.isEmpty()) {
      queues.remove(queue.key, queue);
      if (queue.ready) {
        ready.remove(queue);
        queue.ready = false;
      }
      return;
    }
    if (queue.underWay != null) {
      return;
    }
    Instant notBefore = queue.rows.firstEntry().getValue().notBefore();
    if (notBefore.isAfter(now)) {
      if (queue.ready) {
        ready.remove(queue);
        queue.ready = false;
      }
      queue.waitsUntil = notBefore;
      waiting.add(queue);
    } else if (!queue.ready) {
      queue.ready = true;
      ready.addLast(queue);
    }
  }

  private static Instant until(Queue queue) {
    Instant until = queue.waitsUntil;
    if (until == null) {
      throw new IllegalStateException("A queue that does not wait is among the waiting");
    }
    return until;
  }
}
