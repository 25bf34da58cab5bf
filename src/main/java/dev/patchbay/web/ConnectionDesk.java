package dev.patchbay.web;

import dev.patchbay.credential.AccessTokens;
import dev.patchbay.db.Database;
import dev.patchbay.delivery.LaneState;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.Backlog;
import dev.patchbay.inbox.MessageFigures;
import dev.patchbay.inbox.PollHealth;
import dev.patchbay.outbox.DeliveryFigures;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.Halt;
import dev.patchbay.outbox.Lease;
import dev.patchbay.outbox.Leases;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.thread.Daemons;
import dev.patchbay.today.ConnectionFacts;
import dev.patchbay.today.ConnectionFacts.Pile;
import dev.patchbay.today.ConnectionFacts.Sending;
import dev.patchbay.today.ConnectionFacts.State;
import dev.patchbay.today.Habit;
import dev.patchbay.today.Listening;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of each connection right now: the plan, the rows, this hub's lanes, and habits. */
final class ConnectionDesk implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConnectionDesk.class);
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final Duration LEARNED = Duration.ofMinutes(30);
  private static final Duration WEEKS = Duration.ofDays(28);

  /** What is known of them all. */
  record Known(Counts counts, Map<String, Lease> lanes, Map<String, Habit> habits, Instant now) {}

  private final Plan plan;
  private final Database database;
  private final InstantSource clock;
  private final Supplier<Optional<Lanes>> lanes;
  private final Supplier<Optional<AccessTokens>> tokens;
  private final PollHealth polls;
  private final List<String> sources;
  private final Instant startedAt;
  private final ExecutorService executor;
  private final Refreshed<Counts> counts;
  private final Refreshed<Map<String, Habit>> habits;

  /**
   * A desk that has read nothing yet.
   *
   * @param lanes the hub's lanes, where it has any
   */
  ConnectionDesk(
      Plan plan,
      Database database,
      InstantSource clock,
      Supplier<Optional<Lanes>> lanes,
      Supplier<Optional<AccessTokens>> tokens,
      PollHealth polls) {
    this.polls = polls;
    this.plan = plan;
    this.database = database;
    this.clock = clock;
    this.lanes = lanes;
    this.tokens = tokens;
    this.startedAt = clock.instant();
    this.sources =
        plan.connections().values().stream()
            .filter(connection -> connection.connector().source() != null)
            .map(PlannedConnection::name)
            .toList();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Daemons.named("connection-desk"));
    threads.allowCoreThreadTimeOut(true);
    this.executor = threads;
    this.counts = new Refreshed<>(this::count, executor, FRESH, PATIENCE);
    this.habits = new Refreshed<>(this::learn, executor, LEARNED, PATIENCE);
  }

  /** Counts for the first time some seconds from now, so that the first page need not wait. */
  void start() {
    CompletableFuture.delayedExecutor(SETTLED.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              try {
                counts.get();
              } catch (RuntimeException e) {
                log.debug("Nothing was counted ahead: {}", e.getMessage());
              }
            });
  }

  private Counts count() {
    return database.inTransaction(
        sql -> Counts.read(sql, sources, plan.timezone(), clock.instant()));
  }

  private Map<String, Habit> learn() {
    Instant now = clock.instant();
    Map<String, Habit> learned = new HashMap<>();
    for (String source : sources) {
      List<MessageFigures.Hour> hours =
          database.inTransaction(sql -> MessageFigures.hours(sql, source, now.minus(WEEKS)));
      Map<Instant, Long> byHour = new HashMap<>();
      hours.forEach(hour -> byHour.put(hour.begin(), hour.number()));
      Instant from = hours.isEmpty() ? now : hours.get(0).begin();
      learned.put(source, Habit.learned(byHour, from, now, plan.timezone()));
    }
    return learned;
  }

  /** Everything there is to know now. */
  Known known(Connection sql) throws SQLException {
    Map<String, Lease> held = new HashMap<>();
    for (Lease lease : Leases.all(sql)) {
      held.put(lease.destination(), lease);
    }
    return new Known(counts.get(), held, habits.get(), clock.instant());
  }

  /** Somebody acted: what is shown next is to tell of it. */
  void acted() {
    counts.spoil();
  }

  /** The facts of one connection. */
  ConnectionFacts facts(Known known, PlannedConnection connection) {
    String name = connection.name();
    Counts counts = known.counts();
    boolean tells = connection.connector().source() != null;
    boolean told = !connection.connector().sinks().isEmpty();
    Backlog unread = counts.unread().get(name);
    DeliveryLog.Waiting waiting = counts.pending().get(name);
    return new ConnectionFacts(
        name,
        connection.connector().title(),
        connection.stopped(),
        polls.of(name).orElse(null),
        tells ? listening(known, connection) : null,
        unread == null ? null : new Pile(unread.waiting(), unread.oldest(), null),
        counts.invalid().stream()
            .filter(each -> each.connection().equals(name))
            .map(each -> new Pile(each.number(), each.since(), each.kind()))
            .toList(),
        told ? sending(known.lanes().get(name), lane(name).orElse(null)) : null,
        waiting == null
            ? null
            : new Pile(waiting.pending(), waiting.oldest(), trouble(counts, name)),
        counts.dead().stream()
            .filter(each -> each.destination().equals(name))
            .map(each -> new Pile(each.number(), each.since(), each.kind()))
            .toList(),
        counts.leads().getOrDefault(name, 0L));
  }

  private Listening listening(Known known, PlannedConnection connection) {
    String name = connection.name();
    return new Listening(
        known.counts().heard().get(name),
        startedAt,
        connection.expectEvery(),
        connection.expectDuring(),
        known.habits().getOrDefault(name, Habit.unknown(plan.timezone())));
  }

  private static @Nullable String trouble(Counts counts, String destination) {
    return counts.troubles().stream()
        .filter(each -> each.destination().equals(destination) && each.kind() != null)
        .map(DeliveryFigures.Trouble::kind)
        .findFirst()
        .orElse(null);
  }

  /** By what all hubs know, and by what this one does. */
  static Sending sending(@Nullable Lease lease, @Nullable LaneState lane) {
    Halt halt = lease == null ? null : lease.halt();
    if (halt != null) {
      return new Sending(State.HALTED, halt.at(), null, halt.why(), null, halt.by());
    }
    if (lease != null && lease.paused()) {
      return new Sending(
          State.REFUSED,
          lease.pausedAt(),
          lease.pausedKind(),
          lease.pausedText(),
          lease.pausedRemedy(),
          null);
    }
    if (lane == null) {
      return Sending.OPEN;
    }
    Finding finding = lane.finding();
    return switch (lane.status()) {
      case BREAKER_OPEN -> new Sending(State.DOWN, null, null, null, null, null);
      case PAUSED ->
          finding == null
              ? Sending.OPEN
              : new Sending(
                  State.REFUSED, null, finding.kind(), finding.text(), finding.remedy(), null);
      case OPEN, HALTED, NOT_OWNER -> Sending.OPEN;
    };
  }

  /** This hub's lane to a destination. */
  Optional<LaneState> lane(String destination) {
    return lanes.get().flatMap(all -> all.state(destination));
  }

  /** The hub's lanes, where it has any. */
  Optional<Lanes> lanes() {
    return lanes.get();
  }

  /** When the token that this hub uses is replaced, where it is known. */
  @Nullable Instant replacedAt(String connection) {
    return tokens.get().flatMap(all -> all.replacedAt(connection)).orElse(null);
  }

  Plan plan() {
    return plan;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
