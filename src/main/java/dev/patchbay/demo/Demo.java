package dev.patchbay.demo;

import dev.patchbay.db.DatabaseException;
import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import dev.patchbay.db.OpenDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** A small business that lives for as long as it is watched. */
public final class Demo implements AutoCloseable {

  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  /** The stories there are, the usual one first. */
  public static final List<String> STORIES = ExampleFiles.STORIES;

  private final Path folder;
  private final Path stack;
  private final InstantSource clock;
  private final Consumer<String> live;
  private final Sandbox sandbox;
  private final SplittableRandom chance;

  /**
   * Starts the sandbox.
   *
   * @param name of the story
   * @param folder for everything the demo keeps
   * @param seed of all that is made up, keys excepted
   * @param live takes a line about how things go
   * @param given keys to use in place of made-up ones, by the names the stack has for them
   */
  public Demo(
      String name,
      Path folder,
      long seed,
      InstantSource clock,
      Consumer<String> live,
      Function<String, Optional<String>> given) {
    this.folder = folder;
    this.clock = clock;
    this.live = live;
    this.chance = new SplittableRandom(seed);
    this.stack = ExampleFiles.unpack(name, folder.resolve(name));
    this.sandbox =
        new Sandbox(
            folder.resolve("sandbox"), stack.resolve("sandbox"), clock, chance.split(), given);
  }

  /** Writes the files of a story into {@code folder}, its stack among them, and gives it back. */
  public static Path unpack(String name, Path folder) {
    return ExampleFiles.unpack(name, folder);
  }

  /**
   * Runs the hub under traffic.
   *
   * @param hub starts the hub with the given settings and tells its port
   * @param perSecond things sent in a second on average
   * @param length how long to send; {@code null} sends until the thread is interrupted
   */
  public Summary run(
      ToIntFunction<Map<String, String>> hub,
      double perSecond,
      @org.jspecify.annotations.Nullable Duration length) {
    int port = hub.applyAsInt(settings());
    URI address = URI.create("http://127.0.0.1:" + port);
    live.accept("Look at:  " + address + "/app");
    live.accept(
        "Hub:      " + address + "  (health: /actuator/health, figures: /actuator/prometheus)");
    live.accept("Events:   " + address + "/api/v1/events   deliveries: /api/v1/deliveries");
    sandbox.lines().forEach(live);
    live.accept("Keys:     " + keysFile() + "  (to sign messages of your own)");
    live.accept("Kept in:  " + folder + "  (log: patchbay.log)");
    TrafficMaker maker =
        new TrafficMaker(sandbox.story(), stack.resolve("sandbox"), chance.split(), clock);
    WebhookPoster poster =
        new WebhookPoster(address, sandbox.story().publicUrl(), sandbox.keys(), clock);
    try (Traffic traffic = new Traffic(maker, poster, sandbox, chance.split(), perSecond);
        OpenDatabase own =
            DatabaseOpener.join(new DatabaseSettings(null, folder.resolve("data"), false, 2))) {
      Instant end = length == null ? Instant.MAX : clock.instant().plus(length);
      traffic.start();
      while (clock.instant().isBefore(end) && aSecond()) {
        tell(traffic, own);
      }
      traffic.stop();
      return drained(traffic, own);
    }
  }

  @Override
  public void close() {
    sandbox.close();
  }

  /** Writes the made-up keys where only their owner can read them. */
  private Path keysFile() {
    Path file = folder.resolve("demo.env");
    String lines =
        sandbox.environment().entrySet().stream()
            .map(key -> "export " + key.getKey() + "='" + key.getValue() + "'\n")
            .collect(Collectors.joining());
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing " + file, e);
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    sandbox.environment().forEach((name, value) -> settings.put("patchbay.env." + name, value));
    settings.put("patchbay.stack", stack.resolve("stack.yaml").toString());
    settings.put("patchbay.data", folder.resolve("data").toString());
    settings.put("logging.file.name", folder.resolve("patchbay.log").toString());
    settings.put("logging.threshold.console", "OFF");
    settings.put("spring.main.banner-mode", "off");
    return settings;
  }

  /** Waits for the rest for as long as something still moves. */
  private Summary drained(Traffic traffic, OpenDatabase own) {
    Summary summary = summary(traffic, own);
    Instant moved = clock.instant();
    while ((!summary.accountsForAll() || traffic.isUnderWay())
        && clock.instant().isBefore(moved.plus(STANDSTILL))
        && aSecond()) {
      Summary next = summary(traffic, own);
      if (!next.equals(summary)) {
        moved = clock.instant();
      }
      summary = next;
      tell(traffic, own);
    }
    return summary;
  }

  private Summary summary(Traffic traffic, OpenDatabase own) {
    List<Sent> sent = traffic.sent();
    HubFigures hub = figures(own);
    Set<String> dead = hub.dead() == 0 ? Set.of() : HubFigures.deadLetters(own.database());
    long figures = sent.stream().filter(Sent::figures).count();
    Set<String> kept = figures == 0 ? Set.of() : HubFigures.forFigures(own.database());
    return new Summary(
        sent.size(),
        figures,
        hub.received(),
        traffic.duplicates(),
        hub.delivered(),
        hub.pending() + hub.waiting(),
        hub.dead(),
        new Arrivals(sandbox).missing(sent, dead, kept),
        hub.all());
  }

  private void tell(Traffic traffic, OpenDatabase own) {
    HubFigures hub = figures(own);
    live.accept(
        "sent %d  received %d  repeats %d  forged %d  |  delivered %d  pending %d  retries %d  dead %d  |  time-to-CRM p50 %d ms, p95 %d ms"
            .formatted(
                traffic.sent().size(),
                hub.received(),
                traffic.duplicates(),
                traffic.refused(),
                hub.delivered(),
                hub.pending(),
                hub.retries(),
                hub.dead(),
                hub.crm().p50(),
                hub.crm().p95()));
  }

  /** Asks again when the database has no time: a busy machine is no reason to end the demo. */
  private static HubFigures figures(OpenDatabase own) {
    while (true) {
      try {
        return HubFigures.read(own.database());
      } catch (DatabaseException e) {
        if (!e.isAway() || !aSecond()) {
          throw e;
        }
      }
    }
  }

  /** Lets a second pass; false when the thread was interrupted. */
  private static boolean aSecond() {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    return !Thread.currentThread().isInterrupted();
  }
}
