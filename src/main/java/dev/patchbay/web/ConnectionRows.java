package dev.patchbay.web;

import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Source;
import dev.patchbay.delivery.LaneState;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.outbox.DeliveryFigures;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.PlannedFlow;
import dev.patchbay.today.Concern;
import dev.patchbay.today.Concerns;
import dev.patchbay.today.ConnectionFacts;
import dev.patchbay.today.Listening;
import dev.patchbay.today.Standing;
import dev.patchbay.today.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Connections and flows as the API tells of them. Spans are in ms. */
final class ConnectionRows {

  /** What is wrong, in words. */
  record FindingRow(String kind, String text, @Nullable String remedy) {
    static @Nullable FindingRow of(@Nullable Finding finding) {
      return finding == null
          ? null
          : new FindingRow(finding.kind(), finding.text(), finding.remedy());
    }
  }

  /** Several of one kind; {@code words} says the kind. */
  record KindRow(String kind, String words, long number, Instant since) {}

  /**
   * What it tells us.
   *
   * @param arrives {@code webhook}, {@code poll} or {@code route}
   * @param silentMs since it was last heard from, or since the start
   * @param overdue whether the stack expects that it had been heard from
   * @param unusual whether it is silent for longer than chance explains
   * @param usualGapMs how often it is heard from at such times, as learned
   * @param waiting messages that wait to be read
   * @param sweptToday messages that only a sweep found
   */
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
      List<KindRow> invalidKinds) {}

  /** One bar; {@code upToMs} is absent for what took longer than all. */
  record BucketRow(@Nullable Long upToMs, long number) {}

  /** What it was accepted by when. */
  record LatencyRow(long p50Ms, long p95Ms, List<BucketRow> buckets) {}

  /**
   * How old its access token is.
   *
   * @param replacedAt when the next one is asked for, or absent when this hub used none yet
   */
  record TokenRow(Instant obtainedAt, @Nullable Instant replacedAt) {}

  /**
   * What we tell it.
   *
   * @param lane {@code open}, {@code halted} by a person, {@code refused}, {@code down}, or {@code
   *     elsewhere} when another hub sends
   * @param finding why it does not send
   * @param since when it stopped
   * @param pausedBy who paused it
   * @param inMemory deliveries that this hub holds; absent when another hub sends
   * @param rateUsed requests that count against the limit now
   * @param pending deliveries that are not yet ended
   * @param trouble what those that wait last met, in words
   * @param latency of the last 24 hours
   */
  record Outbound(
      String lane,
      @Nullable FindingRow finding,
      @Nullable Instant since,
      @Nullable String pausedBy,
      @Nullable Integer inMemory,
      @Nullable Integer underWay,
      @Nullable Integer rateUsed,
      @Nullable Integer rateLimit,
      @Nullable Long ratePerMs,
      long pending,
      @Nullable Instant oldestPending,
      List<KindRow> trouble,
      long dead,
      List<KindRow> deadKinds,
      long deliveredToday,
      long canceledToday,
      @Nullable LatencyRow latency,
      @Nullable TokenRow token) {}

  /** Something to look at, in sentences. */
  record ConcernRow(
      Concern.Level level,
      String kind,
      @Nullable String connection,
      String text,
      @Nullable String meaning,
      @Nullable String remedy,
      @Nullable Instant since,
      String link) {

    static ConcernRow of(Concern concern) {
      return new ConcernRow(
          concern.level(),
          concern.kind(),
          concern.connection(),
          concern.text(),
          concern.meaning(),
          concern.remedy(),
          concern.since(),
          concern.link());
    }
  }

  /**
   * A connection.
   *
   * @param label its name as people say it
   * @param title its connector's
   * @param word how it stands, in a word; {@code sentence} says more
   */
  record ConnectionRow(
      String name,
      String label,
      String connector,
      String title,
      String category,
      Standing.Health health,
      String word,
      String sentence,
      @Nullable FindingRow stopped,
      List<ConcernRow> concerns,
      @Nullable Inbound inbound,
      @Nullable Outbound outbound,
      List<String> feeds,
      List<String> fedBy) {}

  /** A wire of a flow, with what went along it lately. */
  record WireRow(String flow, String from, String to, @Nullable Long withinMs, double perMinute) {}

  private final ConnectionDesk desk;
  private final ConnectionDesk.Known known;
  private final Plan plan;
  private final Concerns concerns;

  /** Rows of what is known. */
  ConnectionRows(ConnectionDesk desk, ConnectionDesk.Known known) {
    this.desk = desk;
    this.known = known;
    this.plan = desk.plan();
    this.concerns = new Concerns(known.now(), plan.timezone());
  }

  /** What is wrong with each, the gravest first. */
  List<Concern> concerns() {
    List<Concern> all = new ArrayList<>();
    plan.connections()
        .values()
        .forEach(connection -> all.addAll(concerns.of(desk.facts(known, connection))));
    all.sort(Concerns.ORDER);
    return all;
  }

  /** One connection. */
  ConnectionRow row(PlannedConnection connection) {
    ConnectionFacts facts = desk.facts(known, connection);
    List<Concern> wrong = concerns.of(facts);
    Standing standing = Standing.of(wrong);
    return new ConnectionRow(
        connection.name(),
        Words.name(connection.name()),
        connection.connector().name(),
        connection.connector().title(),
        lower(connection.category()),
        standing.health(),
        standing.health().word(),
        standing.sentence(),
        FindingRow.of(connection.stopped()),
        wrong.stream().map(ConcernRow::of).toList(),
        inbound(connection, facts),
        outbound(connection, facts),
        flows(flow -> flow.from().contains(connection.name())),
        flows(flow -> flow.to().contains(connection.name())));
  }

  /** All wires, in the order of the stack. */
  List<WireRow> wires() {
    List<WireRow> wires = new ArrayList<>();
    for (PlannedFlow flow : plan.flows()) {
      for (String from : flow.from()) {
        for (String to : flow.to()) {
          wires.add(
              new WireRow(flow.name(), from, to, ms(flow.within()), rate(flow.name(), from, to)));
        }
      }
    }
    return wires;
  }

  private double rate(String flow, String from, String to) {
    return known.counts().rates().stream()
        .filter(
            rate ->
                rate.flow().equals(flow)
                    && rate.source().equals(from)
                    && rate.destination().equals(to))
        .mapToDouble(DeliveryFigures.Rate::perMinute)
        .sum();
  }

  private List<String> flows(java.util.function.Predicate<PlannedFlow> which) {
    return plan.flows().stream().filter(which).map(PlannedFlow::name).toList();
  }

  private @Nullable Inbound inbound(PlannedConnection connection, ConnectionFacts facts) {
    Listening listening = facts.listening();
    Source source = connection.connector().source();
    if (listening == null || source == null) {
      return null;
    }
    Counts counts = known.counts();
    String name = connection.name();
    ConnectionFacts.Pile unread = facts.unread();
    return new Inbound(
        lower(source.kind()),
        listening.lastHeard(),
        listening.silence(known.now()).toMillis(),
        ms(listening.expectEvery()),
        listening.expectDuring(),
        listening.isOverdue(known.now()),
        listening.isUnusual(known.now()),
        ms(listening.usualGap(known.now())),
        unread == null ? 0 : unread.number(),
        unread == null ? null : unread.since(),
        counts.today().getOrDefault(name, 0L),
        counts.onDay(name, "duplicate"),
        counts.onDay(name, "refused"),
        counts.onDay(name, "found-by-sweep"),
        counts.lately().getOrDefault(name, 0L) / (double) Counts.LATELY.toMinutes(),
        total(facts.invalid()),
        facts.invalid().stream().map(pile -> kind(pile, String.valueOf(pile.kind()))).toList());
  }

  private @Nullable Outbound outbound(PlannedConnection connection, ConnectionFacts facts) {
    ConnectionFacts.Sending sending = facts.sending();
    if (sending == null) {
      return null;
    }
    Counts counts = known.counts();
    String name = connection.name();
    LaneState lane = desk.lane(name).orElse(null);
    LaneState here = lane == null || lane.status() == LaneState.Status.NOT_OWNER ? null : lane;
    RateLimit limit = lane == null || lane.rateLimit().requests() == 0 ? null : lane.rateLimit();
    DeliveryFigures.Ended today = counts.endedToday().get(name);
    DeliveryFigures.Ended lately = counts.endedLately().get(name);
    ConnectionFacts.Pile waiting = facts.waiting();
    return new Outbound(
        here != null || sending.state() != ConnectionFacts.State.OPEN || lane == null
            ? lower(sending.state())
            : "elsewhere",
        sending.state() == ConnectionFacts.State.REFUSED
            ? new FindingRow(
                String.valueOf(sending.kind()), String.valueOf(sending.text()), sending.remedy())
            : sending.state() == ConnectionFacts.State.HALTED
                ? new FindingRow("lane.halted", String.valueOf(sending.text()), null)
                : null,
        sending.since(),
        sending.by(),
        here == null ? null : here.inMemory(),
        here == null ? null : here.underWay(),
        here == null || limit == null ? null : here.rateUsed(),
        limit == null ? null : limit.requests(),
        limit == null ? null : limit.per().toMillis(),
        waiting == null ? 0 : waiting.number(),
        waiting == null ? null : waiting.since(),
        counts.troubles().stream()
            .filter(each -> each.destination().equals(name) && each.kind() != null)
            .map(
                each ->
                    new KindRow(
                        String.valueOf(each.kind()),
                        Words.does(each.kind()),
                        each.number(),
                        each.since()))
            .toList(),
        total(facts.dead()),
        facts.dead().stream().map(pile -> kind(pile, Words.does(pile.kind()))).toList(),
        today == null ? 0 : today.delivered(),
        today == null ? 0 : today.canceled(),
        lately == null ? null : latency(lately.latencies()),
        token(name));
  }

  private static @Nullable LatencyRow latency(DeliveryFigures.@Nullable Latency latency) {
    if (latency == null) {
      return null;
    }
    List<BucketRow> buckets = new ArrayList<>();
    for (int i = 0; i < latency.buckets().size(); i++) {
      buckets.add(
          new BucketRow(
              i < DeliveryFigures.BOUNDS.size() ? DeliveryFigures.BOUNDS.get(i) : null,
              latency.buckets().get(i)));
    }
    return new LatencyRow(latency.p50(), latency.p95(), buckets);
  }

  private @Nullable TokenRow token(String name) {
    Instant obtained = known.counts().obtained().get(name);
    return obtained == null ? null : new TokenRow(obtained, desk.replacedAt(name));
  }

  private static long total(List<ConnectionFacts.Pile> piles) {
    return piles.stream().mapToLong(ConnectionFacts.Pile::number).sum();
  }

  private static KindRow kind(ConnectionFacts.Pile pile, String words) {
    return new KindRow(String.valueOf(pile.kind()), words, pile.number(), pile.since());
  }

  private static @Nullable Long ms(@Nullable Duration span) {
    return span == null ? null : span.toMillis();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
