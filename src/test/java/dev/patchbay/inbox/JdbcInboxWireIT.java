package dev.patchbay.inbox;

import static dev.patchbay.inbox.JdbcInboxIT.byId;
import static dev.patchbay.inbox.JdbcInboxIT.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.patchbay.db.Database;
import dev.patchbay.db.FaultProxy;
import dev.patchbay.db.FaultProxy.Way;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The line to the database breaks at every step of the protocol around the commit. */
class JdbcInboxWireIT {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final int CUTS = Integer.getInteger("cuts", 200);
  private static final long SEED = Long.getLong("seed", 20261122);

  /** As in the program, but it looks at once whether the database is back. */
  private static final InboxSettings EAGER =
      new InboxSettings(
          InboxSettings.DEFAULT.capacity(),
          InboxSettings.DEFAULT.capacityBytes(),
          InboxSettings.DEFAULT.batch(),
          InboxSettings.DEFAULT.batchBytes(),
          InboxSettings.DEFAULT.writers(),
          InboxSettings.DEFAULT.deadline(),
          InboxSettings.DEFAULT.retryAfter(),
          Duration.ofMillis(10));

  @Test
  void losesNothingAndStoresNothingTwiceWhereverTheLineBreaks() {
    try (TestDatabase test = TestDatabase.create();
        FaultProxy proxy = new FaultProxy(port(test.url()));
        HikariDataSource pool = pool(test.url(), proxy.port());
        JdbcInbox inbox =
            new JdbcInbox(
                new Database(pool),
                7,
                new Ids(InstantSource.system(), new SecureRandom()),
                new Meters(new SimpleMeterRegistry()),
                EAGER)) {
      long[] bytes = bytesOfOneMessage(inbox, proxy);
      Random random = new Random(SEED);
      Map<String, UUID> acknowledged = new LinkedHashMap<>();
      for (int cut = 0; cut < CUTS; cut++) {
        Way way = cut % 2 == 0 ? Way.TO_SERVER : Way.FROM_SERVER;
        long before = proxy.cuts();
        proxy.cutAfter(way, 1 + random.nextLong(bytes[way.ordinal()]));
        String id = "cut-" + cut;
        Optional<Receipt> receipt = outcome(inbox, id);
        proxy.mend();
        while (receipt.isEmpty()) {
          until(() -> !inbox.isAway());
          receipt = outcome(inbox, id);
        }
        acknowledged.put(id, receipt.orElseThrow().message());
        // Two lines that carry bytes in the same moment may both be cut.
        assertThat(proxy.cuts()).as("cut %d broke the line", cut).isLessThanOrEqualTo(before + 2);
      }

      assertThat(proxy.cuts()).as("lines broken").isGreaterThan(CUTS * 8L / 10);
      assertThat(stored(test)).as("one row for each, as acknowledged").isEqualTo(acknowledged);
      until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    }
  }

  @Test
  void refusesWhileTheDatabaseIsSilentAndGoesOnWhenItSpeaksAgain() {
    try (TestDatabase test = TestDatabase.create();
        FaultProxy proxy = new FaultProxy(port(test.url()));
        HikariDataSource pool = pool(test.url(), proxy.port());
        JdbcInbox inbox =
            new JdbcInbox(
                new Database(pool),
                7,
                new Ids(InstantSource.system(), new SecureRandom()),
                new Meters(new SimpleMeterRegistry()),
                InboxSettings.DEFAULT)) {
      assertThat(outcome(inbox, "before")).isPresent();

      proxy.fallSilent();
      long start = System.nanoTime();
      assertThat(outcome(inbox, "silent")).isEmpty();
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
      proxy.mend();

      // Its sender comes again until it is taken: what is on the silent line ends in its own time.
      until(() -> outcome(inbox, "silent").isPresent());
      assertThat(stored(test)).containsOnlyKeys("before", "silent");
    }
  }

  /** What a message costs on the line, each way. */
  private static long[] bytesOfOneMessage(JdbcInbox inbox, FaultProxy proxy) {
    for (int i = 0; i < 20; i++) {
      assertThat(outcome(inbox, "warm-" + i)).isPresent();
    }
    long[] before = {proxy.passed(Way.TO_SERVER), proxy.passed(Way.FROM_SERVER)};
    for (int i = 20; i < 30; i++) {
      assertThat(outcome(inbox, "warm-" + i)).isPresent();
    }
    return new long[] {
      (proxy.passed(Way.TO_SERVER) - before[0]) / 10,
      (proxy.passed(Way.FROM_SERVER) - before[1]) / 10
    };
  }

  private static Optional<Receipt> outcome(JdbcInbox inbox, String id) {
    try {
      return Optional.of(
          inbox.receive(byId(id, "body of " + id, NOON)).orTimeout(10, TimeUnit.SECONDS).join());
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(InboxUnavailableException.class);
      return Optional.empty();
    }
  }

  private static Map<String, UUID> stored(TestDatabase test) {
    return test.database()
        .inTransaction(
            sql -> {
              Map<String, UUID> stored = new LinkedHashMap<>();
              try (var query =
                      sql.prepareStatement(
                          "select vendor_id, id from message where vendor_id not like 'warm-%'"
                              + " order by received_at, id");
                  var rows = query.executeQuery()) {
                while (rows.next()) {
                  assertThat(stored.put(rows.getString(1), rows.getObject(2, UUID.class)))
                      .as("twice: %s", rows.getString(1))
                      .isNull();
                }
              }
              return stored;
            });
  }

  private static int port(String url) {
    return URI.create(url.substring("jdbc:".length())).getPort();
  }

  /** As the program's own, but it gives up on a silent line after seconds. */
  private static HikariDataSource pool(String url, int port) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url.replaceFirst(":" + port(url) + "/", ":" + port + "/"));
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("socketTimeout", "3");
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(1_500);
    config.setValidationTimeout(1_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }
}
