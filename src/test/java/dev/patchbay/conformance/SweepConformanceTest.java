package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.patchbay.connector.Source;
import dev.patchbay.connector.Sweep;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.normalize.Normalized;
import dev.patchbay.route.SweepPages;
import dev.patchbay.yaml.DurationText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sweep asks what its cases say, and what it finds reads like what webhooks bring. */
class SweepConformanceTest {

  static Stream<ConnectorCase> cases() {
    return ConnectorConformanceTest.cases().filter(ConnectorCase::isSweep);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void doesWhatTheCaseSays(ConnectorCase each) throws Exception {
    Source source = Objects.requireNonNull(each.connector().source(), "a source");
    Sweep sweep = Objects.requireNonNull(source.sweep(), "a sweep");
    SweepPages pages =
        new SweepPages(SourceRun.mapping(each.connector(), sweep.mapping()), each.withoutSecrets());
    Instant since = Instant.parse(each.given().path("since").asText("2026-11-22T10:00:00Z"));
    Instant until = Instant.parse(each.given().path("until").asText("2026-11-22T12:00:00Z"));
    ArrayNode asks = ConnectorCase.JSON.createArrayNode();
    List<SweepPages.Found> found = new ArrayList<>();

    SweepPages.Page page = pages.begin(since, until);
    found.addAll(page.messages());
    for (JsonNode answer : each.given().path("answers")) {
      SweepPages.Question question = page.next();
      assertThat(question).as("a question for the answer %s", answer).isNotNull();
      asks.add(question.written());
      page =
          pages.answered(
              since,
              until,
              question,
              answer.path("status").asInt(200),
              headers(answer),
              answer.path("body").toString());
      found.addAll(page.messages());
    }

    assertThat(page.next()).as("a question after the last answer").isNull();
    assertThat(page.refused())
        .as("refused")
        .isEqualTo(
            each.expects("refused")
                ? DurationText.parse(each.expected("refused").asText()).orElseThrow()
                : null);
    if (each.expects("asks")) {
      assertThat(asks).hasSameSizeAs(each.expected("asks"));
      for (int i = 0; i < asks.size(); i++) {
        assertThat(Subset.missing(each.expected("asks").get(i), asks.get(i)))
            .as("question %d: %s", i, asks.get(i))
            .isEmpty();
      }
    }
    messages(each, found);
  }

  private static void messages(ConnectorCase each, List<SweepPages.Found> found) {
    List<String> ids = new ArrayList<>();
    each.expected("ids").forEach(id -> ids.add(id.asText()));
    if (each.expects("ids")) {
      assertThat(found).extracting(SweepPages.Found::id).containsExactlyElementsOf(ids);
    }
    SourceRun run = SourceRun.of(each);
    ArrayNode events = ConnectorCase.JSON.createArrayNode();
    for (SweepPages.Found message : found) {
      Normalized normalized =
          run.normalize(
              new SignedRequest(
                  "POST",
                  "https://hooks.example/hooks/" + each.connector().name(),
                  Map.of(),
                  message.body().getBytes(StandardCharsets.UTF_8)),
              "application/json");
      assertThat(normalized.findings()).extracting(Finding::kind).isEmpty();
      SourceRun.json(normalized).forEach(events::add);
    }
    if (each.expects("events")) {
      assertThat(events).as("events").hasSameSizeAs(each.expected("events"));
      for (int i = 0; i < events.size(); i++) {
        assertThat(Subset.missing(each.expected("events").get(i), events.get(i)))
            .as("event %d", i)
            .isEmpty();
      }
    }
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
