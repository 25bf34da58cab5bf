package dev.patchbay.normalize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadCapability;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JacksonFeatureSet;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads JSON within limits; says where it breaks, never what stood there. */
final class JsonBody {

  static final int MAX_KEYS = 10_000;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TOKENS = 500_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(1024 * 1024)
                          .maxNumberLength(100)
                          .maxNameLength(1000)
                          .maxTokenCount(MAX_TOKENS)
                          .maxDocumentLength(10L * 1024 * 1024)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectMapper REPEATS =
      JSON.rebuild().disable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  /** Says that a key may stand twice: what stands there is read into a list then. */
  private static final class Repeats extends JsonParserDelegate {

    Repeats(JsonParser parser) {
      super(parser);
    }

    @Override
    public JacksonFeatureSet<StreamReadCapability> getReadCapabilities() {
      return delegate.getReadCapabilities().with(StreamReadCapability.DUPLICATE_PROPERTIES);
    }
  }

  private interface Reading {
    JsonNode of(String text) throws IOException;
  }

  private JsonBody() {}

  /** One JSON value, in which no object has a key twice. */
  static JsonNode read(String text) throws UnreadableBodyException {
    return read(text, JSON::readTree);
  }

  /** One JSON value; a key that stands twice in an object has a list of its values. */
  static JsonNode readRepeats(String text) throws UnreadableBodyException {
    return read(
        text,
        json -> {
          try (JsonParser parser = new Repeats(REPEATS.createParser(json))) {
            return REPEATS.readValue(parser, JsonNode.class);
          }
        });
  }

  private static JsonNode read(String text, Reading reading) throws UnreadableBodyException {
    if (text.isBlank()) {
      throw new UnreadableBodyException(
          "body.empty", "The message has no body.", "Ignore such messages at their sender.");
    }
    JsonNode body;
    try {
      body = reading.of(text);
    } catch (StreamConstraintsException e) {
      throw tooComplex("The JSON is nested too deep, too long or has too long parts.");
    } catch (MismatchedInputException e) {
      String at = place(e.getLocation());
      if (String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")) {
        throw new UnreadableBodyException(
            "body.duplicate-key",
            "A key stands twice in one JSON object" + at + ".",
            "Ask the sender which of the two counts.");
      }
      throw notJson(at);
    } catch (JsonProcessingException e) {
      throw notJson(place(e.getLocation()));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading a text", e);
    }
    if (keys(body) > MAX_KEYS) {
      throw tooComplex("The JSON has more than " + MAX_KEYS + " keys in one object.");
    }
    return body;
  }

  /** Keys of the object that has most. */
  private static int keys(JsonNode node) {
    int most = node.isObject() ? node.size() : 0;
    if (node.isContainerNode()) {
      for (JsonNode child : node) {
        most = Math.max(most, keys(child));
      }
    }
    return most;
  }

  private static UnreadableBodyException notJson(String at) {
    return new UnreadableBodyException(
        "body.not-json",
        "The body is no JSON" + at + ".",
        "Check the format in the connector's sheet, and what the sender is set to send.");
  }

  private static UnreadableBodyException tooComplex(String text) {
    return new UnreadableBodyException(
        "body.too-complex",
        text,
        "Limits: depth %d, %d tokens, 1 Mi characters a text, 100 digits a number."
            .formatted(MAX_DEPTH, MAX_TOKENS));
  }

  private static String place(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
