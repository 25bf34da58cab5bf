package dev.patchbay.fault;

import dev.patchbay.fault.Sender.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends at a fixed rate whatever the answers do, as the outside world does: a slow answer makes
 * later ones late, and their time counts from when they were due. What was not acknowledged is sent
 * again under the same id, as a vendor would.
 */
public final class OpenLoopLoad implements AutoCloseable {

  /**
   * One try of one message.
   *
   * @param sentNanos by {@link System#nanoTime}
   * @param tookNanos from there to the answer or its absence
   */
  public record Try(long number, int nth, long sentNanos, long tookNanos, Answer answer) {}

  private record Shot(long number, int nth, long dueNanos) {}

  private static final int TIMEOUT_MILLIS = 15_000;
  private static final long MOST_WAIT_MILLIS = 10_000;

  private final FormTraffic traffic;
  private final Ledger ledger;
  private final long intervalNanos;
  private final Duration retryAfter;
  private final BlockingQueue<Shot> queue = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "load-retries"));
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Try> tries = new ConcurrentLinkedQueue<>();
  private final Collection<Long> open = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<Long, Long> dueNanos = new ConcurrentHashMap<>();
  private final ConcurrentHistogram ack = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(5), 3);
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private volatile boolean pacing = true;
  private volatile boolean running = true;

  /**
   * A load that {@link #start} lets go.
   *
   * @param ratePerSecond new messages a second
   * @param senders connections, and so the most requests under way at once
   * @param retryAfter when to send again what was not acknowledged; twice as long each time
   */
  public OpenLoopLoad(
      FormTraffic traffic,
      Ledger ledger,
      int port,
      int ratePerSecond,
      int senders,
      Duration retryAfter) {
    this.traffic = traffic;
    this.ledger = ledger;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
    this.retryAfter = retryAfter;
    threads.add(daemon(this::pace, "load-pace"));
    for (int i = 0; i < senders; i++) {
      threads.add(daemon(() -> send(port), "load-sender-" + i));
    }
  }

  /** Begins. */
  public OpenLoopLoad start() {
    threads.forEach(Thread::start);
    return this;
  }

  /** Makes no new messages from now on; what was not acknowledged goes on. */
  public void stopNew() {
    pacing = false;
  }

  /** Whether every message is acknowledged, waiting for it at most this long. */
  public boolean drain(Duration patience) {
    stopNew();
    return Poll.until(patience, () -> !threads.get(0).isAlive() && open.isEmpty());
  }

  /** Messages begun so far. */
  public long started() {
    return started.get();
  }

  /** Messages acknowledged so far. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** Every try so far, oldest first. */
  public List<Try> tries() {
    return List.copyOf(tries);
  }

  /** Nanoseconds from when a message was due to its acknowledgement. */
  public Histogram ackNanos() {
    return ack.copy();
  }

  /** When a message was due, by {@link System#nanoTime}. */
  public long dueNanos(long number) {
    return dueNanos.get(number);
  }

  @Override
  public void close() {
    pacing = false;
    running = false;
    later.shutdownNow();
    threads.forEach(Thread::interrupt);
  }

  private void pace() {
    long begin = System.nanoTime();
    for (long number = 0; pacing; number++) {
      long due = begin + number * intervalNanos;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
        if (!pacing) {
          return;
        }
      }
      open.add(number);
      dueNanos.put(number, due);
      started.incrementAndGet();
      queue.add(new Shot(number, 1, due));
    }
  }

  private void send(int port) {
    try (Sender sender = new Sender(port, TIMEOUT_MILLIS)) {
      while (running) {
        shoot(sender, queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void shoot(Sender sender, Shot shot) {
    byte[] request = traffic.request(shot.number());
    long sent = System.nanoTime();
    Answer answer = sender.send(request);
    long now = System.nanoTime();
    if (!running) {
      return;
    }
    tries.add(new Try(shot.number(), shot.nth(), sent, now - sent, answer));
    if (answer.isAcknowledged()) {
      if (ledger != null) {
        ledger.write(traffic.id(shot.number()), answer.status());
      }
      ack.recordValue(Math.min(now - shot.dueNanos(), ack.getHighestTrackableValue()));
      acknowledged.incrementAndGet();
      open.remove(shot.number());
    } else {
      Shot again = new Shot(shot.number(), shot.nth() + 1, shot.dueNanos());
      long wait = Math.min(MOST_WAIT_MILLIS, retryAfter.toMillis() << Math.min(6, shot.nth() - 1));
      later.schedule(
          () -> queue.add(again), wait * (75 + shot.number() % 50) / 100, TimeUnit.MILLISECONDS);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
