package dev.patchbay.tools;

import dev.patchbay.eventlog.EventTimes;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.RemovalLog;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedFlow;
import dev.patchbay.tracking.Figure;
import dev.patchbay.tracking.Open;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Proof that buyers leave the audiences that ads are shown to, and how long it takes. */
public final class Suppression {

  /** Name of the list of single removals. */
  public static final String ROWS = "suppression/rows";

  private static final String SALE = "sale.completed";

  private final Plan plan;

  /** For the flows of one plan whose sink takes people out of what the tool keeps. */
  public Suppression(Plan plan) {
    this.plan = plan;
  }

  /** A period and the moment it is looked at. */
  public record Period(Instant from, Instant to, Instant now) {}

  /** One line for each flow and destination that removes buyers. */
  public List<RemovalSummary> summaries(Connection sql, Period period) throws SQLException {
    List<RemovalSummary> summaries = new ArrayList<>();
    for (PlannedFlow flow : plan.flows()) {
      for (String destination : flow.to()) {
        if (removes(flow, destination)) {
          summaries.add(
              summary(flow, destination, removals(sql, flow, destination, period), period));
        }
      }
    }
    return summaries;
  }

  /**
   * Single removals, the slowest first.
   *
   * @param flow name of a flow, or {@code null} for all
   * @param destination connection, or {@code null} for all
   */
  public List<Removal> removals(
      Connection sql, @Nullable String flow, @Nullable String destination, Period period)
      throws SQLException {
    List<Removal> removals = new ArrayList<>();
    for (PlannedFlow each : plan.flows()) {
      for (String to : each.to()) {
        if ((flow == null || flow.equals(each.name()))
            && (destination == null || destination.equals(to))
            && removes(each, to)) {
          removals.addAll(removals(sql, each, to, period));
        }
      }
    }
    removals.sort(
        java.util.Comparator.comparingLong(Removal::seconds)
            .reversed()
            .thenComparing(Removal::delivery));
    return removals;
  }

  private boolean removes(PlannedFlow flow, String destination) {
    return (flow.events().isEmpty()
            || flow.from().stream().anyMatch(from -> flow.carries(from, SALE)))
        && Tools.of(plan)
            .sink(destination, flow.action(), SALE)
            .filter(sink -> sink.removes())
            .isPresent();
  }

  private static List<Removal> removals(
      Connection sql, PlannedFlow flow, String destination, Period period) throws SQLException {
    List<RemovalLog.Sent> sent =
        RemovalLog.of(sql, flow.name(), destination, period.from(), period.to());
    Map<UUID, Instant> bought =
        EventTimes.of(sql, sent.stream().map(RemovalLog.Sent::event).toList(), SALE);
    List<Removal> removals = new ArrayList<>();
    for (RemovalLog.Sent each : sent) {
      Instant at = bought.get(each.event());
      if (at != null) {
        removals.add(removal(flow, destination, each, at, period.now()));
      }
    }
    return removals;
  }

  private static Removal removal(
      PlannedFlow flow, String destination, RemovalLog.Sent sent, Instant bought, Instant now) {
    boolean removed = sent.state() == DeliveryState.DELIVERED;
    Instant finished = sent.finishedAt();
    Instant end = removed && finished != null ? finished : now;
    long seconds = Math.max(0, Duration.between(bought, end).toSeconds());
    Duration within = flow.within();
    return new Removal(
        sent.delivery(),
        sent.event(),
        sent.customer(),
        null,
        flow.name(),
        destination,
        bought,
        sent.state().name().toLowerCase(Locale.ROOT),
        removed ? finished : null,
        seconds,
        within == null ? null : within.toSeconds(),
        within != null && sent.state() != DeliveryState.CANCELED && seconds > within.toSeconds(),
        sent.attempts(),
        removed ? null : reason(sent));
  }

  private static String reason(RemovalLog.Sent sent) {
    String kind = sent.errorKind();
    if (kind != null) {
      return kind;
    }
    return sent.attempts() == 0 ? "not-attempted" : "unknown";
  }

  private static RemovalSummary summary(
      PlannedFlow flow, String destination, List<Removal> removals, Period period) {
    List<Long> times =
        removals.stream()
            .filter(removal -> removal.removedAt() != null)
            .map(Removal::seconds)
            .sorted()
            .toList();
    Duration within = flow.within();
    Map<String, String> where = new TreeMap<>();
    where.put("flow", flow.name());
    where.put("destination", destination);
    where.put("from", period.from().toString());
    where.put("to", period.to().toString());
    return new RemovalSummary(
        flow.name(),
        destination,
        within == null ? null : within.toSeconds(),
        percentile(times, 50),
        percentile(times, 95),
        figure(removals, removal -> true, where, null, null),
        figure(removals, state("delivered"), where, "state", "delivered"),
        figure(removals, state("pending"), where, "state", "pending"),
        figure(removals, state("dead"), where, "state", "dead"),
        figure(removals, state("canceled"), where, "state", "canceled"),
        figure(removals, Removal::over, where, "over", "true"),
        figure(removals, Suppression::isStraggler, where, "state", "straggler"));
  }

  /** Whether the buyer is still in the audience though they should not be. */
  public static boolean isStraggler(Removal removal) {
    return removal.state().equals("pending") || removal.state().equals("dead");
  }

  private static Predicate<Removal> state(String state) {
    return removal -> removal.state().equals(state);
  }

  private static Figure figure(
      List<Removal> removals,
      Predicate<Removal> which,
      Map<String, String> where,
      @Nullable String name,
      @Nullable String value) {
    Map<String, String> opened = new TreeMap<>(where);
    if (name != null && value != null) {
      opened.put(name, value);
    }
    return new Figure(removals.stream().filter(which).count(), null, new Open(ROWS, opened));
  }

  /** The nearest rank; {@code null} for none. */
  static @Nullable Long percentile(List<Long> sorted, int percent) {
    return sorted.isEmpty()
        ? null
        : sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
  }
}
