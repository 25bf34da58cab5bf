package dev.patchbay.pipeline;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedFlow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how large the database is, how old its oldest transaction, and what flows aim at. */
public final class DatabaseMeters {

  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(DatabaseMeters.class);

  private record Reading(long bytes, double oldestSeconds) {}

  private final Database database;
  private final InstantSource clock;
  private Reading last = new Reading(0, 0);
  private Instant asked = Instant.EPOCH;

  private DatabaseMeters(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Shows them; the database is asked at most every ten seconds. */
  public static void show(Plan plan, Database database, Meters meters, InstantSource clock) {
    DatabaseMeters reading = new DatabaseMeters(database, clock);
    meters.watchDatabase(() -> reading.now().bytes(), () -> reading.now().oldestSeconds());
    targets(plan).forEach(meters::showTarget);
  }

  private static Map<String, Duration> targets(Plan plan) {
    Map<String, Duration> targets = new HashMap<>();
    for (PlannedFlow flow : plan.flows()) {
      Duration within = flow.within();
      if (within != null) {
        for (String destination : flow.to()) {
          targets.merge(
              destination, within, (one, other) -> one.compareTo(other) < 0 ? one : other);
        }
      }
    }
    return targets;
  }

  private synchronized Reading now() {
    Instant now = clock.instant();
    if (asked.plus(FRESH).isBefore(now)) {
      asked = now;
      try {
        last = database.inTransaction(DatabaseMeters::read);
      } catch (DatabaseException e) {
        log.warn("The meters show the last size of the database: {}", e.getMessage());
      }
    }
    return last;
  }

  private static Reading read(Connection sql) throws SQLException {
    try (PreparedStatement query =
            sql.prepareStatement(
                """
                select pg_database_size(current_database()),
                  coalesce((select extract(epoch from max(clock_timestamp() - xact_start))
                            from pg_stat_activity
                            where datname = current_database() and pid <> pg_backend_pid()), 0)""");
        ResultSet row = query.executeQuery()) {
      row.next();
      return new Reading(row.getLong(1), row.getDouble(2));
    }
  }
}
