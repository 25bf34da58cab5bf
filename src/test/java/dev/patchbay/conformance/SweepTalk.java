package dev.patchbay.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Source;
import dev.patchbay.connector.Sweep;
import dev.patchbay.route.SweepPages;
import dev.patchbay.route.SweepPages.Found;
import dev.patchbay.route.SweepPages.Page;
import dev.patchbay.route.SweepPages.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a sweep's mapping makes of a case's recorded answers.
 *
 * @param turns each question and the answer that was recorded for it
 * @param found every message, in order
 * @param end what the last answer meant
 */
record SweepTalk(List<Turn> turns, List<Found> found, Page end) {

  /** A question, the answer as written in the case, and the messages that it holds. */
  record Turn(Question question, JsonNode answer, List<Found> found) {}

  /**
   * The talk of a case.
   *
   * @param with the parameters that the mapping sees
   */
  static SweepTalk of(ConnectorCase each, JsonNode with) {
    SweepPages pages = pages(each, with);
    List<Turn> turns = new ArrayList<>();
    Page page = pages.begin(since(each), until(each));
    List<Found> found = new ArrayList<>(page.messages());
    for (JsonNode answer : each.given().path("answers")) {
      Question question = page.next();
      if (question == null) {
        throw new AssertionError("No question for the answer " + answer);
      }
      page =
          pages.answered(
              since(each),
              until(each),
              question,
              answer.path("status").asInt(200),
              headers(answer),
              answer.path("body").toString());
      found.addAll(page.messages());
      turns.add(new Turn(question, answer, page.messages()));
    }
    return new SweepTalk(List.copyOf(turns), List.copyOf(found), page);
  }

  static SweepPages pages(ConnectorCase each, JsonNode with) {
    return new SweepPages(
        SourceRun.mapping(each.connector(), sweep(each.connector()).mapping()), with);
  }

  static Sweep sweep(Connector connector) {
    Source source = Objects.requireNonNull(connector.source(), "a source");
    return Objects.requireNonNull(source.sweep(), "a sweep");
  }

  /** Whether the sweep asks anybody: a few are clocks, and ask nobody. */
  static boolean asks(Connector connector) {
    return connector
        .folder()
        .read(sweep(connector).kamelet() + ".kamelet.yaml")
        .orElseThrow()
        .contains("camel:http");
  }

  static Instant since(ConnectorCase each) {
    return Instant.parse(each.given().path("since").asText("2026-11-22T10:00:00Z"));
  }

  static Instant until(ConnectorCase each) {
    return Instant.parse(each.given().path("until").asText("2026-11-22T12:00:00Z"));
  }

  private static Map<String, String> headers(JsonNode answer) {
    Map<String, String> headers = new HashMap<>();
    answer
        .path("headers")
        .properties()
        .forEach(
            header ->
                headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
    return headers;
  }
}
