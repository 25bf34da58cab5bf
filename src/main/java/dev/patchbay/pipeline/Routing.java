package dev.patchbay.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.Sink;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventType;
import dev.patchbay.lead.SpamScore;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.PlannedFlow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recipient list: which destinations an event goes to. */
public final class Routing {

  /**
   * One recipient.
   *
   * @param action sink the flow names, or {@code null} for the first that accepts
   */
  public record Recipient(String destination, String flow, @Nullable String action) {}

  /** What stands in place of a flow where a connection fetches what it was told of. */
  private static final String FETCH = "fetch";

  private static final Logger log = LoggerFactory.getLogger(Routing.class);

  private final Plan plan;

  /** The flows of this plan. */
  public Routing(Plan plan) {
    this.plan = plan;
  }

  /**
   * The recipients of an event with this {@code data}, JSON text, in stack order. Two flows that
   * ask for the same thing at the same destination count once; a test event goes to nobody, nor
   * does what looks like spam, until a person says that it is none.
   */
  public List<Recipient> recipients(Event event, String data) {
    return isHeldBack(event) ? List.of() : released(event, data);
  }

  private boolean isHeldBack(Event event) {
    return event.type().equals("lead.submitted")
        && SpamScore.of(event.data(), plan.leads()).score() >= plan.leads().quarantine();
  }

  /** The recipients of an event that is no spam, whatever it looks like. */
  List<Recipient> released(Event event, String data) {
    if (Boolean.TRUE.equals(event.data().test())) {
      return List.of();
    }
    List<Recipient> recipients = new ArrayList<>();
    plan.connection(event.source())
        .flatMap(connection -> fetching(connection, event.type()))
        .ifPresent(sink -> recipients.add(new Recipient(event.source(), FETCH, sink.name())));
    Set<String> seen = new HashSet<>();
    @Nullable JsonNode tree = null;
    for (PlannedFlow flow : plan.flows(event.source(), event.type())) {
      Mapping where = flow.where();
      if (where != null) {
        tree = tree == null ? EventJson.tree(data) : tree;
        if (!holds(flow, where, tree)) {
          continue;
        }
      }
      for (String destination : flow.to()) {
        if (seen.add(destination + '\0' + flow.action())) {
          recipients.add(new Recipient(destination, flow.name(), flow.action()));
        }
      }
    }
    return recipients;
  }

  private static Optional<Sink> fetching(PlannedConnection connection, String type) {
    return connection.connector().sinks().values().stream()
        .filter(Sink::fetches)
        .filter(sink -> sink.events().stream().anyMatch(event -> EventType.matches(event, type)))
        .findFirst();
  }

  /** A condition that fails on some data does not hold for it, and says so. */
  private static boolean holds(PlannedFlow flow, Mapping where, JsonNode data) {
    try {
      JsonNode result = where.apply(data, Map.of());
      return result.isBoolean()
          ? result.booleanValue()
          : !result.isNull() && !result.isMissingNode();
    } catch (MappingException e) {
      log.warn("Flow {} skips an event: its condition failed: {}", flow.name(), e.getMessage());
      return false;
    }
  }
}
