package dev.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.ConnectorFolder;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Sink;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.mapping.OwnMappings;
import dev.patchbay.plan.PlannedConnection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The mapping of one sink of one connection: event envelope to the Kamelet's body. */
final class SinkMapping {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Mapping mapping;
  private final Asks asks;
  private final boolean asksTold;
  private final JsonNode with;

  /** What of the customer a mapping reads; nothing else is looked up. */
  private enum Asks {
    NOTHING,
    THE_PERSON,
    THE_HISTORY_TOO;

    private static final Pattern MORE_THAN_THE_PERSON =
        Pattern.compile("\\$customer(?!\\.(person|externalIds|id)\\b)");

    static Asks of(String text) {
      // What a mapping imports may read as much as itself.
      if (text.contains("import ") || MORE_THAN_THE_PERSON.matcher(text).find()) {
        return THE_HISTORY_TOO;
      }
      return text.contains("$customer") ? THE_PERSON : NOTHING;
    }
  }

  /** Looks up what a mapping asks for, and nothing else. */
  interface Views {

    /**
     * The customer as a mapping sees it.
     *
     * @param history whether with consent and attribution
     * @param ofThread whether an event that names nobody is the customer's whose call, deal or sale
     *     it tells of
     */
    JsonNode customer(boolean history, boolean ofThread);

    /** What the destination was told of the same lead, call, deal or sale, oldest first. */
    JsonNode told();
  }

  /**
   * What a mapping made.
   *
   * @param body the Kamelet's body, or {@code null} when there is nothing to tell
   * @param why what says so then
   */
  record Made(@Nullable JsonNode body, String why) {

    private static final String NOTHING = "The mapping made nothing of this event.";
    private static final String WORD = "ignored";

    static Made of(JsonNode made) {
      if (made.isNull() || made.isMissingNode()) {
        return new Made(null, NOTHING);
      }
      if (made.size() == 1 && made.path(WORD).isTextual()) {
        return new Made(null, "There is nothing to tell: " + made.path(WORD).asText() + ".");
      }
      return new Made(made, "");
    }
  }

  private SinkMapping(@Nullable Mapping mapping, String text, JsonNode with) {
    this.mapping = mapping;
    this.asks = Asks.of(text);
    this.asksTold = text.contains("$told");
    this.with = with;
  }

  /**
   * Reads and compiles the user's own mapping file, or the connector's.
   *
   * @param folder where the user's own files are
   * @throws MappingException when there is no such file, or it cannot be read
   */
  static SinkMapping compile(PlannedConnection connection, Sink sink, Path folder) {
    JsonNode with = with(connection);
    String own = sink.mappingFrom() == null ? null : connection.values().get(sink.mappingFrom());
    if (own != null) {
      String text = OwnMappings.text(folder, own);
      Mapping mapping = OwnMappings.compile(folder, own, text);
      return new SinkMapping(isIdentity(text) ? null : mapping, text, with);
    }
    String name = sink.mapping();
    if (name == null) {
      return new SinkMapping(null, "", with);
    }
    ConnectorFolder files = connection.connector().folder();
    String text = files.read(name).orElseThrow(() -> missing(files.display(name), "Add the file."));
    Mapping mapping = Mappings.compile(files.display(name), text, files::read);
    return new SinkMapping(isIdentity(text) ? null : mapping, text, with);
  }

  /** Whether the text is only {@code .}, which gives the event as it is. */
  private static boolean isIdentity(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .toList()
        .equals(List.of("."));
  }

  /** Whether the body is the envelope itself, so that nobody needs to read the event's data. */
  boolean isIdentity() {
    return mapping == null;
  }

  /** The body, or why there is nothing to tell. */
  Made apply(JsonNode envelope, JsonNode delivery, Views views) {
    if (mapping == null) {
      return new Made(envelope, "");
    }
    Map<String, JsonNode> variables = new HashMap<>();
    variables.put("with", with);
    variables.put("delivery", delivery);
    variables.put(
        "customer",
        asks == Asks.NOTHING
            ? JSON.getNodeFactory().nullNode()
            : views.customer(asks == Asks.THE_HISTORY_TOO, asksTold));
    variables.put("told", asksTold ? views.told() : JSON.getNodeFactory().arrayNode());
    return Made.of(mapping.apply(envelope, variables));
  }

  static JsonNode with(PlannedConnection connection) {
    ObjectNode with = JSON.createObjectNode();
    connection
        .values()
        .forEach(
            (name, value) -> {
              Parameter parameter = connection.connector().parameters().get(name);
              if (parameter == null || parameter.secret()) {
                return;
              }
              switch (parameter.type()) {
                case INTEGER -> with.put(name, Long.parseLong(value.strip()));
                case BOOLEAN -> with.put(name, Boolean.parseBoolean(value.strip()));
                case STRING, DURATION, URL -> with.put(name, value);
              }
            });
    return with;
  }

  private static MappingException missing(String file, String remedy) {
    return new MappingException(
        Finding.error(file, 0, 0, "mapping.missing", "There is no such mapping file.", remedy));
  }
}
