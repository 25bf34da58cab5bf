package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.EventType;
import dev.patchbay.event.Ids;
import dev.patchbay.mapping.Times;
import dev.patchbay.yaml.NearestName;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one item of a mapping's result. */
final class EventReader {

  private static final List<String> KEYS = List.of("type", "subject", "time", "data", "once");

  /** Parent of the ids of events that happen once, whichever messages tell of them. */
  private static final UUID ONCE = UUID.fromString("5b1e0a52-60a6-8d0e-9a53-0c7d1f3f7a11");

  private final SourceSpec spec;
  private final RawMessage message;
  private final List<Finding> findings;
  private final ValueReader values;
  private final CanonicalValues canonical;

  EventReader(SourceSpec spec, RawMessage message, List<Finding> findings) {
    this.spec = spec;
    this.message = message;
    this.findings = findings;
    this.values = new ValueReader(spec.timezone(), findings);
    this.canonical = new CanonicalValues(spec.region(), findings);
  }

  /** The event, or empty when the item is no event or cannot be one; findings say why. */
  Optional<Event> read(JsonNode item, int index) {
    if (!item.isObject()) {
      findings.add(
          Finding.error(
              "event.not-an-object",
              "The mapping's result has an item that is no object.",
              "Each item is {\"type\": .., \"data\": {..}}, {\"ignored\": ..} or {\"finding\": ..}."));
      return Optional.empty();
    }
    if (item.has("ignored")) {
      return Optional.empty();
    }
    if (item.has("finding")) {
      findings.add(mapped(item.get("finding")));
      return Optional.empty();
    }
    int before = errors();
    for (Iterator<String> names = item.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KEYS.contains(name)) {
        values.unknown("event", name, KEYS);
      }
    }
    String type = item.path("type").asText("");
    checkType(type);
    JsonNode data = item.path("data");
    EventData read =
        RecordShape.read(
            EventData.class,
            data.isMissingNode() || data.isNull() ? JsonNodeFactory.instance.objectNode() : data,
            "data",
            values);
    if (errors() > before) {
      return Optional.empty();
    }
    EventData known =
        FieldRecognition.complete(
            read == null ? EventData.NOTHING : read, spec.fields(), spec.region());
    JsonNode written = item.path("subject");
    String subject =
        written.isMissingNode() || written.isNull() ? null : values.text(written, "subject");
    String once = once(item.path("once"));
    return Optional.of(
        new Event(
            once != null && subject != null
                ? Ids.derived(ONCE, spec.connection() + '\n' + type + '\n' + subject + once)
                : Ids.derived(message.id(), index + ":" + type),
            type,
            spec.connection(),
            subject,
            time(item.path("time")),
            canonical.of(known)));
  }

  /** What tells one happening of the subject from the next; {@code null} when not told. */
  private static @Nullable String once(JsonNode written) {
    if (written.isTextual() && !written.asText().isBlank()) {
      return '\n' + written.asText();
    }
    return written.asBoolean() ? "" : null;
  }

  private Instant time(JsonNode written) {
    if (written.isMissingNode() || written.isNull()) {
      return message.receivedAt();
    }
    Instant time = Times.parse(written, spec.timezone());
    if (time == null) {
      values.misfit("time", "a time");
      return message.receivedAt();
    }
    return time;
  }

  private void checkType(String type) {
    if (!EventType.ALL.contains(type)) {
      findings.add(
          Finding.error(
              "event.unknown-type",
              "There is no event type" + NearestName.quoted(type) + ".",
              NearestName.remedy(type, EventType.ALL)));
    } else if (spec.source().events().stream().noneMatch(s -> EventType.matches(s, type))) {
      findings.add(
          Finding.error(
              "event.unlisted-type",
              "The source gives '" + type + "', which its sheet does not list.",
              "Add it to source.events in connector.yaml."));
    }
  }

  private Finding mapped(JsonNode finding) {
    String kind = finding.path("kind").asText("");
    String text = finding.isTextual() ? finding.textValue() : finding.path("text").asText("");
    String remedy = finding.path("remedy").asText("");
    return Finding.error(
        kind.matches("[a-z][a-z0-9.-]{0,79}") ? kind : "mapping.finding",
        bounded(text.isBlank() ? "The mapping refused the message." : text),
        remedy.isBlank() ? null : bounded(remedy));
  }

  private static String bounded(String text) {
    String clean = Characters.storable(text);
    return clean.length() > 500 ? clean.substring(0, 500) : clean;
  }

  private int errors() {
    return (int) findings.stream().filter(Finding::isError).count();
  }
}
