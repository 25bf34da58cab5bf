package dev.patchbay.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Every meter of the program. Labels are names from the stack and stable kinds only: never an id,
 * an address or a person.
 *
 * <p>Two balances hold at all times: {@code received = processed + invalid + waiting}, and for each
 * destination {@code enqueued = delivered + dead + canceled + pending}.
 */
public final class Meters {

  private static final Map<Object, String> UNSEEN =
      Map.of(
          Meter.DUPLICATE, "duplicate",
          Meter.REFUSED, "refused",
          Meter.FOUND_BY_SWEEP, "found-by-sweep");

  private final MeterRegistry registry;
  private final Map<List<Object>, Counter> counters = new ConcurrentHashMap<>();
  private final Map<List<Object>, Timer> timers = new ConcurrentHashMap<>();

  /** Meters in this registry. */
  public Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A new message was committed; {@code ack} is its arrival to the commit. */
  public void received(String connection, Duration ack) {
    count(Meter.RECEIVED, connection);
    time(Meter.ACK, ack, connection);
  }

  /** A message had been received before. */
  public void duplicate(String connection) {
    count(Meter.DUPLICATE, connection);
  }

  /** A message was new though webhooks should have told of it. */
  public void foundBySweep(String connection) {
    count(Meter.FOUND_BY_SWEEP, connection);
  }

  /** A sweep ended; {@code whole} when it came to its end. */
  public void swept(String connection, boolean whole) {
    count(Meter.SWEEPS, connection, whole ? "whole" : "stopped");
  }

  /** A message bore a known id with another body; it was kept as a message of its own. */
  public void idReused(String connection) {
    count(Meter.ID_REUSED, connection);
  }

  /** A message was not taken; {@code reason} is a stable word such as {@code signature}. */
  public void refused(String connection, String reason) {
    count(Meter.REFUSED, connection, reason);
  }

  /** A message became events. */
  public void processed(String connection) {
    count(Meter.PROCESSED, connection);
  }

  /** A message could not be mapped and waits for a mended mapping. */
  public void invalid(String connection, String kind) {
    count(Meter.INVALID, connection, kind);
  }

  /** An event was stored; {@code capture} is happened to received. */
  public void stored(String connection, String type, Duration capture) {
    count(Meter.STORED, connection, type);
    time(Meter.CAPTURE, capture, connection);
  }

  /** An event was known already. */
  public void repeated(String connection, String type) {
    count(Meter.REPEATED, connection, type);
  }

  /** A tool told of what we had written to it; it went to nobody. */
  public void echo(String connection) {
    count(Meter.ECHOES, connection);
  }

  /** A customer was met for the first time. */
  public void customerCreated() {
    count(Meter.CUSTOMER_CREATED);
  }

  /** An event was tied to a known customer. */
  public void customerMatched() {
    count(Meter.CUSTOMER_MATCHED);
  }

  /** An event's identifiers belong to several customers; the strongest identifier won. */
  public void customerConflict() {
    count(Meter.CUSTOMER_CONFLICT);
  }

  /** A tool deleted its record of somebody whom nobody here knows. */
  public void removedUnknown(String connection) {
    count(Meter.REMOVED_UNKNOWN, connection);
  }

  /** So many messages of a connection lost what they came with, as the stack says. */
  public void emptied(String connection, int number) {
    counter(Meter.EMPTIED, connection).increment(number);
  }

  /** A delivery was put into the outbox. */
  public void enqueued(String destination) {
    count(Meter.ENQUEUED, destination);
  }

  /** The first attempt began; {@code pipeline} is received to first attempt. */
  public void firstAttempt(String connection, String destination, Duration pipeline) {
    time(Meter.PIPELINE, pipeline, connection, destination);
  }

  /** An attempt ended; {@code verdict} is accepted, retry, fix-data or fix-config. */
  public void attempt(String destination, String verdict, Duration took) {
    count(Meter.ATTEMPTS, destination, verdict);
    time(Meter.ATTEMPT, took, destination);
  }

  /**
   * A delivery was accepted; {@code write} is first attempt to accepted, {@code delivery} received
   * to accepted.
   */
  public void delivered(String connection, String destination, Duration write, Duration delivery) {
    count(Meter.DELIVERED, destination);
    time(Meter.WRITE, write, connection, destination);
    time(Meter.DELIVERY, delivery, connection, destination);
  }

  /** A delivery will be tried again. */
  public void retried(String destination, String kind) {
    count(Meter.RETRIED, destination, kind);
  }

  /** A delivery became a dead letter. */
  public void dead(String destination, String kind) {
    count(Meter.DEAD, destination, kind);
  }

  /** A delivery was canceled; {@code reason} is a stable word. */
  public void canceled(String destination, String reason) {
    count(Meter.CANCELED, destination, reason);
  }

  /** Dead letters were put back. */
  public void replayed(String destination, int deliveries) {
    counter(Meter.REPLAYED, destination).increment(deliveries);
  }

  /** Asks {@code value} for the messages of a connection that wait to be processed. */
  public void watchWaiting(String connection, Supplier<Number> value) {
    Meter.WAITING.gauge(registry, value, connection);
  }

  /** Asks {@code seconds} for the age of the oldest waiting message of a connection. */
  public void watchOldestWaiting(String connection, Supplier<Number> seconds) {
    Meter.WAITING_OLDEST.gauge(registry, seconds, connection);
  }

  /** Asks {@code value} for the deliveries of a destination that are not yet ended. */
  public void watchPending(String destination, Supplier<Number> value) {
    Meter.PENDING.gauge(registry, value, destination);
  }

  /** Asks {@code seconds} for the age of the oldest pending delivery of a destination. */
  public void watchOldestPending(String destination, Supplier<Number> seconds) {
    Meter.PENDING_OLDEST.gauge(registry, seconds, destination);
  }

  /** Asks {@code paused} for whether a lane waits for its configuration to be mended. */
  public void watchPaused(String destination, Supplier<Boolean> paused) {
    Meter.LANE_PAUSED.gauge(registry, () -> paused.get() ? 1 : 0, destination);
  }

  /** Rows of so many customers, or events of nobody, were made anew. */
  public void projected(int stories) {
    counter(Meter.PROJECTED).increment(stories);
  }

  /** The rows of one customer, or event of nobody, could not be made. */
  public void projectionFailed() {
    count(Meter.PROJECTION_FAILED);
  }

  /** Asks {@code backlog} and {@code lagSeconds} for how far the views are behind. */
  public void watchProjection(Supplier<Number> backlog, Supplier<Number> lagSeconds) {
    Meter.PROJECTION_BACKLOG.gauge(registry, backlog);
    Meter.PROJECTION_LAG.gauge(registry, lagSeconds);
  }

  /** Asks for the leads that nobody has answered, and for those of them over the target. */
  public void watchLeads(Supplier<Number> waiting, Supplier<Number> overTarget) {
    Meter.LEADS_WAITING.gauge(registry, waiting);
    Meter.LEADS_OVER_TARGET.gauge(registry, overTarget);
  }

  /**
   * What a connection's counters came to since the start.
   *
   * @param what {@code duplicate}, {@code refused} or {@code found-by-sweep}
   */
  public record Counted(String connection, String what, long number) {}

  /** What came in without leaving a message behind, or by a sweep alone, since the start. */
  public List<Counted> counted() {
    List<Counted> counted = new ArrayList<>();
    counters.forEach(
        (key, counter) -> {
          String what = UNSEEN.get(key.get(0));
          if (what != null) {
            Object label = key.get(1) instanceof List<?> labels ? labels.get(0) : key.get(1);
            counted.add(new Counted(label.toString(), what, (long) counter.count()));
          }
        });
    return counted;
  }

  /** Asks {@code overdue} for whether a connection was not heard from as often as expected. */
  public void watchOverdue(String connection, Supplier<Boolean> overdue) {
    Meter.CONNECTION_OVERDUE.gauge(registry, () -> overdue.get() ? 1 : 0, connection);
  }

  /** Shows how soon deliveries to a destination should be accepted. */
  public void showTarget(String destination, Duration target) {
    Meter.FLOW_TARGET.gauge(registry, () -> target.toMillis() / 1000.0, destination);
  }

  /** Asks for the size of the database and the age of its oldest transaction. */
  public void watchDatabase(Supplier<Number> bytes, Supplier<Number> oldestSeconds) {
    Meter.DATABASE_SIZE.gauge(registry, bytes);
    Meter.OLDEST_TRANSACTION.gauge(registry, oldestSeconds);
  }

  /** The reference page of all meters, as Markdown. */
  public static String reference() {
    StringBuilder page =
        new StringBuilder(
            """
            # Meters

            All are at `/actuator/prometheus`. A `timer` is a histogram: `_bucket`, `_sum` and `_count` follow its name. Labels are names from the stack and stable kinds, never ids or people.

            Two balances always hold: `received = processed + invalid + waiting` for messages, and for each destination `enqueued = delivered + dead + canceled + pending` for deliveries (a replayed dead letter counts as pending again). Camel's own route meters (`camel_*`) stand beside these.

            | meter | kind | labels | what it tells |
            |---|---|---|---|
            """);
    for (Meter meter : Meter.values()) {
      page.append("| `")
          .append(meter.prometheus())
          .append("` | ")
          .append(meter.kind().name().toLowerCase(java.util.Locale.ROOT))
          .append(" | ")
          .append(String.join(", ", meter.labels()))
          .append(" | ")
          .append(meter.meaning())
          .append(" |\n");
    }
    return page.toString();
  }

  private void count(Meter meter, String... labels) {
    counter(meter, labels).increment();
  }

  private Counter counter(Meter meter, String... labels) {
    return counters.computeIfAbsent(key(meter, labels), unknown -> meter.counter(registry, labels));
  }

  private void time(Meter meter, Duration value, String... labels) {
    timers
        .computeIfAbsent(key(meter, labels), unknown -> meter.timer(registry, labels))
        .record(value.isNegative() ? Duration.ZERO : value);
  }

  private static List<Object> key(Meter meter, String[] labels) {
    return switch (labels.length) {
      case 0 -> List.of(meter);
      case 1 -> List.of(meter, labels[0]);
      default -> List.of(meter, List.of(labels));
    };
  }
}
