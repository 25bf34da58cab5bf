package dev.patchbay.web;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.inbox.DayCounts;
import dev.patchbay.metrics.Meters;
import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down, every few seconds, what meters counted of what leaves no message behind, so that
 * today's numbers outlive a restart and tell of all hubs.
 */
final class DayCountKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DayCountKeeper.class);

  private final Meters meters;
  private final Database database;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Duration every;
  private final Map<DayCounts.Key, Long> written = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Daemons.thread(this::run, "day-count-keeper");

  DayCountKeeper(
      Meters meters, Database database, InstantSource clock, ZoneId zone, Duration every) {
    this.meters = meters;
    this.database = database;
    this.clock = clock;
    this.zone = zone;
    this.every = every;
  }

  void start() {
    thread.start();
  }

  /** Writes what is new since the last time. */
  synchronized void write() {
    Map<DayCounts.Key, Long> now = new HashMap<>();
    for (Meters.Counted counted : meters.counted()) {
      now.merge(
          new DayCounts.Key(counted.connection(), counted.what()), counted.number(), Long::sum);
    }
    Map<DayCounts.Key, Long> more = new HashMap<>();
    now.forEach(
        (key, number) -> {
          long added = number - written.getOrDefault(key, 0L);
          if (added > 0) {
            more.put(key, added);
          }
        });
    if (more.isEmpty()) {
      return;
    }
    LocalDate day = clock.instant().atZone(zone).toLocalDate();
    database.inTransaction(
        sql -> {
          DayCounts.add(sql, day, more);
          return true;
        });
    written.putAll(now);
  }

  private void run() {
    try {
      while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        writeOrWait();
      }
      writeOrWait();
    } catch (InterruptedException e) {
      log.debug("Counts of the day are no longer written");
    }
  }

  private void writeOrWait() {
    try {
      write();
    } catch (DatabaseException e) {
      log.debug("Counts of the day wait to be written: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
