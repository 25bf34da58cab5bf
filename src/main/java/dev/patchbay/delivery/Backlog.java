package dev.patchbay.delivery;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.DeliveryLog.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How much waits for each destination, in any hub; asked of the database every five seconds at
 * most, and less often when counting takes long.
 */
public final class Backlog {

  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int SHARE = 20;

  private final Database database;
  private final InstantSource clock;
  private Map<String, Waiting> waiting = Map.of();
  private long staleNanos;
  private boolean known;

  /** A backlog by this database; ages are by {@code clock}. */
  public Backlog(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Registers both gauges of a destination. */
  public void gauges(Meters meters, String destination) {
    meters.watchPending(destination, () -> pending(destination));
    meters.watchOldestPending(destination, () -> oldestAge(destination).toMillis() / 1000.0);
  }

  /** How many wait for a destination. */
  public long pending(String destination) {
    Waiting found = waiting().get(destination);
    return found == null ? 0 : found.pending();
  }

  /** How long ago the oldest that waits for a destination was received; zero when none does. */
  public Duration oldestAge(String destination) {
    @Nullable Waiting found = waiting().get(destination);
    if (found == null) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    return found.oldest().isAfter(now) ? Duration.ZERO : Duration.between(found.oldest(), now);
  }

  private synchronized Map<String, Waiting> waiting() {
    long begin = System.nanoTime();
    if (!known || begin - staleNanos > 0) {
      try {
        waiting = database.inTransaction(DeliveryLog::waiting);
        known = true;
      } catch (DatabaseException e) {
        // What was known last is the best there is; whether the database is away shows elsewhere.
        known = true;
      }
      long end = System.nanoTime();
      staleNanos = end + Math.max(LEAST_NANOS, SHARE * (end - begin));
    }
    return waiting;
  }
}
