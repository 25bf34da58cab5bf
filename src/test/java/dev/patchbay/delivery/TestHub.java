package dev.patchbay.delivery;

import dev.patchbay.connector.OutcomeRule;
import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Sink;
import dev.patchbay.db.Database;
import dev.patchbay.db.Replica;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** One hub, without what is before the outbox and after the sender. */
final class TestHub implements AutoCloseable {

  /** Retries within milliseconds, patience without end. */
  static final DeliverySettings QUICK =
      DeliverySettings.STANDARD
          .withRetries(
              new RetryPolicy(
                  Duration.ofMillis(5), 1.5, Duration.ofMillis(50), Duration.ofHours(1), 10, 10))
          .withProbes(
              1_000,
              Duration.ofMillis(100),
              Duration.ofMillis(200),
              Duration.ofMillis(300),
              Duration.ofSeconds(30));

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Replica replica;
  final Lanes lanes;
  final Outbox outbox = new Outbox(new Ids(Clock.systemUTC(), RandomGenerator.getDefault()));
  private final Database database;

  TestHub(Database database, DeliverySettings settings) {
    this.database = database;
    this.replica = Replica.join(database, "test", false);
    Function<String, Mapping> noConditions =
        text -> {
          throw new IllegalArgumentException("No conditions in these tests");
        };
    this.lanes =
        new Lanes(
            database,
            replica,
            TestHub::events,
            noConditions,
            new Meters(registry),
            Clock.systemUTC(),
            new java.security.SecureRandom(),
            settings);
  }

  void open(String destination, int concurrency, Sender sender) {
    lanes.open(settings(destination, sink(concurrency, Sink.OnDead.PARK)), sender);
  }

  static LaneSettings settings(String destination, Sink sink) {
    return LaneSettings.of(destination, Map.of("all", sink), List.of(sink), null);
  }

  static Sink sink(int concurrency, Sink.OnDead onDead, OutcomeRule... outcomes) {
    return new Sink(
        "all",
        "All",
        List.of("lead", "sale"),
        null,
        null,
        null,
        false,
        null,
        null,
        "none",
        null,
        concurrency,
        RateLimit.NONE,
        Duration.ofSeconds(30),
        onDead,
        List.of(outcomes));
  }

  /** As the pipeline does: one transaction, then the offer. */
  List<Delivery> enqueue(List<NewDelivery> rows) {
    List<Delivery> enqueued = insert(rows);
    offer(enqueued);
    return enqueued;
  }

  List<Delivery> insert(List<NewDelivery> rows) {
    return database.inTransaction(
        connection -> {
          lockCustomers(connection);
          return outbox.enqueue(connection, rows, lanes::claim);
        });
  }

  void offer(List<Delivery> enqueued) {
    Map<UUID, StoredEvent> events = new HashMap<>();
    enqueued.forEach(delivery -> events.put(delivery.event(), event(delivery.event())));
    lanes.offer(enqueued, events);
  }

  /** In place of the locks on customers' rows. */
  private static void lockCustomers(Connection connection) throws SQLException {
    try (var lock = connection.prepareStatement("select pg_advisory_xact_lock(1)")) {
      lock.execute();
    }
  }

  static NewDelivery row(UUID customer, UUID event, String destination) {
    return new NewDelivery(
        event, customer, destination, "form", "flow", null, Clock.systemUTC().instant());
  }

  private static Map<UUID, StoredEvent> events(Connection connection, Collection<UUID> ids) {
    Map<UUID, StoredEvent> found = new HashMap<>();
    ids.forEach(id -> found.put(id, event(id)));
    return found;
  }

  static StoredEvent event(UUID id) {
    return new StoredEvent(
        id, id, "lead.submitted", "form", null, Instant.EPOCH, Instant.EPOCH, null, "{}");
  }

  @Override
  public void close() {
    lanes.close();
    replica.close();
  }
}
