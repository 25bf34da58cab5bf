package dev.patchbay.doubles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.mapping.Mappings;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A vendor as its connector's {@code double.jslt} tells of it: takes requests one at a time,
 * refuses what the vendor refuses, and keeps what it was told.
 */
public final class VendorDouble {

  /** The file of a connector's folder. */
  public static final String FILE = "double.jslt";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String file;
  private final Mapping mapping;
  private final JsonNode with;
  private final InstantSource clock;
  private JsonNode state;

  private VendorDouble(
      String file, Mapping mapping, JsonNode with, JsonNode state, InstantSource clock) {
    this.file = file;
    this.mapping = mapping;
    this.with = with;
    this.state = state;
    this.clock = clock;
  }

  /**
   * The double of a connector, or empty when its folder has none.
   *
   * @param with the parameters of the account it plays, secrets included
   * @param state what it holds at first; {@code {}} for nothing
   * @throws MappingException when its file cannot be read
   */
  public static Optional<VendorDouble> of(
      Connector connector, Map<String, String> with, JsonNode state, InstantSource clock) {
    String file = connector.folder().display(FILE);
    return connector
        .folder()
        .read(FILE)
        .map(text -> Mappings.compileKeepingAll(file, text, connector.folder()::read))
        .map(mapping -> new VendorDouble(file, mapping, JSON.valueToTree(with), state, clock));
  }

  /**
   * Another of the same vendor: an account of its own, of which this one knows nothing.
   *
   * @param others the parameters of that account, secrets included
   * @param held what it holds at first
   */
  public VendorDouble another(Map<String, String> others, JsonNode held) {
    return new VendorDouble(file, mapping, JSON.valueToTree(others), held, clock);
  }

  /**
   * Answers one request.
   *
   * @throws MappingException when the file fails on it, or gives no answer
   */
  public synchronized Answer answer(Received request) {
    ObjectNode input = JSON.createObjectNode();
    input.set("request", request.view());
    input.set("with", with);
    input.set("state", state);
    input.put("now", clock.instant().toString());
    JsonNode made = mapping.apply(input, Map.of());
    int status = made.path("status").asInt();
    if (status < 200 || status > 599) {
      throw new MappingException(
          Finding.error(
              file,
              0,
              0,
              "mapping.no-answer",
              "The double gave no status between 200 and 599.",
              "End in {\"status\": ..., \"body\": ...} for every request."));
    }
    if (made.path("state").isObject()) {
      state = reread(made.path("state"));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    made.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    JsonNode body = made.path("body");
    boolean none = body.isMissingNode() || body.isNull();
    if (!none) {
      headers.putIfAbsent(
          "Content-Type", body.isTextual() ? "text/plain; charset=utf-8" : "application/json");
    }
    return new Answer(
        status, headers, none ? "" : body.isTextual() ? body.textValue() : body.toString());
  }

  /** A number that was counted is no other than one that was written. */
  private static JsonNode reread(JsonNode value) {
    try {
      return JSON.readTree(value.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Reading what was just written", e);
    }
  }

  /** What it holds now. */
  public synchronized JsonNode state() {
    return state.deepCopy();
  }
}
