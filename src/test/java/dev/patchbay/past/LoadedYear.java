package dev.patchbay.past;

import dev.patchbay.customer.Customers;
import dev.patchbay.customer.IdentityBasis;
import dev.patchbay.db.Database;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.metrics.Meters;
import dev.patchbay.pipeline.Following;
import dev.patchbay.pipeline.Routing;
import dev.patchbay.plan.Plan;
import dev.patchbay.tracking.Projector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * A made-up year in a database, as the program itself would have stored and told it.
 *
 * @param stored events
 * @param loading how long it took to store them
 * @param projecting how long it took to tell leads and journeys
 */
public record LoadedYear(long stored, Duration loading, Duration projecting) {

  /** The day after the year. */
  public static final Instant TODAY = Instant.parse("2026-11-02T15:00:00Z");

  /** Stores {@code events} of a story and projects them. */
  public static LoadedYear load(
      Database database,
      String story,
      Iterator<PastEvent> events,
      int batch,
      LongConsumer progress) {
    Path folder = Path.of("examples", story).toAbsolutePath();
    Plan plan = PastStack.plan(folder);
    Clock clock = Clock.systemUTC();
    EventLog log = new EventLog();
    Ids ids = new Ids(clock, new SplittableRandom(1));
    PastDeliveries deliveries = new PastDeliveries(Past.read(folder), new Routing(plan));
    Instant begin = clock.instant();
    long stored =
        new PastLoader(
                database,
                new Customers(ids, plan::identity, new Following()),
                log,
                deliveries,
                batch)
            .load(events, progress);
    Instant loaded = clock.instant();
    database.inTransaction(
        sql -> {
          IdentityBasis.settle(sql, plan.identity());
          return true;
        });
    try (Projector projector =
        new Projector(
            database,
            log,
            plan::leads,
            new Meters(new SimpleMeterRegistry()),
            InstantSource.fixed(TODAY))) {
      projector.drainByRules();
    }
    database.inTransaction(
        sql -> {
          try (var analyze = sql.createStatement()) {
            return analyze.execute("analyze");
          }
        });
    return new LoadedYear(
        stored, Duration.between(begin, loaded), Duration.between(loaded, clock.instant()));
  }

  /** The year of a story. */
  public static Iterator<PastEvent> year(String story, long seed, int events) {
    return PastYear.of(Past.read(Path.of("examples", story)), seed, events);
  }
}
