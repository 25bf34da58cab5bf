package dev.patchbay.tools;

import dev.patchbay.db.Database;
import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many customers differ between tools, by tool and field, counted in the background: all
 * histories are read for it. What was counted last is kept in memory.
 */
public final class DriftSurvey implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DriftSurvey.class);
  private static final Duration FRESH = Duration.ofHours(1);

  /** Customers whose ids are kept of one line; more are counted only. */
  private static final int MOST = 10_000;

  /**
   * What is counted together.
   *
   * @param connection the tool that should be mended
   * @param by the connection whose word wins, or the flow that should have told the tool
   */
  public record Line(
      String kind, String connection, @Nullable String field, String by, String repair) {

    static Line of(Difference difference) {
      return new Line(
          difference.kind(),
          difference.connection(),
          difference.field(),
          difference.by(),
          difference.repair());
    }
  }

  /** How many customers, and the first of them in the order of their ids. */
  public record People(long count, List<UUID> customers) {}

  /**
   * What was counted.
   *
   * @param finishedAt {@code null} while it is going on
   * @param differing customers with any difference
   */
  public record Survey(
      Instant startedAt,
      @Nullable Instant finishedAt,
      long customers,
      long differing,
      Map<Line, People> lines) {}

  private final Database database;
  private final Drift drift;
  private final InstantSource clock;
  private final ExecutorService worker;
  private @Nullable Survey whole;
  private @Nullable Survey going;
  private volatile boolean closed;

  /** Surveys by {@code drift}. */
  public DriftSurvey(Database database, Drift drift, InstantSource clock) {
    this.database = database;
    this.drift = drift;
    this.clock = clock;
    this.worker = Executors.newSingleThreadExecutor(Daemons.named("drift-survey"));
  }

  /** The last whole survey, or {@code null} when none has ended yet. */
  public synchronized @Nullable Survey last() {
    return whole;
  }

  /** The survey that is going on, or {@code null}. */
  public synchronized @Nullable Survey going() {
    return going;
  }

  /** Begins a survey, unless one is going on, or one is younger than an hour and will do. */
  public synchronized void begin(boolean again) {
    Survey last = whole;
    boolean fresh =
        last != null
            && last.finishedAt() != null
            && last.finishedAt().plus(FRESH).isAfter(clock.instant());
    if (going == null && !closed && (again || !fresh)) {
      going = new Survey(clock.instant(), null, 0, 0, Map.of());
      worker.execute(this::survey);
    }
  }

  @Override
  public void close() {
    closed = true;
    worker.shutdownNow();
  }

  private void survey() {
    try {
      Count count = new Count();
      UUID after = null;
      do {
        UUID from = after;
        Drift.Batch batch = database.inTransaction(sql -> drift.batch(sql, from));
        count.add(batch);
        after = batch.next();
        progress(count);
      } while (after != null && !closed);
      finish(count);
    } catch (RuntimeException e) {
      log.warn("Counting what differs between tools: {}", e.getMessage());
      abandon();
    }
  }

  private synchronized void progress(Count count) {
    Survey now = going;
    if (now != null) {
      going = new Survey(now.startedAt(), null, count.customers, count.differing, Map.of());
    }
  }

  private synchronized void finish(Count count) {
    Survey now = going;
    if (now != null && !closed) {
      whole = count.survey(now.startedAt(), clock.instant());
    }
    going = null;
  }

  private synchronized void abandon() {
    going = null;
  }

  /** Counts in the making. */
  private static final class Count {
    private final Map<Line, Long> counts = new LinkedHashMap<>();
    private final Map<Line, List<UUID>> people = new HashMap<>();
    private long customers;
    private long differing;

    void add(Drift.Batch batch) {
      customers += batch.customers();
      Map<UUID, Set<Line>> lines = new LinkedHashMap<>();
      for (Difference difference : batch.differences()) {
        lines
            .computeIfAbsent(difference.customer(), id -> new HashSet<>())
            .add(Line.of(difference));
      }
      differing += lines.size();
      lines.forEach(
          (customer, theirs) ->
              theirs.forEach(
                  line -> {
                    counts.merge(line, 1L, Long::sum);
                    List<UUID> kept = people.computeIfAbsent(line, key -> new ArrayList<>());
                    if (kept.size() < MOST) {
                      kept.add(customer);
                    }
                  }));
    }

    Survey survey(Instant startedAt, Instant finishedAt) {
      Map<Line, People> lines = new LinkedHashMap<>();
      counts.entrySet().stream()
          .sorted(Map.Entry.<Line, Long>comparingByValue().reversed())
          .forEach(
              entry ->
                  lines.put(
                      entry.getKey(),
                      new People(
                          entry.getValue(),
                          List.copyOf(people.getOrDefault(entry.getKey(), List.of())))));
      return new Survey(startedAt, finishedAt, customers, differing, lines);
    }
  }
}
