package dev.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Sink;
import dev.patchbay.event.EventType;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the sink that takes an event and makes the body its Kamelet gets. */
final class SinkRequests {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A body for a sink: the mapping's JSON text.
   *
   * @param body {@code null} when there is nothing to tell
   * @param why what says so then
   */
  record Request(Sink sink, @Nullable String body, String why) {}

  private final PlannedConnection connection;
  private final CustomerView customers;
  private final ToldView told;
  private final InstantSource clock;
  private final Map<String, SinkMapping> mappings = new HashMap<>();

  /** Compiles the mappings of all sinks. */
  SinkRequests(
      PlannedConnection connection,
      Plan plan,
      CustomerView customers,
      ToldView told,
      InstantSource clock) {
    this.connection = connection;
    this.customers = customers;
    this.told = told;
    this.clock = clock;
    for (Sink sink : connection.connector().sinks().values()) {
      mappings.put(sink.name(), SinkMapping.compile(connection, sink, plan.folder()));
    }
  }

  /** The sink a flow names, else the first that accepts the type; empty when there is none. */
  Optional<Sink> choose(@Nullable String action, String type) {
    Map<String, Sink> sinks = connection.connector().sinks();
    if (action != null) {
      return Optional.ofNullable(sinks.get(action));
    }
    return sinks.values().stream()
        .filter(
            sink -> sink.events().stream().anyMatch(selector -> EventType.matches(selector, type)))
        .findFirst();
  }

  /** The body for this delivery, or why there is none. */
  Request make(Sink sink, Delivery delivery, StoredEvent event) {
    SinkMapping mapping = mappings.get(sink.name());
    if (mapping == null) {
      throw new IllegalArgumentException("No sink " + sink.name());
    }
    if (mapping.isIdentity()) {
      return new Request(sink, text(event), "");
    }
    SinkMapping.Made made =
        mapping.apply(
            envelope(event),
            facts(delivery),
            new SinkMapping.Views() {
              @Override
              public JsonNode customer(boolean history, boolean ofThread) {
                return customers.of(event, history, ofThread);
              }

              @Override
              public JsonNode told() {
                return told.of(
                    connection.name(),
                    event,
                    (action, type) -> choose(action, type).filter(sink::equals).isPresent());
              }
            });
    JsonNode body = made.body();
    return new Request(sink, body == null ? null : body.toString(), made.why());
  }

  private static ObjectNode envelope(StoredEvent event) {
    ObjectNode node = attributes(event);
    node.set("data", EventJson.tree(event.data()));
    return node;
  }

  /** The envelope as text, around the data's text as it is stored. */
  private static String text(StoredEvent event) {
    String attributes = attributes(event).toString();
    return attributes.substring(0, attributes.length() - 1) + ",\"data\":" + event.data() + "}";
  }

  private static ObjectNode attributes(StoredEvent event) {
    ObjectNode node = JSON.createObjectNode();
    node.put("specversion", "1.0");
    node.put("id", event.id().toString());
    node.put("source", event.source());
    node.put("type", event.type());
    if (event.subject() != null) {
      node.put("subject", event.subject());
    }
    node.put("time", event.time().toString());
    return node;
  }

  private JsonNode facts(Delivery delivery) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", delivery.id().toString());
    node.put("attempt", delivery.attempts() + 1);
    node.put("at", clock.instant().toString());
    if (delivery.action() != null) {
      node.put("action", delivery.action());
    }
    node.put("flow", delivery.flow());
    node.put("destination", delivery.destination());
    return node;
  }
}
