package dev.patchbay.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.yaml.DurationText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of a sweep, told by a mapping: what to ask first, which messages an answer
 * holds, and what to ask next. Pure: the same answers give the same messages.
 */
public final class SweepPages {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_ID = 500;

  private final Mapping mapping;
  private final JsonNode with;

  /**
   * What is asked.
   *
   * @param query as in an address, without the question mark; empty when none
   * @param body text, or {@code null} when none
   * @param pause how long to leave the vendor alone before it is asked
   * @param written as the mapping gave it
   */
  public record Question(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      @Nullable String body,
      Duration pause,
      JsonNode written) {}

  /**
   * A message that an answer holds.
   *
   * @param id the vendor's id, the same as by webhook; {@code null} to go by the sheet's messageId
   *     or the body
   * @param body JSON, in the shape that webhooks have
   */
  public record Found(@Nullable String id, String body) {}

  /**
   * What an answer meant.
   *
   * @param next what to ask now, or {@code null} at the end
   * @param position time up to which everything is found, or {@code null} when only the end tells
   * @param refused when the vendor refused to answer, whatever the status said: for how long it
   *     wants to be left alone; {@code null} when it answered
   */
  public record Page(
      List<Found> messages,
      @Nullable Question next,
      @Nullable Instant position,
      @Nullable Duration refused) {}

  /**
   * A conversation.
   *
   * @param with the connection's parameters that are not secret
   */
  public SweepPages(Mapping mapping, JsonNode with) {
    this.mapping = mapping;
    this.with = with;
  }

  /**
   * The beginning.
   *
   * @param since from when on something may have been missed
   * @param until up to when
   * @throws dev.patchbay.mapping.MappingException when the mapping fails
   * @throws IllegalStateException when what it gives is no page
   */
  public Page begin(Instant since, Instant until) {
    return page(window(since, until));
  }

  /** What an answer means; as {@link #begin}. */
  public Page answered(
      Instant since,
      Instant until,
      Question asked,
      int status,
      Map<String, String> headers,
      String body) {
    ObjectNode input = window(since, until);
    input.set("asked", asked.written());
    input.put("status", status);
    ObjectNode got = input.putObject("headers");
    headers.forEach(got::put);
    try {
      input.set("body", body.isBlank() ? JSON.nullNode() : JSON.readTree(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The answer is no JSON", e);
    }
    return page(input);
  }

  private static ObjectNode window(Instant since, Instant until) {
    ObjectNode input = JSON.createObjectNode();
    input.put("since", since.toString());
    input.put("until", until.toString());
    return input;
  }

  private Page page(JsonNode input) {
    JsonNode made = mapping.apply(input, Map.of("with", with));
    List<Found> found = new ArrayList<>();
    for (JsonNode message : made.path("messages")) {
      JsonNode body = message.path("body");
      if (!body.isContainerNode()) {
        throw new IllegalStateException("A message of the sweep's mapping has no body");
      }
      String id = message.path("id").asText("");
      found.add(new Found(id.isBlank() || id.length() > LONGEST_ID ? null : id, body.toString()));
    }
    JsonNode position = made.path("position");
    return new Page(
        List.copyOf(found),
        question(made.path("ask")).orElse(null),
        position.isTextual() ? Instant.parse(position.asText()) : null,
        made.has("refused") ? duration(made.path("refused")) : null);
  }

  private static Duration duration(JsonNode text) {
    return text.isMissingNode()
        ? Duration.ZERO
        : DurationText.parse(text.asText())
            .orElseThrow(
                () -> new IllegalStateException("A sweep's mapping gives a duration that is none"));
  }

  /**
   * The question that {@code ask} writes, if it is one.
   *
   * @throws IllegalStateException when it may not be asked
   */
  static Optional<Question> question(JsonNode ask) {
    if (!ask.isObject()) {
      return Optional.empty();
    }
    String path = ask.path("path").asText("");
    if (!path.isEmpty() && (!path.startsWith("/") || path.contains("..") || path.contains("//"))) {
      throw new IllegalStateException(
          "A sweep's path is no plain path below the Kamelet's address");
    }
    JsonNode body = ask.path("body");
    Map<String, String> headers = new LinkedHashMap<>();
    ask.path("headers")
        .properties()
        .forEach(
            header -> {
              if (header.getKey().toLowerCase(java.util.Locale.ROOT).startsWith("camel")) {
                throw new IllegalStateException("A sweep's header is called " + header.getKey());
              }
              headers.put(header.getKey(), header.getValue().asText());
            });
    return Optional.of(
        new Question(
            ask.path("method").asText("GET"),
            path,
            query(ask.path("query")),
            Map.copyOf(headers),
            body.isMissingNode() || body.isNull()
                ? null
                : body.isTextual() ? body.asText() : body.toString(),
            duration(ask.path("pause")),
            ask));
  }

  private static String query(JsonNode query) {
    if (query.isTextual()) {
      return query.asText();
    }
    List<String> fields = new ArrayList<>();
    query
        .properties()
        .forEach(
            field -> {
              for (JsonNode value :
                  field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                fields.add(encoded(field.getKey()) + "=" + encoded(value.asText()));
              }
            });
    return String.join("&", fields);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
