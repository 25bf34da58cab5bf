package dev.patchbay.tracking;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.lead.Leads;
import dev.patchbay.metrics.Meters;
import dev.patchbay.thread.Daemons;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the rows that views read out of what is stored: takes notes of whose story changed, reads
 * those stories whole, and replaces their rows, all in one transaction per batch. One hub at a time
 * does it; when it stops, the next goes on.
 */
public final class Projector implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Projector.class);

  /** Held by the hub that projects, for one batch. */
  private static final long LOCK = 0x70726f6a656374L;

  /** After a batch failed, so many are taken one by one, to find the one that fails. */
  private static final int CAREFUL = 2 * ProjectorPace.BATCH;

  private static final Duration AWAY = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private record Failing(int times, Instant until) {}

  private final Database database;
  private final HistoryReader reader;
  private final Supplier<LeadRules> rules;
  private final Meters meters;
  private final InstantSource clock;
  private final ProjectionMeters watch;
  private final ProjectorPace pace;
  private final Semaphore wake = new Semaphore(0);
  private final Map<UUID, Failing> failing = new HashMap<>();
  private final Thread thread = Daemons.thread(this::run, "projector");
  private int careful;
  private volatile boolean closed;

  /** A projector that gives way to nobody. */
  public Projector(
      Database database,
      EventLog log,
      Supplier<LeadRules> rules,
      Meters meters,
      InstantSource clock) {
    this(database, log, rules, () -> false, meters, clock);
  }

  /**
   * A projector that does nothing yet; its rows are made by {@code rules} as they are then.
   *
   * @param busy whether so many messages wait to be processed that views can wait longer
   */
  public Projector(
      Database database,
      EventLog log,
      Supplier<LeadRules> rules,
      BooleanSupplier busy,
      Meters meters,
      InstantSource clock) {
    this.pace = new ProjectorPace(busy);
    this.database = database;
    this.reader = new HistoryReader(log);
    this.rules = rules;
    this.meters = meters;
    this.clock = clock;
    this.watch = new ProjectionMeters(database, clock);
  }

  /** Begins to project in the background; where the rules are others than before, everything. */
  public void start() {
    watch.show(meters);
    thread.start();
  }

  /** Looks for changes now, not only within the third of a second. */
  public void wake() {
    wake.release();
  }

  /** Finishes the batch under way, at most 10 seconds, and stops. */
  @Override
  public void close() {
    closed = true;
    wake.release();
    try {
      thread.join(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean checked = false;
    while (!closed) {
      Duration pause = ProjectorPace.PAUSE;
      try {
        if (!checked) {
          database.inTransaction(sql -> Projections.check(sql, rules.get()));
          checked = true;
        }
        watch.look();
        pause = paced();
      } catch (DatabaseException e) {
        log.warn("Projecting waits: {}", e.getMessage());
        pause = AWAY;
      } catch (RuntimeException e) {
        log.error("Projecting goes on after an error", e);
        pause = AWAY;
      }
      rest(pause);
    }
  }

  /** Projects a batch and tells how long to rest. */
  private Duration paced() {
    long begin = System.nanoTime();
    int limit = pace.limit(begin);
    int told = step(limit);
    return careful > 0 ? Duration.ZERO : pace.rest(told, limit, begin, System.nanoTime());
  }

  private void rest(Duration pause) {
    try {
      if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /**
   * Projects until nothing waits, and everything where the rules are not those of the last time;
   * for commands that fill a database at once.
   */
  public void drainByRules() {
    database.inTransaction(sql -> Projections.check(sql, rules.get()));
    drain();
  }

  /** Projects until nothing waits; for tests and for commands that want everything told now. */
  public void drain() {
    int told = 1;
    while (told > 0) {
      told = step(ProjectorPace.BATCH);
    }
  }

  /**
   * Projects one batch of at most so many.
   *
   * @return how many notes were taken; zero when none waits that can be told now
   * @throws DatabaseException when the database is away; nothing was lost
   */
  private int step(int most) {
    Instant now = clock.instant();
    Set<UUID> except = except(now);
    int limit = careful > 0 ? 1 : most;
    List<UUID> taken = new ArrayList<>();
    try {
      int count = database.inTransaction(sql -> batch(sql, limit, except, taken));
      careful = count == 0 ? 0 : Math.max(0, careful - 1);
      taken.forEach(failing::remove);
      return count;
    } catch (DatabaseException e) {
      if (e.isAway() || e.isConflict()) {
        throw e;
      }
      fail(taken, e, now);
    } catch (RuntimeException e) {
      fail(taken, e, now);
    }
    return taken.size();
  }

  private Set<UUID> except(Instant now) {
    Set<UUID> except = new java.util.HashSet<>();
    failing.forEach(
        (id, failed) -> {
          if (failed.until().isAfter(now)) {
            except.add(id);
          }
        });
    return except;
  }

  /** A batch that fails is taken apart; the one that fails by itself is set aside for a while. */
  private void fail(List<UUID> taken, RuntimeException cause, Instant now) {
    if (taken.size() > 1) {
      careful = CAREFUL;
      return;
    }
    for (UUID id : taken) {
      Failing before = failing.get(id);
      int times = before == null ? 1 : before.times() + 1;
      Duration wait = RETRY.multipliedBy(1L << Math.min(times - 1, 6));
      failing.put(id, new Failing(times, now.plus(wait)));
      meters.projectionFailed();
      log.error(
          "Projecting {} failed and is tried again in {} min: {}",
          id,
          wait.toMinutes(),
          cause.getClass().getSimpleName(),
          cause instanceof DatabaseException ? null : cause);
    }
  }

  private int batch(Connection sql, int limit, Set<UUID> except, List<UUID> taken)
      throws SQLException {
    if (!lock(sql)) {
      return 0;
    }
    Changes.Taken changes = Changes.take(sql, limit, except);
    if (changes.isEmpty()) {
      return 0;
    }
    taken.addAll(changes.customers());
    taken.addAll(changes.events());
    project(sql, changes.customers(), changes.events());
    meters.projected(taken.size());
    return taken.size();
  }

  private void project(Connection sql, Set<UUID> customers, Set<UUID> events) throws SQLException {
    HistoryReader.Found found = reader.read(sql, customers, events);
    LeadRules now = rules.get();
    ReadTables tables = new ReadTables();
    for (HistoryReader.Unread history : found.histories()) {
      tables.add(history.customer(), Leads.of(history.read(), now));
    }
    tables.write(sql, found.customers(), found.loose());
  }

  private static boolean lock(Connection sql) throws SQLException {
    try (PreparedStatement query = sql.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
      query.setLong(1, LOCK);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
