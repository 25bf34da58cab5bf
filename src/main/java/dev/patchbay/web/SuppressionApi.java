package dev.patchbay.web;

import dev.patchbay.customer.People;
import dev.patchbay.event.Person;
import dev.patchbay.plan.Plan;
import dev.patchbay.tools.Removal;
import dev.patchbay.tools.RemovalSummary;
import dev.patchbay.tools.Suppression;
import dev.patchbay.tracking.Page;
import dev.patchbay.tracking.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Proof that buyers leave the audiences that ads are shown to. */
final class SuppressionApi implements ApiPart {

  private static final Duration USUAL = Duration.ofDays(30);
  private static final Parameter FROM =
      Parameter.time("from", "Sales received since; 30 days ago where not given.");
  private static final Parameter TO = Parameter.time("to", "Sales received before.");

  private final Suppression suppression;

  SuppressionApi(Plan plan) {
    this.suppression = new Suppression(plan);
  }

  /** The flows that take buyers out of audiences. */
  record SuppressionAnswer(Instant from, Instant to, List<RemovalSummary> rows) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/suppression",
            "Per flow and audience: how long buyers stay in it after the purchase, and who still is.",
            List.of(FROM, TO),
            SuppressionAnswer.class,
            this::summaries),
        ApiRoute.list(
            "/api/v1/" + Suppression.ROWS,
            "rows",
            "Every sale whose buyer is to leave an audience, the slowest first.",
            List.of(
                Parameter.text("flow", "Of this flow."),
                Parameter.text("destination", "Of this audience's connection."),
                Parameter.word(
                    "state",
                    "That stand so; straggler is pending or dead.",
                    "delivered",
                    "pending",
                    "dead",
                    "canceled",
                    "straggler"),
                Parameter.word(
                    "over", "That missed the flow's target, or did not.", "true", "false"),
                FROM,
                TO),
            Removal.class,
            this::rows));
  }

  private Object summaries(Connection sql, ApiCall call) throws SQLException {
    Suppression.Period period = period(call);
    return new SuppressionAnswer(period.from(), period.to(), suppression.summaries(sql, period));
  }

  private Object rows(Connection sql, ApiCall call) throws SQLException, RefusedException {
    String state = call.text("state");
    String over = call.text("over");
    List<Removal> all =
        suppression
            .removals(sql, call.text("flow"), call.text("destination"), period(call))
            .stream()
            .filter(
                row ->
                    state == null
                        || row.state().equals(state)
                        || (state.equals("straggler") && Suppression.isStraggler(row)))
            .filter(row -> over == null || row.over() == over.equals("true"))
            .toList();
    int first = first(call.text("after"));
    int last = Math.min(all.size(), first + call.limit());
    return new Page<>(
        named(sql, all.subList(Math.min(first, all.size()), last)),
        last < all.size() ? Integer.toString(last) : null);
  }

  private static List<Removal> named(Connection sql, List<Removal> removals) throws SQLException {
    Set<UUID> customers = new HashSet<>();
    for (Removal removal : removals) {
      UUID customer = removal.customer();
      if (customer != null) {
        customers.add(customer);
      }
    }
    Map<UUID, Person> people = People.of(sql, customers);
    return removals.stream().map(removal -> removal.named(name(removal, people))).toList();
  }

  private static @Nullable String name(Removal removal, Map<UUID, Person> people) {
    UUID customer = removal.customer();
    Person person = customer == null ? null : people.get(customer);
    if (person == null) {
      return null;
    }
    String name =
        Stream.of(person.firstName(), person.lastName())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return !name.isEmpty() ? name : person.email() != null ? person.email() : person.phone();
  }

  private static int first(@Nullable String after) throws RefusedException {
    try {
      return after == null ? 0 : Math.max(0, Integer.parseInt(after));
    } catch (NumberFormatException e) {
      throw ApiDesk.unreadable("after", "taken from the page before");
    }
  }

  private static Suppression.Period period(ApiCall call) {
    Instant now = call.question().now();
    Instant from = call.time("from");
    Instant to = call.time("to");
    Instant end = to == null ? now.plusSeconds(1) : to;
    return new Suppression.Period(from == null ? now.minus(USUAL) : from, end, now);
  }
}
