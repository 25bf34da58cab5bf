package dev.patchbay.delivery;

import dev.patchbay.delivery.Gate.Pass;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Claim;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.Halt;
import dev.patchbay.outbox.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this hub knows of one destination: the lease, the deliveries in memory, and when to send.
 *
 * <p>Order of the two locks: {@link #claiming}, which is held while rows move from the table to
 * memory, before {@code lock}, which is never held while talking to the database.
 */
final class Lane {

  /** An attempt that may be made now. */
  record Turn(Held held, Pass pass, long token) {}

  /**
   * How the lane stands after an attempt.
   *
   * @param breakerOpen whether the destination seems down
   * @param resumed whether this attempt ended a pause
   */
  record After(boolean breakerOpen, boolean resumed) {}

  /** What a scan of the table is to do. */
  record Scan(
      long token,
      long moment,
      int limit,
      Map<UUID, UUID> refused,
      Set<UUID> leaving,
      List<UUID> held) {}

  /** Sends are held back when the lease was not confirmed for so long, as after a long pause. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(8);

  /** A lane that has settled nothing for so long is not waited for: it is slow or stands still. */
  private static final long BRISK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  final LaneSettings settings;

  /** Held from before rows are claimed until they are in memory, so that order is kept. */
  final ReentrantLock claiming = new ReentrantLock();

  private final DeliverySettings common;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition keeperNeeded = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final CustomerQueues queues = new CustomerQueues();
  private final Releases releases = new Releases();
  private final Map<UUID, UUID> refused = new HashMap<>();
  private final Gate gate;

  private long token;
  private long confirmedNanos;
  private boolean suspect;
  private boolean retake;
  private boolean closing;
  private boolean woken;
  private boolean backlog;
  private boolean pauseWritten;
  private @Nullable Finding halted;
  private int underWay;
  private long settledNanos = System.nanoTime() - BRISK_NANOS;

  Lane(LaneSettings settings, DeliverySettings common, InstantSource clock) {
    this.settings = settings;
    this.common = common;
    this.clock = clock;
    this.gate = new Gate(settings.rateLimit(), common);
  }

  // Enqueuing

  /** Leave to enqueue into memory, or empty when this lane cannot take more. */
  Optional<Claim> claim() {
    lock.lock();
    try {
      if (token == 0 || retake || suspect || closing || halted != null || gate.paused() != null) {
        return Optional.empty();
      }
      // The rest is kept for the scan, so that what waits in the table is not starved.
      if (isFull()) {
        backlog = true;
        return Optional.empty();
      }
      return Optional.of(new Claim(token, releases.moment(), settings.blocks()));
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return queues.size() >= common.capacity() * 3 / 4;
  }

  /**
   * Waits a little while the lane is full and sends briskly: what then comes goes straight into
   * memory, which costs half of what finding it in the table does.
   */
  void awaitRoom(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long end = System.nanoTime() + nanos;
      long now = System.nanoTime();
      while (isFull() && !closing && end - now > 0 && now - settledNanos < BRISK_NANOS) {
        room.awaitNanos(Math.min(end - now, BRISK_NANOS));
        now = System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes what was enqueued; what may not come into memory is left to the scan. */
  void offer(List<Delivery> deliveries, Map<UUID, StoredEvent> events) {
    claiming.lock();
    lock.lock();
    try {
      Instant now = clock.instant();
      for (Delivery delivery : deliveries) {
        offer(delivery, events.get(delivery.event()), now);
      }
    } finally {
      lock.unlock();
      claiming.unlock();
    }
  }

  private void offer(Delivery delivery, @Nullable StoredEvent event, Instant now) {
    Claim claim = delivery.claim();
    if (claim == null) {
      wakeKeeper();
    } else if (claim.token() == token && !retake) {
      UUID customer = delivery.customer();
      if (event == null || (customer != null && releases.refuses(customer, claim.moment()))) {
        refuse(delivery);
      } else {
        queues.add(new Held(delivery, event, now), now);
        changed.signal();
      }
    }
  }

  /** Keeps out what is claimed already; the next scan lets it go. */
  private void refuse(Delivery delivery) {
    UUID key = delivery.customer() == null ? delivery.id() : delivery.customer();
    if (refused.put(delivery.id(), key) == null) {
      releases.leaving(key);
    }
    wakeKeeper();
  }

  // Attempts

  /** Waits for the next attempt that may be made; {@code null} when the lane closes. */
  @Nullable Turn next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closing) {
        Instant now = clock.instant();
        Instant at = opensAt();
        if (!at.isAfter(now)) {
          Held held = queues.take(now);
          if (held != null) {
            underWay++;
            return new Turn(held, gate.began(now), token);
          }
          at = queues.nextAt();
        }
        if (at.equals(Instant.MAX)) {
          changed.await(1, TimeUnit.SECONDS);
        } else {
          long nanos = Math.min(Duration.between(now, at).toMillis(), 1_000) * 1_000_000 + 500_000;
          changed.awaitNanos(nanos);
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** More that may go in the same request as {@code first}; none while the destination is tried. */
  List<Turn> together(Turn first, Predicate<Held> fits, int most) {
    lock.lock();
    try {
      if (closing
          || first.token() != token
          || halted != null
          || gate.isBreakerOpen()
          || gate.paused() != null) {
        return List.of();
      }
      List<Turn> turns = new ArrayList<>();
      for (Held held : queues.takeAlso(fits, most)) {
        underWay++;
        turns.add(new Turn(held, first.pass(), token));
      }
      return turns;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A delivery was not sent after all, and may go at once.
   *
   * @param alone whether in a request of its own
   */
  void givenBack(Turn turn, boolean alone) {
    lock.lock();
    try {
      underWay--;
      Held held = turn.held();
      if (turn.token() == token) {
        Instant now = clock.instant();
        queues.retry(held, new Held(held.delivery(), held.event(), now, alone), now);
      }
      if (underWay == 0 && (retake || token == 0)) {
        wakeKeeper();
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private Instant opensAt() {
    if (token == 0 || retake || suspect || halted != null) {
      return Instant.MAX;
    }
    if (System.nanoTime() - confirmedNanos > FRESH_NANOS) {
      wakeKeeper();
      return Instant.MAX;
    }
    return gate.opensAt();
  }

  /** An attempt was made: what is known of the destination changes at once. */
  After attempted(Turn turn, @Nullable Outcome outcome, Reply reply, Instant now) {
    lock.lock();
    try {
      boolean before = gate.paused() != null;
      if (outcome == null) {
        gate.unused(turn.pass(), now);
      } else {
        gate.ended(turn.pass(), outcome, reply.status(), reply.isOfDestination(), now);
      }
      boolean paused = gate.paused() != null;
      if (paused != before) {
        pauseWritten = false;
      }
      changed.signalAll();
      return new After(gate.isBreakerOpen(), before && !paused);
    } finally {
      lock.unlock();
    }
  }

  /** The delivery leaves memory; gives those of the same customer that leave with it. */
  List<UUID> leaves(Turn turn) {
    lock.lock();
    try {
      if (turn.token() != token) {
        return List.of();
      }
      releases.leaving(turn.held().key());
      return queues.removeFollowers(turn.held()).stream()
          .map(each -> each.delivery().id())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What came of an attempt is written, or found to be no longer ours to write.
   *
   * @param again the delivery as it is to be tried again from memory, or {@code null}
   * @param leaves whether it left memory, with its followers
   * @param pauses whether the lane's pause was written with it
   */
  void settled(Turn turn, boolean written, @Nullable Held again, boolean leaves, boolean pauses) {
    lock.lock();
    try {
      underWay--;
      settledNanos = System.nanoTime();
      room.signalAll();
      Instant now = clock.instant();
      if (turn.token() == token) {
        if (!written) {
          suspect = true;
          wakeKeeper();
        }
        if (written && again != null) {
          queues.retry(turn.held(), again, now);
        } else {
          queues.remove(turn.held(), now);
        }
        if (leaves) {
          releases.left(turn.held().key());
        }
        if (pauses && gate.paused() != null) {
          pauseWritten = true;
        }
        if (backlog && queues.size() < common.capacity() / 2) {
          wakeKeeper();
        }
      }
      if (underWay == 0 && (retake || token == 0)) {
        wakeKeeper();
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Leaves these alone from now on, unless they are under way. */
  void forget(Collection<UUID> deliveries) {
    lock.lock();
    try {
      queues.forget(deliveries, clock.instant());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // The lease, for the keeper

  /** Whether the lane must be taken, now that no attempt of an earlier lease is under way. */
  boolean mayTake() {
    lock.lock();
    try {
      return (token == 0 || retake) && underWay == 0;
    } finally {
      lock.unlock();
    }
  }

  boolean isOwner() {
    lock.lock();
    try {
      return token != 0 && !retake;
    } finally {
      lock.unlock();
    }
  }

  long token() {
    lock.lock();
    try {
      return token;
    } finally {
      lock.unlock();
    }
  }

  /** The lane is ours; what memory held under an earlier lease is void. */
  void taken(Lease lease) {
    lock.lock();
    try {
      drop();
      token = lease.token();
      gate.reset();
      follow(lease);
      confirmedNanos = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The lane is somebody else's. */
  void lost() {
    lock.lock();
    try {
      drop();
      token = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody knows what was claimed: take the lane anew once nothing is under way. */
  void doubt() {
    lock.lock();
    try {
      if (token != 0) {
        retake = true;
        wakeKeeper();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What the next scan is to do; the caller holds {@link #claiming}. */
  Scan scan(int most, boolean withHeld) {
    lock.lock();
    try {
      int room = Math.max(0, Math.min(most, common.capacity() - queues.size()));
      if (closing || halted != null || (gate.paused() != null && queues.size() > 0)) {
        room = 0;
      }
      Set<UUID> leaving = new HashSet<>(releases.customers());
      leaving.removeAll(onlyRefused());
      List<UUID> held =
          withHeld ? queues.all().map(each -> each.delivery().id()).toList() : List.of();
      return new Scan(token, releases.moment(), room, Map.copyOf(refused), leaving, held);
    } finally {
      lock.unlock();
    }
  }

  /** Customers who only wait for refused rows to be let go, which the scan itself does first. */
  private Set<UUID> onlyRefused() {
    Map<UUID, Integer> counts = new HashMap<>();
    refused.values().forEach(key -> counts.merge(key, 1, Integer::sum));
    Set<UUID> only = new HashSet<>();
    counts.forEach(
        (key, count) -> {
          if (releases.isLeavingOnly(key, count)) {
            only.add(key);
          }
        });
    return only;
  }

  /** What the scan found is in memory; the caller still holds {@link #claiming}. */
  void scanned(
      Scan scan,
      Lease lease,
      List<Delivery> claimed,
      Map<UUID, StoredEvent> events,
      Collection<UUID> ended) {
    lock.lock();
    try {
      if (scan.token() != token) {
        return;
      }
      Instant now = clock.instant();
      Map<UUID, Integer> letGo = new HashMap<>();
      scan.refused().values().forEach(key -> letGo.merge(key, 1, Integer::sum));
      Set<UUID> late = new HashSet<>();
      for (Delivery delivery : claimed) {
        // Earlier rows of the same customer may have left memory while the scan was running.
        UUID customer = delivery.customer();
        if (customer != null
            && releases.left(customer, scan.moment(), letGo.getOrDefault(customer, 0))) {
          late.add(customer);
        }
      }
      scan.refused()
          .forEach(
              (delivery, key) -> {
                if (refused.remove(delivery) != null) {
                  releases.left(key);
                }
              });
      for (Delivery delivery : claimed) {
        StoredEvent event = events.get(delivery.event());
        if (delivery.customer() != null && late.contains(delivery.customer())) {
          refuse(delivery);
        } else if (event != null) {
          queues.add(new Held(delivery, event, now), now);
        }
      }
      if (!ended.isEmpty()) {
        queues.forget(ended, now);
      }
      follow(lease);
      backlog = scan.limit() > 0 && claimed.size() >= scan.limit();
      suspect = false;
      confirmedNanos = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes over whether the table says the lane is paused. */
  private void follow(Lease lease) {
    Halt halt = lease.halt();
    halted =
        halt == null
            ? null
            : Finding.error(
                "lane.halted",
                "%s paused it: %s".formatted(halt.by(), halt.why()),
                "Resume it when it may send again.");
    if (lease.paused() && gate.paused() == null && underWay == 0) {
      String kind = lease.pausedKind() == null ? "lane.paused" : lease.pausedKind();
      String text = lease.pausedText() == null ? "The lane is paused." : lease.pausedText();
      gate.pause(Finding.error(kind, text, lease.pausedRemedy()), clock.instant());
      pauseWritten = true;
    } else if (!lease.paused() && gate.paused() != null && pauseWritten) {
      gate.resume();
    }
  }

  private void drop() {
    queues.clear();
    releases.clear();
    refused.clear();
    suspect = false;
    retake = false;
    backlog = true;
    pauseWritten = false;
  }

  // Waking and ending

  /** Waits until the keeper is needed, or {@code nanos} have passed; {@code false} to end. */
  boolean awaitKeeping(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!woken && !closing && left > 0) {
        left = keeperNeeded.awaitNanos(left);
      }
      woken = false;
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /** Looks for due deliveries now. */
  void wake() {
    lock.lock();
    try {
      wakeKeeper();
    } finally {
      lock.unlock();
    }
  }

  /** Goes on though paused. */
  void resume() {
    lock.lock();
    try {
      gate.resume();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Begins no more attempts. */
  void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      wakeKeeper();
    } finally {
      lock.unlock();
    }
  }

  /** Whether more may be claimed at once. */
  boolean wantsMore() {
    lock.lock();
    try {
      return backlog && queues.size() < common.capacity() / 2;
    } finally {
      lock.unlock();
    }
  }

  LaneState state() {
    lock.lock();
    try {
      LaneState.Status status =
          token == 0 || retake
              ? LaneState.Status.NOT_OWNER
              : halted != null
                  ? LaneState.Status.HALTED
                  : gate.paused() != null
                      ? LaneState.Status.PAUSED
                      : gate.isBreakerOpen()
                          ? LaneState.Status.BREAKER_OPEN
                          : LaneState.Status.OPEN;
      return new LaneState(
          settings.destination(),
          status,
          queues.size(),
          underWay,
          halted == null ? gate.paused() : halted,
          gate.used(clock.instant()),
          settings.rateLimit());
    } finally {
      lock.unlock();
    }
  }

  private void wakeKeeper() {
    woken = true;
    keeperNeeded.signalAll();
  }
}
