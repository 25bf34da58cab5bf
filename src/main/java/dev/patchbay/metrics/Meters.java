package dev.patchbay.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
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

  private final MeterRegistry registry;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  /** Meters in this registry. */
  public Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A new message was committed. */
  public void received(String connection, Duration ack) {
    count("patchbay.messages.received", "connection", connection);
    time("patchbay.ack", ack, "connection", connection);
  }

  /** A message had been received before. */
  public void duplicate(String connection) {
    count("patchbay.messages.duplicate", "connection", connection);
  }

  /** A message bore a known id with another body; it was kept as a message of its own. */
  public void idReused(String connection) {
    count("patchbay.messages.id.reused", "connection", connection);
  }

  /** A message was not taken; {@code reason} is a stable word such as {@code signature}. */
  public void refused(String connection, String reason) {
    count("patchbay.messages.refused", "connection", connection, "reason", reason);
  }

  /** A message became events. */
  public void processed(String connection) {
    count("patchbay.messages.processed", "connection", connection);
  }

  /** A message could not be mapped and waits for a mended mapping. */
  public void invalid(String connection, String kind) {
    count("patchbay.messages.invalid", "connection", connection, "kind", kind);
  }

  /** An event was stored; {@code capture} is happened to received. */
  public void stored(String connection, String type, Duration capture) {
    count("patchbay.events.stored", "connection", connection, "type", type);
    time("patchbay.capture", capture, "connection", connection);
  }

  /** A customer was met for the first time. */
  public void customerCreated() {
    count("patchbay.customers.created");
  }

  /** An event was tied to a known customer. */
  public void customerMatched() {
    count("patchbay.customers.matched");
  }

  /** An event's identifiers belong to several customers; the first one got it. */
  public void customerConflict() {
    count("patchbay.customers.conflict");
  }

  /** A delivery was put into the outbox. */
  public void enqueued(String destination) {
    count("patchbay.deliveries.enqueued", "destination", destination);
  }

  /** The first attempt began; {@code pipeline} is received to first attempt. */
  public void firstAttempt(String connection, String destination, Duration pipeline) {
    time("patchbay.pipeline", pipeline, "connection", connection, "destination", destination);
  }

  /** An attempt ended; {@code verdict} is accepted, retry, fix-data or fix-config. */
  public void attempt(String destination, String verdict, Duration took) {
    count("patchbay.attempts", "destination", destination, "verdict", verdict);
    time("patchbay.attempt", took, "destination", destination);
  }

  /**
   * A delivery was accepted; {@code write} is first attempt to accepted, {@code delivery} received
   * to accepted.
   */
  public void delivered(String connection, String destination, Duration write, Duration delivery) {
    count("patchbay.deliveries.delivered", "destination", destination);
    time("patchbay.write", write, "connection", connection, "destination", destination);
    time("patchbay.delivery", delivery, "connection", connection, "destination", destination);
  }

  /** A delivery will be tried again. */
  public void retried(String destination, String kind) {
    count("patchbay.deliveries.retried", "destination", destination, "kind", kind);
  }

  /** A delivery became a dead letter. */
  public void dead(String destination, String kind) {
    count("patchbay.deliveries.dead", "destination", destination, "kind", kind);
  }

  /** A delivery was canceled; {@code reason} is a stable word. */
  public void canceled(String destination, String reason) {
    count("patchbay.deliveries.canceled", "destination", destination, "reason", reason);
  }

  /** Dead letters were put back. */
  public void replayed(String destination, int deliveries) {
    counter("patchbay.deliveries.replayed", "destination", destination).increment(deliveries);
  }

  /**
   * A gauge that is asked when the meters are read; {@code name} is dotted, without {@code
   * patchbay}.
   */
  public void gauge(String name, Supplier<Number> value, String... labels) {
    Gauge.builder("patchbay." + name, value).tags(labels).register(registry);
  }

  private void count(String name, String... labels) {
    counter(name, labels).increment();
  }

  private Counter counter(String name, String... labels) {
    return counters.computeIfAbsent(
        name + String.join("\0", labels),
        key -> Counter.builder(name).tags(Tags.of(labels)).register(registry));
  }

  private void time(String name, Duration value, String... labels) {
    if (value.isNegative()) {
      value = Duration.ZERO;
    }
    timers
        .computeIfAbsent(
            name + String.join("\0", labels),
            key ->
                Timer.builder(name)
                    .tags(Tags.of(labels))
                    .publishPercentileHistogram()
                    .register(registry))
        .record(value);
  }
}
