package dev.patchbay.route;

import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.delivery.Reply;
import dev.patchbay.delivery.Sender;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.inbox.Inbox;
import dev.patchbay.inbox.InboxUnavailableException;
import dev.patchbay.inbox.Incoming;
import dev.patchbay.inbox.Message;
import dev.patchbay.inbox.PollHealth;
import dev.patchbay.inbox.Receipt;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.pipeline.Backlog;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.PlannedFlow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** A hub of fakes around a plain Camel context: inbox, lanes and cursors in memory. */
public final class FakeHub implements AutoCloseable {

  /** The context that its routes run in. */
  public final DefaultCamelContext context = new DefaultCamelContext();

  final List<Incoming> received = new CopyOnWriteArrayList<>();
  final List<Message> processed = new CopyOnWriteArrayList<>();
  final Map<String, Sender> lanes = new ConcurrentHashMap<>();
  final Map<String, String> positions = new ConcurrentHashMap<>();
  final Map<String, PlannedConnection> connections = new LinkedHashMap<>();
  final List<PlannedFlow> flows = new CopyOnWriteArrayList<>();
  final PollHealth health = new PollHealth(InstantSource.system());
  volatile boolean inboxAway;
  final Path folder;
  private final Catalog catalog;
  private Clock clock = Clock.systemUTC();
  private ZoneId zone = ZoneId.of("UTC");
  private @Nullable Inbox inbox;
  private CursorPositions cursors = new Remembered();

  /** With the connectors below {@code folder/connectors}. */
  FakeHub(Path folder) {
    this(folder, Catalog.only(folder.resolve("connectors")));
  }

  /** With the connectors of a catalog that was read before. */
  public FakeHub(Path folder, Catalog catalog) {
    this.folder = folder;
    this.catalog = catalog;
  }

  /** With another clock, inbox and place for positions than its own. */
  public FakeHub with(Clock another, Inbox stored, CursorPositions kept) {
    clock = another;
    inbox = stored;
    cursors = kept;
    return this;
  }

  /** At another time, in another zone. */
  FakeHub at(Instant now, ZoneId there) {
    clock = Clock.fixed(now, ZoneId.of("UTC"));
    zone = there;
    return this;
  }

  /** With one of the connectors that come with the program. */
  static FakeHub of(Path folder, String connector) {
    unpack(folder, connector);
    return new FakeHub(folder);
  }

  /** Puts one of the connectors that come with the program below {@code folder/connectors}. */
  static void unpack(Path folder, String connector) {
    Connector found = Catalog.builtIn().find(connector).orElseThrow();
    for (String file : found.folder().files()) {
      write(
          folder.resolve("connectors").resolve(connector).resolve(file),
          found.folder().read(file).orElseThrow());
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a connection. */
  public FakeHub connection(String name, String connector, Map<String, String> values) {
    Connector found =
        catalog
            .find(connector)
            .orElseThrow(() -> new AssertionError("connector: " + catalog.findings()));
    connections.put(name, new PlannedConnection(name, found, values, Map.of(), null, null, null));
    return this;
  }

  /** Starts its routes; gives what could not be composed. */
  public List<Finding> start(Set<String> allowedHosts) throws Exception {
    Plan plan =
        new Plan(
            "test",
            folder,
            "US",
            zone,
            null,
            allowedHosts,
            IdentityRules.USUAL,
            LeadRules.USUAL,
            connections,
            List.copyOf(flows),
            List.of());
    Backlog backlog =
        new Backlog(
            new Backlog.Table() {
              @Override
              public List<Message> claim(int limit, long bytes) {
                return List.of();
              }

              @Override
              public List<Message> load(List<UUID> messages) {
                return List.of();
              }

              @Override
              public List<Message> forgotten(Collection<UUID> known, long bytes) {
                return List.of();
              }

              @Override
              public void release(List<UUID> messages) {}
            },
            1000,
            Duration.ofHours(1));
    context.getRegistry().bind("plan", Plan.class, plan);
    context.getRegistry().bind("health", PollHealth.class, health);
    context.getRegistry().bind("clock", Clock.class, clock);
    context.getRegistry().bind("kamelets", Kamelets.class, Kamelets.of(catalog));
    context.getRegistry().bind("backlog", Backlog.class, backlog);
    context.getRegistry().bind("inbox", Inbox.class, inbox == null ? inbox(backlog) : inbox);
    context.getRegistry().bind("pipeline", new FakePipeline());
    context
        .getRegistry()
        .bind(
            "lanes",
            LaneOpener.class,
            (LaneOpener)
                (destination, sender) -> {
                  lanes.put(destination.name(), sender);
                  return () -> lanes.remove(destination.name());
                });
    context.start();
    return new Composer(context, plan, cursors).compose();
  }

  private final class Remembered implements CursorPositions {
    @Override
    public Optional<String> get(String connection, String name) {
      return Optional.ofNullable(positions.get(key(connection, name)));
    }

    @Override
    public void move(String connection, String name, String position) {
      positions.put(key(connection, name), position);
    }
  }

  /** The position of a source is kept under its connection's name alone. */
  private static String key(String connection, String name) {
    return name.equals("source") ? connection : connection + ":" + name;
  }

  /** What the route {@code process} calls. */
  public final class FakePipeline {
    /** Takes a batch. */
    public void process(List<Message> batch) {
      processed.addAll(batch);
    }
  }

  private Inbox inbox(Backlog backlog) {
    return incoming -> {
      if (inboxAway) {
        return CompletableFuture.failedFuture(
            new InboxUnavailableException("away", Duration.ofSeconds(1), null));
      }
      received.add(incoming);
      UUID id = UUID.randomUUID();
      backlog.offer(
          List.of(
              new Message(
                  id,
                  incoming.connection(),
                  incoming.vendorId(),
                  incoming.body(),
                  incoming.contentType(),
                  incoming.headers(),
                  incoming.url(),
                  incoming.receivedAt())));
      return CompletableFuture.completedFuture(new Receipt(id, false));
    };
  }

  Reply deliver(String destination, String type, String data) {
    return deliver(destination, type, data, null);
  }

  Reply deliver(String destination, String type, String data, @Nullable String action) {
    return deliver(destination, type, "s-1", Instant.parse("2026-11-22T09:00:00Z"), data, action);
  }

  /** Sends an event to a destination, as its lane does. */
  public Reply deliver(
      String destination,
      String type,
      String subject,
      Instant now,
      String data,
      @Nullable String action) {
    StoredEvent event =
        new StoredEvent(
            UUID.randomUUID(), UUID.randomUUID(), type, "form", subject, now, now, null, data);
    Delivery delivery =
        new Delivery(
            UUID.fromString("00000000-0000-7000-8000-000000000001"),
            1,
            event.id(),
            null,
            destination,
            "form",
            "leads",
            action,
            0,
            now,
            now,
            now,
            null);
    return lanes.get(destination).send(delivery, event);
  }

  /** Waits until {@code condition} holds, 20 s at most. */
  public static void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(what, condition, () -> "");
  }

  /** As {@link #await(String, BooleanSupplier)}; {@code story} says what happened instead. */
  public static void await(String what, BooleanSupplier condition, Supplier<String> story)
      throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within 20 s: " + what + " " + story.get());
      }
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    context.stop();
  }
}
