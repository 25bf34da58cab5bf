package dev.patchbay.web;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.inbox.Backlog;
import dev.patchbay.inbox.MessageList;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.today.Habit;
import dev.patchbay.today.Listening;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.Status;

/** One health component for each connection of the running plan; names, counts and ages only. */
final class ConnectionHealth implements CompositeHealthContributor {

  /** Works, but somebody should look. */
  static final Status DEGRADED = new Status("DEGRADED");

  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Supplier<Plan> plan;
  private final Database database;
  private final InstantSource clock;
  private final Function<String, Map<String, Object>> lanes;
  private final MessageList messages = new MessageList();
  private final Instant startedAt;
  private Map<String, Instant> heard = Map.of();
  private Map<String, Backlog> waiting = Map.of();
  private Instant readAt = Instant.MIN;

  /**
   * Health by the rows of the inbox.
   *
   * @param lanes what is known of a destination's lane, empty when it has none
   */
  ConnectionHealth(
      Supplier<Plan> plan,
      Database database,
      InstantSource clock,
      Function<String, Map<String, Object>> lanes) {
    this.plan = plan;
    this.database = database;
    this.clock = clock;
    this.lanes = lanes;
    this.startedAt = clock.instant();
  }

  @Override
  public @Nullable HealthContributor getContributor(String name) {
    return plan.get().connection(name).map(this::indicator).orElse(null);
  }

  @Override
  public Iterator<NamedContributor<HealthContributor>> iterator() {
    return plan.get().connections().values().stream()
        .map(connection -> NamedContributor.of(connection.name(), indicator(connection)))
        .iterator();
  }

  private HealthContributor indicator(PlannedConnection connection) {
    return (HealthIndicator) () -> health(connection);
  }

  private Health health(PlannedConnection connection) {
    Health.Builder health = Health.up();
    if (connection.stopped() != null) {
      health.status(DEGRADED).withDetail("stopped", connection.stopped().kind());
    }
    if (connection.connector().source() != null) {
      try {
        inbound(connection, health);
      } catch (DatabaseException e) {
        return Health.down().withDetail("database", "away").build();
      }
    }
    if (!connection.connector().sinks().isEmpty()) {
      Map<String, Object> lane = lanes.apply(connection.name());
      if (!lane.isEmpty()) {
        health.withDetail("lane", lane);
        if (!"open".equals(lane.get("state")) && !"not-owner".equals(lane.get("state"))) {
          health.status(DEGRADED);
        }
      }
    }
    return health.build();
  }

  private synchronized void inbound(PlannedConnection connection, Health.Builder health) {
    Instant now = clock.instant();
    refresh(now);
    Backlog backlog = waiting.get(connection.name());
    health.withDetail("backlog", backlog == null ? 0 : backlog.waiting());
    health.withDetail(
        "oldestWaitingSeconds",
        backlog == null ? 0 : Math.max(0, Duration.between(backlog.oldest(), now).toSeconds()));
    Instant last = heard.get(connection.name());
    if (last != null) {
      health.withDetail("lastHeard", last.toString());
    }
    if (listening(connection).isOverdue(now)) {
      health.status(DEGRADED).withDetail("overdue", true);
    }
  }

  /** Whether nothing was heard for longer than expected, as far as the database can be asked. */
  synchronized boolean isOverdue(PlannedConnection connection) {
    Instant now = clock.instant();
    try {
      refresh(now);
    } catch (DatabaseException away) {
      return false;
    }
    return listening(connection).isOverdue(now);
  }

  private Listening listening(PlannedConnection connection) {
    return new Listening(
        heard.get(connection.name()),
        startedAt,
        connection.expectEvery(),
        connection.expectDuring(),
        Habit.unknown(plan.get().timezone()));
  }

  /** Reads what is new since the last time; many components share one reading. */
  private void refresh(Instant now) {
    if (readAt.isAfter(now.minus(FRESH))) {
      return;
    }
    heard =
        database.inTransaction(
            sql -> {
              waiting = messages.waiting(sql);
              return messages.lastHeard(sql);
            });
    readAt = now;
  }
}
