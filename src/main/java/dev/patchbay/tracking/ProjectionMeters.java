package dev.patchbay.tracking;

import dev.patchbay.db.Database;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.metrics.Meters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Watches how far the views are behind, and how many leads wait for an answer. */
final class ProjectionMeters {

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Database database;
  private final InstantSource clock;
  private Instant next = Instant.MIN;
  private volatile long backlog;
  private volatile Instant oldest = Instant.MAX;
  private volatile long waiting;
  private volatile long overTarget;

  ProjectionMeters(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  void show(Meters meters) {
    meters.watchProjection(() -> backlog, this::lagSeconds);
    meters.watchLeads(() -> waiting, () -> overTarget);
  }

  private double lagSeconds() {
    Duration lag = Duration.between(oldest, clock.instant());
    return oldest.equals(Instant.MAX) || lag.isNegative() ? 0 : lag.toMillis() / 1_000.0;
  }

  /** Looks again where the last look is some seconds old. */
  void look() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(EVERY);
    database.inTransaction(
        sql -> {
          Changes.Waiting changes = Changes.waiting(sql);
          backlog = changes.notes();
          oldest = changes.oldest() == null ? Instant.MAX : changes.oldest();
          leads(sql, now);
          return true;
        });
  }

  private void leads(Connection sql, Instant now) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select count(*), count(*) filter (where touch_due_at < ?::timestamptz)
            from lead where status = 'new'
            """)) {
      query.setString(1, now.toString());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        waiting = row.getLong(1);
        overTarget = row.getLong(2);
      }
    }
  }
}
