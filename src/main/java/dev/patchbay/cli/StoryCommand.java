package dev.patchbay.cli;

import dev.patchbay.customer.Customers;
import dev.patchbay.customer.IdentityBasis;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import dev.patchbay.db.OpenDatabase;
import dev.patchbay.demo.Demo;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.metrics.Meters;
import dev.patchbay.past.Past;
import dev.patchbay.past.PastDeliveries;
import dev.patchbay.past.PastLoader;
import dev.patchbay.past.PastStack;
import dev.patchbay.past.PastYear;
import dev.patchbay.pipeline.Following;
import dev.patchbay.pipeline.Routing;
import dev.patchbay.plan.Plan;
import dev.patchbay.tracking.Projector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fills a database with a year that never was. */
@Command(
    name = "story",
    description = {
      "Fills an empty database with a made-up year of an example, to look at calls, leads, journeys"
          + " and funnels at full size. Nobody in it is real.",
      "Afterwards: ./patchbay run with the example's stack and the same --data or --db."
    },
    mixinStandardHelpOptions = true)
final class StoryCommand implements Callable<Integer> {

  private static final int BATCH = 1000;
  private static final int TELL_EVERY = 100_000;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "STORY",
      completionCandidates = DemoCommand.Stories.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String story = "";

  @Option(names = "--events", description = "About how many. Default: ${DEFAULT-VALUE}.")
  private int events = 100_000;

  @Option(names = "--seed", description = "Same seed, same year. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(names = "--data", description = "A data folder; an embedded database is made in it.")
  private @Nullable Path data;

  @Option(names = "--db", paramLabel = "URL", description = "A database of its own instead.")
  private @Nullable String database;

  @Override
  public Integer call() throws IOException {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    if (!Demo.STORIES.contains(story)) {
      throw new ParameterException(
          command, "There is no story '%s': take one of %s".formatted(story, Demo.STORIES));
    }
    if (data == null && database == null) {
      throw new ParameterException(command, "Say where to: --data DIR or --db URL");
    }
    Path folder = Demo.unpack(story, Files.createTempDirectory("patchbay-story"));
    Path kept = data == null ? folder.resolve("data") : data.toAbsolutePath();
    try (OpenDatabase open = DatabaseOpener.open(new DatabaseSettings(database, kept, true, 4))) {
      fill(open.database(), folder, command.getOut());
    }
    return 0;
  }

  private void fill(Database into, Path folder, PrintWriter out) {
    Clock clock = Clock.systemUTC();
    Past past = Past.read(folder);
    Plan plan = PastStack.plan(folder);
    EventLog log = new EventLog();
    Customers customers =
        new Customers(new Ids(clock, new SecureRandom()), plan::identity, new Following());
    PastDeliveries deliveries = new PastDeliveries(past, new Routing(plan));
    Instant begin = clock.instant();
    long stored =
        new PastLoader(into, customers, log, deliveries, BATCH)
            .load(
                PastYear.of(past, seed, events),
                so -> {
                  if (so % TELL_EVERY == 0 && so > 0) {
                    out.println(so + " events stored");
                    out.flush();
                  }
                });
    Instant loaded = clock.instant();
    out.printf("%d events stored in %d s%n", stored, Duration.between(begin, loaded).toSeconds());
    into.inTransaction(
        sql -> {
          IdentityBasis.settle(sql, plan.identity());
          return true;
        });
    try (Projector projector =
        new Projector(into, log, plan::leads, new Meters(new SimpleMeterRegistry()), clock)) {
      projector.drainByRules();
    }
    into.inTransaction(
        sql -> {
          try (var analyze = sql.createStatement()) {
            return analyze.execute("analyze");
          }
        });
    out.printf(
        "Calls, leads and journeys told in %d s%n",
        Duration.between(loaded, clock.instant()).toSeconds());
  }
}
