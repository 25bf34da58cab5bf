package dev.patchbay.tools;

import dev.patchbay.connector.Category;
import dev.patchbay.connector.Sink;
import dev.patchbay.event.EventType;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.PlannedFlow;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which connections of a plan keep people, what they keep, and how they tell of it. */
public final class Tools {

  /** Types that tell what a tool's own record of a person says. */
  private static final List<String> TOLD =
      List.of("contact", "subscriber", "consent", "loyalty", "deal", "lead");

  /** Types that may be nothing but the echo of what we wrote. */
  private static final Set<String> ECHOING =
      Set.of(
          "contact.updated",
          "subscriber.subscribed",
          "subscriber.unsubscribed",
          "consent.granted",
          "consent.withdrawn");

  /** Types that begin a person's record in a tool; a flow of none of them only brings changes. */
  private static final List<String> BEGINNING =
      List.of(
          "lead.submitted",
          "call.completed",
          "sale.completed",
          "subscriber.subscribed",
          "consent.granted",
          "loyalty.joined");

  static final String CHANGE = "contact.updated";

  private final Plan plan;
  private final Set<String> names;

  private Tools(Plan plan, Set<String> names) {
    this.plan = plan;
    this.names = names;
  }

  /** The tools of a plan: what has a sink that keeps people, and what is made to hold them. */
  public static Tools of(Plan plan) {
    Set<String> names = new LinkedHashSet<>();
    for (PlannedConnection connection : plan.connections().values()) {
      if (keepsPeople(connection, plan)) {
        names.add(connection.name());
      }
    }
    return new Tools(plan, Set.copyOf(names));
  }

  private static boolean keepsPeople(PlannedConnection connection, Plan plan) {
    boolean holds =
        switch (connection.category()) {
          case CRM, EMAIL, LOYALTY, POS -> connection.connector().source() != null;
          default -> false;
        };
    return holds
        || (!isOnlyRead(connection.name(), plan)
            && connection.connector().sinks().values().stream()
                .anyMatch(sink -> !sink.keeps().isEmpty()));
  }

  /** A folder or table that is read keeps nothing of ours, though its like may be written. */
  private static boolean isOnlyRead(String connection, Plan plan) {
    return plan.flows().stream().anyMatch(flow -> flow.from().contains(connection))
        && plan.flows().stream().noneMatch(flow -> flow.to().contains(connection));
  }

  /** The names of their connections. */
  Set<String> names() {
    return names;
  }

  /** All of them, by name. */
  public List<Tool> all() {
    return plan.connections().values().stream()
        .filter(planned -> names.contains(planned.name()))
        .sorted(Comparator.comparing(PlannedConnection::name))
        .map(this::tool)
        .toList();
  }

  private Tool tool(PlannedConnection planned) {
    return new Tool(
        planned.name(),
        planned.connector().title(),
        planned.isHeard(),
        planned.isSwept(),
        planned.connector().sinks().values().stream()
            .flatMap(sink -> sink.keeps().stream())
            .distinct()
            .sorted()
            .toList(),
        eraser(planned.name()).isPresent());
  }

  /** The connector that a connection is made of; its people's ids there go by this name. */
  String system(String connection) {
    return plan.connection(connection)
        .map(planned -> planned.connector().name())
        .orElse(connection);
  }

  /** Whether an event of this type from there tells what its own record of the person says. */
  boolean tells(String connection, String type) {
    return names.contains(connection)
        && TOLD.stream().anyMatch(selector -> EventType.matches(selector, type))
        && (!type.equals("lead.submitted") || category(connection) == Category.CRM);
  }

  /** Whether an event of this type from there tells that its own record of the person is gone. */
  boolean tellsRemoval(String connection, String type) {
    return type.equals(EventType.REMOVED) && names.contains(connection);
  }

  /** Whether an event of this type from there may be the echo of our own write. */
  boolean mayEcho(String connection, String type) {
    return ECHOING.contains(type) && names.contains(connection);
  }

  /**
   * The sink that takes an event, where it leaves or ends a record of a person.
   *
   * @param action as the flow says, or {@code null} for the first that accepts
   */
  Optional<Sink> keeper(String destination, @Nullable String action, String type) {
    return sink(destination, action, type)
        .filter(sink -> !sink.keeps().isEmpty() || sink.removes());
  }

  /** The sink that a tool can be told by to erase somebody. */
  Optional<Sink> eraser(String connection) {
    return sink(connection, null, Erasure.TYPE);
  }

  /** Whether a tool keeps each email and phone by itself, as audiences of ads do. */
  boolean holdsHashes(String connection) {
    return category(connection) == Category.ADS;
  }

  /** The sink that takes an event. */
  Optional<Sink> sink(String destination, @Nullable String action, String type) {
    PlannedConnection connection = plan.connections().get(destination);
    if (connection == null) {
      return Optional.empty();
    }
    if (action != null) {
      return Optional.ofNullable(connection.connector().sinks().get(action))
          .filter(sink -> sink.accepts(type));
    }
    return connection.connector().sinks().values().stream()
        .filter(sink -> sink.accepts(type))
        .findFirst();
  }

  /**
   * Whether a flow may begin a person's record by a mere change: it does when it also carries what
   * begins one, such as leads.
   */
  boolean begins(String flow) {
    return plan.flows().stream()
        .filter(planned -> planned.name().equals(flow))
        .findFirst()
        .map(Tools::begins)
        .orElse(true);
  }

  /** Whether an event of this type begins a person's record in the tools that it goes to. */
  static boolean isBeginning(String type) {
    return BEGINNING.contains(type);
  }

  private static boolean begins(PlannedFlow flow) {
    return flow.events().isEmpty()
        || flow.events().stream()
            .anyMatch(
                selector -> BEGINNING.stream().anyMatch(type -> EventType.matches(selector, type)));
  }

  private @Nullable Category category(String connection) {
    PlannedConnection planned = plan.connections().get(connection);
    return planned == null ? null : planned.category();
  }

  Plan plan() {
    return plan;
  }
}
