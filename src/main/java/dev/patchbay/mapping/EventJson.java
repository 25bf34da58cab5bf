package dev.patchbay.mapping;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Canonical events as JSON and back: fields in the order of the records, nothing that is {@code
 * null}, times in ISO 8601 UTC.
 */
public final class EventJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new InstantText())
                  .addDeserializer(Instant.class, new TextInstant()))
          .build();

  private EventJson() {}

  /** The CloudEvents 1.0 envelope of an event, as JSON text. */
  public static String write(Event event) {
    return text(envelope(event));
  }

  /** The CloudEvents 1.0 envelope of an event. */
  public static ObjectNode envelope(Event event) {
    return envelope(
        event.id(),
        event.source(),
        event.type(),
        event.subject(),
        event.time(),
        JSON.valueToTree(event.data()));
  }

  /** The CloudEvents 1.0 envelope of an event whose data is JSON already. */
  public static ObjectNode envelope(
      UUID id, String source, String type, @Nullable String subject, Instant time, JsonNode data) {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("specversion", "1.0");
    envelope.put("id", id.toString());
    envelope.put("source", source);
    envelope.put("type", type);
    if (subject != null) {
      envelope.put("subject", subject);
    }
    envelope.put("time", time.toString());
    envelope.put("datacontenttype", "application/json");
    envelope.set("data", data);
    return envelope;
  }

  /** The data of an event as JSON text. */
  public static String writeData(EventData data) {
    return text(data);
  }

  /**
   * The data of an event as a tree, from its text.
   *
   * @throws IllegalArgumentException when the text is no JSON
   */
  public static JsonNode tree(String data) {
    try {
      return JSON.readTree(data);
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads the data of an event; fields it does not know are passed over.
   *
   * @throws IllegalArgumentException when the text is no event data
   */
  public static EventData readData(String json) {
    try {
      return JSON.readValue(json, EventData.class);
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads an envelope as {@link #write} makes it.
   *
   * @throws IllegalArgumentException when the text is no such envelope
   */
  public static Event read(String json) {
    try {
      JsonNode envelope = JSON.readTree(json);
      JsonNode subject = envelope.path("subject");
      return new Event(
          UUID.fromString(envelope.path("id").asText()),
          envelope.path("type").asText(),
          envelope.path("source").asText(),
          subject.isTextual() ? subject.textValue() : null,
          Instant.parse(envelope.path("time").asText()),
          JSON.treeToValue(envelope.path("data"), EventData.class));
    } catch (JsonProcessingException | DateTimeException e) {
      throw unreadable(e);
    }
  }

  private static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Writing an event as JSON", e);
    }
  }

  /** Without the cause's message, which quotes the data. */
  private static IllegalArgumentException unreadable(Exception e) {
    return new IllegalArgumentException("No canonical event: " + e.getClass().getSimpleName());
  }

  private static final class InstantText extends StdScalarSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantText() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString());
    }
  }

  private static final class TextInstant extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    TextInstant() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Instant.parse(json.getText());
    }
  }
}
