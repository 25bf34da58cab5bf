package dev.patchbay.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Connections, deliveries and messages as pages show them. */
final class ConnectionViews {

  private ConnectionViews() {}

  /** What is wrong. */
  record Finding(String kind, String text, @Nullable String remedy) {}

  /** Several of one kind. */
  record Kind(String kind, String words, long number, Instant since) {}

  /** What it tells. */
  record Inbound(
      String arrives,
      @Nullable Instant lastHeard,
      long silentMs,
      @Nullable Long expectEveryMs,
      @Nullable String expectDuring,
      boolean overdue,
      boolean unusual,
      @Nullable Long usualGapMs,
      long waiting,
      @Nullable Instant oldestWaiting,
      long receivedToday,
      long duplicatesToday,
      long refusedToday,
      long sweptToday,
      double perMinute,
      long invalid,
      List<Kind> invalidKinds) {

    /** How it comes, in words. */
    public String way() {
      return arrives.equals("webhook")
          ? "it calls us (webhook)"
          : arrives.equals("poll") ? "we ask it" : "by a route of your own";
    }
  }

  /** One bar of the histogram. */
  record Bucket(@Nullable Long upToMs, long number) {}

  /** How long deliveries took. */
  record Latency(long p50Ms, long p95Ms, List<Bucket> buckets) {

    /** The highest bar. */
    public long most() {
      return Math.max(1, buckets.stream().mapToLong(Bucket::number).max().orElse(1));
    }
  }

  /** Its access token. */
  record Token(Instant obtainedAt, @Nullable Instant replacedAt) {}

  /** What it is told. */
  record Outbound(
      String lane,
      @Nullable Finding finding,
      @Nullable Instant since,
      @Nullable String pausedBy,
      @Nullable Integer inMemory,
      @Nullable Integer underWay,
      @Nullable Integer rateUsed,
      @Nullable Integer rateLimit,
      @Nullable Long ratePerMs,
      long pending,
      @Nullable Instant oldestPending,
      List<Kind> trouble,
      long dead,
      List<Kind> deadKinds,
      long deliveredToday,
      long canceledToday,
      @Nullable Latency latency,
      @Nullable Token token) {

    /** Whether it is stopped, so that it can be let go on. */
    public boolean stopped() {
      return lane.equals("halted") || lane.equals("refused");
    }

    /** How its lane stands, in words. */
    public String words() {
      return switch (lane) {
        case "open" -> "sends";
        case "halted" -> "paused by " + pausedBy;
        case "refused" -> "stopped: its settings are refused";
        case "down" -> "does not answer; tried every minute";
        default -> "sent by another hub";
      };
    }
  }

  /** A connection. */
  record Connection(
      String name,
      String label,
      String connector,
      String title,
      String category,
      String health,
      String word,
      String sentence,
      @Nullable Finding stopped,
      List<TodayPages.Concern> concerns,
      @Nullable Inbound inbound,
      @Nullable Outbound outbound,
      List<String> feeds,
      List<String> fedBy) {

    /** The class that colors it. */
    public String color() {
      return switch (health) {
        case "works" -> "ok";
        case "attention" -> "warn";
        case "broken" -> "bad";
        default -> "accent";
      };
    }

    /** What comes from it now. */
    public String rate() {
      return inbound == null ? "" : ConnectionViews.rate(inbound.perMinute());
    }
  }

  /** A wire of a flow. */
  record Wire(String flow, String from, String to, @Nullable Long withinMs, double perMinute) {

    /** What goes along it now. */
    public String rate() {
      return ConnectionViews.rate(perMinute);
    }
  }

  /** All of them. */
  record All(Instant asOf, List<Connection> connections, List<Wire> wires) {}

  /** One of them. */
  record One(Instant asOf, Connection connection, List<Wire> wires) {}

  /** A delivery. */
  record Delivery(
      UUID id,
      UUID event,
      @Nullable UUID customer,
      String destination,
      String source,
      String flow,
      @Nullable String action,
      String state,
      int attempts,
      Instant receivedAt,
      Instant enqueuedAt,
      @Nullable Instant finishedAt,
      @Nullable Instant dueAt,
      @Nullable String errorKind,
      @Nullable String errorText,
      String words) {}

  /** An attempt. */
  record Attempt(
      int number,
      Instant startedAt,
      long tookMs,
      String verdict,
      String words,
      @Nullable Integer status,
      @Nullable String errorKind,
      @Nullable String errorText,
      @Nullable Instant retryAt) {}

  /** A delivery with its attempts. */
  record Opened(Delivery delivery, List<Attempt> attempts) {}

  /** A message. */
  record Message(
      UUID id,
      String connection,
      @Nullable String vendorId,
      String contentType,
      long bytes,
      Instant receivedAt,
      String state,
      int tries,
      int events,
      @Nullable List<Finding> findings) {

    /** What is wrong with it. */
    public List<Finding> wrong() {
      return findings == null ? List.of() : findings;
    }
  }

  /** What a message held. */
  record Body(String contentType, long bytes, boolean whole, String text) {}

  /** What an act came to. */
  record Acted(long matched, long done, long left) {}

  /** A rate in words. */
  static String rate(double perMinute) {
    if (perMinute <= 0) {
      return "quiet";
    }
    if (perMinute >= 10) {
      return String.format(Locale.US, "%,.0f a minute", perMinute);
    }
    return perMinute >= 1
        ? String.format(Locale.US, "%.1f a minute", perMinute)
        : String.format(Locale.US, "%.0f an hour", Math.max(1, perMinute * 60));
  }
}
