package dev.patchbay.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One case of a connector's {@code <name>.test.yaml}.
 *
 * @param connector whose case it is
 * @param folder the connector's folder
 * @param title what the case shows
 * @param node the case as written
 */
record ConnectorCase(Connector connector, Path folder, String title, JsonNode node) {

  static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();

  /** Every case of a connector, in the order written. */
  static List<ConnectorCase> of(Connector connector, Path folder) {
    Path file = folder.resolve(connector.name() + ".test.yaml");
    if (!Files.exists(file)) {
      return List.of();
    }
    JsonNode cases = yaml(file).path("cases");
    List<ConnectorCase> all = new ArrayList<>();
    cases.forEach(
        node -> all.add(new ConnectorCase(connector, folder, node.path("case").asText(), node)));
    return all;
  }

  static JsonNode yaml(Path file) {
    String written = text(Files::readString, file);
    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(written);
    return JSON.valueToTree(read);
  }

  boolean isSource() {
    return node.has("source");
  }

  boolean isSink() {
    return node.has("sink");
  }

  /** Whether it runs against the connector's double, in place of recorded answers. */
  boolean isDouble() {
    return given().has("double");
  }

  boolean isSweep() {
    return node.has("sweep");
  }

  /** The part under {@code source:}, {@code sweep:} or {@code sink:}. */
  JsonNode given() {
    return node.path(isSource() ? "source" : isSweep() ? "sweep" : "sink");
  }

  JsonNode expect() {
    return node.path("expect");
  }

  /** The raw body: a file's bytes, or the text written in the case. */
  byte[] body() {
    JsonNode text = given().path("text");
    return text.isMissingNode()
        ? bytes(given().path("body").asText())
        : text.asText().getBytes(StandardCharsets.UTF_8);
  }

  /** The event of a sink case: from its file, or as written in the case. */
  JsonNode event() {
    JsonNode event = given().path("event");
    return event.isTextual() ? read(event.asText()) : event;
  }

  private JsonNode read(String file) {
    try {
      return JSON.readTree(bytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was told before, oldest first: files, or as written in the case. */
  JsonNode told() {
    ArrayNode told = JSON.createArrayNode();
    given().path("told").forEach(one -> told.add(one.isTextual() ? read(one.asText()) : one));
    return told;
  }

  /** The parameters: those of the case, else the sheet's defaults. */
  Map<String, String> with() {
    Map<String, String> with = new LinkedHashMap<>();
    for (Parameter parameter : connector.parameters().values()) {
      if (parameter.defaultValue() != null) {
        with.put(parameter.name(), parameter.defaultValue());
      }
    }
    given()
        .path("with")
        .fields()
        .forEachRemaining(entry -> with.put(entry.getKey(), entry.getValue().asText()));
    return with;
  }

  /** The parameters a mapping may see, as it sees them. */
  JsonNode withoutSecrets() {
    return withoutSecrets(with());
  }

  /** As {@link #withoutSecrets()}, of other values of the same parameters. */
  JsonNode withoutSecrets(Map<String, String> values) {
    ObjectNode seen = JSON.createObjectNode();
    values.forEach(
        (name, value) -> {
          Parameter parameter = connector.parameters().get(name);
          if (!parameter.secret()) {
            switch (parameter.type()) {
              case INTEGER -> seen.put(name, Long.parseLong(value.strip()));
              case BOOLEAN -> seen.put(name, Boolean.parseBoolean(value.strip()));
              case STRING, DURATION, URL -> seen.put(name, value);
            }
          }
        });
    return seen;
  }

  /** The values of the case's secret parameters. */
  List<String> secrets() {
    Map<String, String> with = with();
    return connector.parameters().values().stream()
        .filter(Parameter::secret)
        .map(parameter -> with.get(parameter.name()))
        .filter(value -> value != null && !value.isEmpty())
        .toList();
  }

  /** Secrets that no request's body may hold. */
  List<String> bodilessSecrets() {
    Map<String, String> with = with();
    return connector.parameters().values().stream()
        .filter(Parameter::inBody)
        .map(parameter -> with.get(parameter.name()))
        .collect(
            () -> new java.util.ArrayList<>(secrets()),
            java.util.ArrayList::remove,
            java.util.ArrayList::removeAll);
  }

  JsonNode expected(String field) {
    return expect().path(field);
  }

  boolean expects(String field) {
    return !(expect().path(field) instanceof MissingNode);
  }

  private byte[] bytes(String name) {
    return text(Files::readAllBytes, folder.resolve(name));
  }

  private static <T> T text(Reading<T> reading, Path file) {
    try {
      return reading.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  @Override
  public String toString() {
    return connector.name() + ": " + title;
  }

  private interface Reading<T> {
    T read(Path file) throws IOException;
  }
}
