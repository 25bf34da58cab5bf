package dev.patchbay.normalize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.mapping.Urls;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a raw message into canonical events. Pure and safe for many threads: the same message read
 * the same way gives the same events with the same ids.
 */
public final class Normalizer {

  /**
   * Header of a message that a fetch brought: the announced record as JSON. Ours alone; the door
   * keeps no header of this name.
   */
  public static final String FETCHED = "patchbay-fetched";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ITEMS = 1_000;

  /** One for everybody. */
  public Normalizer() {}

  /** What the message tells; never throws on account of what is in it. */
  public Normalized normalize(SourceSpec spec, RawMessage message) {
    List<Finding> findings = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    try {
      JsonNode body = BodyReader.read(spec.source().format(), message);
      JsonNode output = spec.mapping().apply(body, variables(spec, message));
      EventReader reader = new EventReader(spec, message, findings);
      int index = 0;
      for (JsonNode item : items(output)) {
        reader.read(item, index++).ifPresent(events::add);
      }
    } catch (UnreadableBodyException e) {
      findings.add(e.finding());
      return new Normalized(List.of(), List.copyOf(findings), e.quarantined());
    } catch (MappingException e) {
      findings.add(e.finding());
    } catch (StackOverflowError e) {
      findings.add(
          Finding.error("mapping.too-deep", "The mapping's result is nested too deep.", null));
    }
    return new Normalized(List.copyOf(events), List.copyOf(findings), false);
  }

  private static List<JsonNode> items(JsonNode output) {
    List<JsonNode> items = new ArrayList<>();
    if (output.isArray()) {
      if (output.size() > MAX_ITEMS) {
        throw new MappingException(
            Finding.error(
                "event.too-many",
                "The mapping made more than " + MAX_ITEMS + " events of one message.",
                "Let the sender send smaller messages."));
      }
      output.forEach(items::add);
    } else if (!output.isNull()) {
      items.add(output);
    }
    items.removeIf(JsonNode::isNull);
    return items;
  }

  private static Map<String, JsonNode> variables(SourceSpec spec, RawMessage message) {
    Map<String, JsonNode> variables = new HashMap<>();
    variables.put("headers", object(message.headers()));
    variables.put("query", object(Urls.query(message.url())));
    variables.put("fetched", fetched(message.headers().get(FETCHED)));
    variables.put("with", spec.with());
    variables.put("connection", TextNode.valueOf(spec.connection()));
    variables.put("receivedAt", TextNode.valueOf(message.receivedAt().toString()));
    if (spec.region() != null) {
      variables.put("region", TextNode.valueOf(spec.region()));
    }
    variables.put("timezone", TextNode.valueOf(named(spec.timezone())));
    return variables;
  }

  /** As JSLT's own functions know a zone: an offset has a name there, where it is whole hours. */
  private static String named(ZoneId zone) {
    if (!(zone.normalized() instanceof ZoneOffset offset)) {
      return zone.getId();
    }
    int hours = offset.getTotalSeconds() / 3600;
    if (hours * 3600 != offset.getTotalSeconds() || hours < -12 || hours > 14) {
      return zone.getId();
    }
    return hours == 0 ? "UTC" : "Etc/GMT%+d".formatted(-hours);
  }

  private static JsonNode fetched(@Nullable String record) {
    if (record == null) {
      return NullNode.getInstance();
    }
    try {
      return JSON.readTree(record);
    } catch (JsonProcessingException e) {
      return NullNode.getInstance();
    }
  }

  private static ObjectNode object(Map<String, String> values) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    values.forEach(object::put);
    return object;
  }
}
