package dev.patchbay.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.event.EventData;
import dev.patchbay.event.EventType;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The JSON Schemas of events and their page, made from the records and their descriptions. */
final class EventPages {

  private static final String FOLDER = "src/main/resources/schema/events/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What an event of a type, or of all types before the dot, usually tells. */
  private static final Map<String, List<String>> USUAL =
      Map.ofEntries(
          Map.entry("lead", List.of("person", "attribution", "form", "consent")),
          Map.entry("call", List.of("person", "attribution", "call")),
          Map.entry("sale", List.of("person", "sale")),
          Map.entry("subscriber", List.of("person", "consent")),
          Map.entry("consent", List.of("person", "consent")),
          Map.entry("loyalty", List.of("person", "loyalty")),
          Map.entry("deal", List.of("person", "deal")),
          Map.entry("contact", List.of("person")),
          Map.entry("contact.removed", List.of("person", "removal")),
          Map.entry("customer", List.of("person", "merged")),
          Map.entry("follow_up", List.of("person", "followUp", "call")),
          Map.entry("page", List.of("page")),
          Map.entry("visit", List.of("attribution", "page")),
          Map.entry("form", List.of("attribution", "form", "page")),
          Map.entry("ad", List.of("spend", "attribution")),
          Map.entry("record", List.of("announced")),
          Map.entry("report", List.of("report")));

  private final Properties descriptions = new Properties();
  private final Map<String, ObjectNode> definitions = new TreeMap<>();
  private final StringBuilder tables = new StringBuilder();

  private EventPages() {
    try (Reader file =
        Files.newBufferedReader(Path.of("src/main/resources/schema/event-fields.properties"))) {
      descriptions.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Path in the project to text. */
  static Map<String, String> all(String notice) {
    EventPages made = new EventPages();
    Map<String, String> pages = new TreeMap<>();
    ObjectNode data = made.record(EventData.class, "");
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Data of an event");
    root.setAll(data);
    ObjectNode definitions = root.putObject("$defs");
    made.definitions.forEach(definitions::set);
    pages.put(FOLDER + "data.json", root.toPrettyString() + "\n");
    StringBuilder types = new StringBuilder("| type | usually tells |\n|---|---|\n");
    for (String type : EventType.ALL) {
      pages.put(FOLDER + type + ".json", envelope(type).toPrettyString() + "\n");
      types.append("| `%s` | %s |\n".formatted(type, String.join(", ", usual(type))));
    }
    pages.put(
        "docs/reference/events.md",
        notice
            + "# Events\n\nAn event is a CloudEvents 1.0 envelope: `specversion`, `id`, `source`,"
            + " `type`, `subject`, `time`, `datacontenttype`, `data`. What is not known is absent."
            + " The API adds `receivedat`, `message` and `customer`."
            + " JSON Schemas are in `src/main/resources/schema/events/`.\n\n"
            + types
            + made.tables);
    return pages;
  }

  private static List<String> usual(String type) {
    return USUAL.getOrDefault(type, USUAL.get(type.substring(0, type.indexOf('.'))));
  }

  private static ObjectNode envelope(String type) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", type);
    schema.put("description", "Usually tells: " + String.join(", ", usual(type)) + ".");
    schema.put("type", "object");
    schema
        .putArray("required")
        .add("specversion")
        .add("id")
        .add("source")
        .add("type")
        .add("time")
        .add("datacontenttype")
        .add("data");
    ObjectNode fields = schema.putObject("properties");
    fields.putObject("specversion").put("const", "1.0");
    fields.putObject("id").put("type", "string").put("format", "uuid");
    fields.putObject("source").put("type", "string");
    fields.putObject("type").put("const", type);
    fields.putObject("subject").put("type", "string");
    fields.putObject("time").put("type", "string").put("format", "date-time");
    fields.putObject("datacontenttype").put("const", "application/json");
    fields.putObject("data").put("$ref", "data.json");
    extension(fields, "receivedat", "date-time", "When the hub stored the message it came from.");
    extension(fields, "message", "uuid", "The stored message it came from.");
    extension(fields, "customer", "uuid", "The customer it is about.");
    schema.put("additionalProperties", false);
    return schema;
  }

  /** CloudEvents calls attributes beyond its own extensions; the API has these. */
  private static void extension(ObjectNode fields, String name, String format, String text) {
    fields
        .putObject(name)
        .put("type", "string")
        .put("format", format)
        .put("description", text + " In the API only.");
  }

  private ObjectNode record(Class<?> type, String name) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("type", "object");
    ObjectNode fields = schema.putObject("properties");
    StringBuilder table = new StringBuilder();
    if (!name.isEmpty()) {
      table.append("\n## `%s`\n\n| field | | |\n|---|---|---|\n".formatted(name));
    }
    for (RecordComponent field : type.getRecordComponents()) {
      String key = name.isEmpty() ? field.getName() : name + "." + field.getName();
      String says = descriptions.getProperty(key);
      if (says == null) {
        throw new AssertionError(
            "event-fields.properties says nothing of '" + key + "': add a sentence");
      }
      ObjectNode value = value(field.getGenericType(), field.getName());
      value.put("description", says);
      fields.set(field.getName(), value);
      table.append(
          "| `%s` | %s | %s |\n".formatted(field.getName(), word(field.getGenericType()), says));
    }
    schema.put("additionalProperties", false);
    if (!name.isEmpty()) {
      tables.append(table);
    }
    return schema;
  }

  private ObjectNode value(Type type, String name) {
    ObjectNode value = JSON.createObjectNode();
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class) {
        value.put("type", "array");
        value.set("items", value(generic.getActualTypeArguments()[0], ""));
      } else {
        value.put("type", "object").putObject("additionalProperties").put("type", "string");
      }
      return value;
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      String definition = name.isEmpty() ? lower(plain.getSimpleName()) : name;
      if (!definitions.containsKey(definition)) {
        definitions.put(definition, JSON.createObjectNode());
        definitions.put(definition, record(plain, definition));
      }
      return value.put("$ref", "#/$defs/" + definition);
    }
    if (plain == Instant.class) {
      return value.put("type", "string").put("format", "date-time");
    }
    return value.put("type", word(plain));
  }

  private static String word(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class ? "list" : "object of texts";
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return "string";
    }
    if (plain == Boolean.class) {
      return "boolean";
    }
    if (plain == Double.class) {
      return "number";
    }
    return plain == Instant.class ? "time" : plain.isRecord() ? "object" : "integer";
  }

  private static String lower(String name) {
    return name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1);
  }
}
