package dev.patchbay.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Sink;
import dev.patchbay.delivery.Outcomes;
import dev.patchbay.delivery.Reply;
import dev.patchbay.mapping.Mappings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Runs a sink's case: the real mapping, then the real Kamelet in a Camel of nobody's. */
final class SinkRun {

  private static final Map<String, Outcomes> JUDGES = new ConcurrentHashMap<>();

  private SinkRun() {}

  static Sink sink(ConnectorCase each) {
    Map<String, Sink> sinks = each.connector().sinks();
    JsonNode name = each.given().path("name");
    return name.isMissingNode() ? sinks.values().iterator().next() : sinks.get(name.asText());
  }

  /** What the mapping makes of the case's event; null where there is nothing to tell. */
  static JsonNode body(ConnectorCase each, Sink sink) {
    if (sink.mapping() == null) {
      return each.event();
    }
    JsonNode made =
        mapped(
            each.connector(),
            sink.mapping(),
            each.event(),
            each.withoutSecrets(),
            JsonNodeFactory.instance.objectNode(),
            each.told());
    return made.size() == 1 && made.has("ignored") ? JsonNodeFactory.instance.nullNode() : made;
  }

  /** What a mapping of a sink makes of an event. */
  static JsonNode mapped(
      Connector connector,
      String mapping,
      JsonNode event,
      JsonNode with,
      JsonNode customer,
      JsonNode told) {
    return SourceRun.mapping(connector, mapping)
        .apply(
            event,
            Map.of(
                "with", with,
                "customer", customer,
                "told", told,
                "delivery",
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("id", "delivery-1")
                        .put("attempt", 1)
                        .put("destination", connector.name())
                        .put("at", SourceRun.NOW.toString())));
  }

  /**
   * A connection's parameters, with the vendor's addresses led elsewhere.
   *
   * @param here leads an address of the vendor to the one that plays it
   */
  static Map<String, String> led(
      Connector connector, Map<String, String> values, UnaryOperator<String> here) {
    Map<String, String> led = new LinkedHashMap<>(values);
    connector.parameters().values().stream()
        .filter(parameter -> parameter.type() == Parameter.Type.URL)
        .forEach(
            parameter -> led.computeIfPresent(parameter.name(), (name, url) -> here.apply(url)));
    return led;
  }

  /**
   * Sends a body through the sink's Kamelet.
   *
   * @param here leads an address of the vendor to the one that plays it
   */
  static Reply send(
      PlainCamel camel, ConnectorCase each, Sink sink, JsonNode body, UnaryOperator<String> here)
      throws Exception {
    String kamelet = Objects.requireNonNull(sink.kamelet());
    Path file = Path.of("connectors", each.connector().name(), kamelet + ".kamelet.yaml");
    Map<String, String> properties = led(each.connector(), each.with(), here);
    properties.keySet().retainAll(PlainCamel.properties(file));
    Exchange exchange = camel.send(kamelet, properties, body.toString());
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    Message message = exchange.getMessage();
    Map<String, String> headers = new HashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
    return new Reply(
        message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
        headers,
        message.getBody(String.class),
        null);
  }

  static Outcomes outcomes(Connector connector, Sink sink) {
    return JUDGES.computeIfAbsent(
        connector.name() + '/' + sink.name(),
        name ->
            new Outcomes(
                sink.outcomes(),
                when ->
                    Mappings.compile(connector.name() + " when", when, each -> Optional.empty()),
                Clock.fixed(SourceRun.NOW, ZoneOffset.UTC)));
  }
}
