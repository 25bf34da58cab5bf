package dev.patchbay.delivery;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Claims;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.Lease;
import dev.patchbay.outbox.Leases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a lane, keeps it, and moves what is due from the table into its memory. */
final class LaneKeeper implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(LaneKeeper.class);
  private static final int MOST = 500;
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long ORPHANS_NANOS = TimeUnit.SECONDS.toNanos(60);

  private record Found(
      Lease lease, List<Delivery> claimed, Map<UUID, StoredEvent> events, List<UUID> ended) {}

  private final Lane lane;
  private final List<LaneWorker> workers;
  private final Database database;
  private final long replica;
  private final Events events;
  private final DeliverySettings settings;
  private long checkedNanos = System.nanoTime();
  private long orphansNanos = System.nanoTime();
  private boolean away;

  LaneKeeper(
      Lane lane,
      List<LaneWorker> workers,
      Database database,
      long replica,
      Events events,
      DeliverySettings settings) {
    this.lane = lane;
    this.workers = workers;
    this.database = database;
    this.replica = replica;
    this.events = events;
    this.settings = settings;
  }

  @Override
  public void run() {
    try {
      while (lane.awaitKeeping(keep().toNanos())) {
        // Goes on until the lane closes.
      }
    } catch (InterruptedException e) {
      log.debug("Keeper of {} ends", lane.settings.destination());
    }
  }

  /** One round; gives how long to wait for the next unless woken. */
  private Duration keep() {
    try {
      long now = System.nanoTime();
      workers.forEach(worker -> worker.interruptOverdue(now));
      if (lane.mayTake() && !take()) {
        return settings.takeEvery();
      }
      if (!lane.isOwner()) {
        return settings.takeEvery();
      }
      scan();
      if (away) {
        away = false;
        log.info("Lane {} goes on", lane.settings.destination());
      }
      return lane.wantsMore() ? Duration.ZERO : settings.scanEvery();
    } catch (RuntimeException e) {
      if (!away) {
        away = true;
        log.warn("Lane {} waits: {}", lane.settings.destination(), e.getMessage());
        if (!(e instanceof DatabaseException)) {
          log.error("Keeping lane {}", lane.settings.destination(), e);
        }
      }
      return settings.scanEvery();
    }
  }

  private boolean take() {
    Optional<Lease> lease =
        database.inTransaction(
            connection -> Leases.take(connection, lane.settings.destination(), replica));
    if (lease.isEmpty()) {
      lane.lost();
      return false;
    }
    lane.taken(lease.get());
    log.info(
        "Lane {} is sent by replica {} with token {}",
        lane.settings.destination(),
        replica,
        lease.get().token());
    return true;
  }

  private void scan() {
    lane.claiming.lock();
    try {
      long now = System.nanoTime();
      boolean check = now - checkedNanos > CHECK_NANOS;
      boolean orphans = now - orphansNanos > ORPHANS_NANOS;
      Lane.Scan scan = lane.scan(MOST, check || orphans);
      Optional<Found> found;
      try {
        found = database.inTransaction(connection -> find(connection, scan, check, orphans));
      } catch (RuntimeException e) {
        // It may have been committed all the same: then rows are claimed that nobody holds.
        lane.doubt();
        throw e;
      }
      if (found.isEmpty()) {
        log.info("Lane {} is sent by another replica now", lane.settings.destination());
        lane.lost();
        return;
      }
      checkedNanos = check ? now : checkedNanos;
      orphansNanos = orphans ? now : orphansNanos;
      Found all = found.get();
      lane.scanned(scan, all.lease(), all.claimed(), all.events(), all.ended());
    } finally {
      lane.claiming.unlock();
    }
  }

  private Optional<Found> find(
      Connection connection, Lane.Scan scan, boolean check, boolean orphans) throws SQLException {
    String destination = lane.settings.destination();
    Optional<Lease> lease = Leases.hold(connection, destination, replica, scan.token());
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    Claims.release(connection, scan.token(), scan.refused().keySet());
    if (orphans) {
      Set<UUID> held = new HashSet<>(scan.held());
      held.addAll(scan.refused().keySet());
      Claims.releaseOrphans(connection, destination, scan.token(), held);
    }
    List<UUID> ended =
        check && !scan.held().isEmpty() ? Claims.ended(connection, scan.held()) : List.of();
    List<Delivery> claimed =
        scan.limit() == 0
            ? List.of()
            : Claims.claim(
                connection,
                destination,
                scan.token(),
                scan.leaving(),
                lane.settings.blocks(),
                scan.limit());
    return Optional.of(new Found(lease.get(), claimed, load(connection, claimed), ended));
  }

  private Map<UUID, StoredEvent> load(Connection connection, List<Delivery> claimed)
      throws SQLException {
    if (claimed.isEmpty()) {
      return Map.of();
    }
    Set<UUID> ids = new HashSet<>();
    claimed.forEach(delivery -> ids.add(delivery.event()));
    Map<UUID, StoredEvent> found = new HashMap<>(events.find(connection, ids));
    List<UUID> gone =
        claimed.stream()
            .filter(delivery -> !found.containsKey(delivery.event()))
            .map(Delivery::id)
            .toList();
    Claims.cancelGone(connection, gone);
    return found;
  }
}
