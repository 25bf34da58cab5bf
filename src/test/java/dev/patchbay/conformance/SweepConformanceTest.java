package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.normalize.Normalized;
import dev.patchbay.route.SweepPages;
import dev.patchbay.yaml.DurationText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sweep asks what its cases say, and what it finds reads like what webhooks bring. */
class SweepConformanceTest {

  static Stream<ConnectorCase> cases() {
    return ConnectorConformanceTest.cases().filter(ConnectorCase::isSweep);
  }

  static Stream<ConnectorCase> recorded() {
    return cases().filter(each -> !each.isDouble());
  }

  static Stream<Connector> swept() {
    return cases().map(ConnectorCase::connector).distinct();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void doesWhatTheCaseSays(ConnectorCase each) throws Exception {
    SweepTalk talk = SweepTalk.of(each, each.withoutSecrets());

    assertThat(talk.end().next()).as("a question after the last answer").isNull();
    assertThat(talk.end().refused())
        .as("refused")
        .isEqualTo(
            each.expects("refused")
                ? DurationText.parse(each.expected("refused").asText()).orElseThrow()
                : null);
    if (each.expects("asks")) {
      assertThat(talk.turns()).hasSameSizeAs(each.expected("asks"));
      for (int i = 0; i < talk.turns().size(); i++) {
        JsonNode asked = talk.turns().get(i).question().written();
        assertThat(Subset.missing(each.expected("asks").get(i), asked))
            .as("question %d: %s", i, asked)
            .isEmpty();
      }
    }
    messages(each, talk.found());
  }

  @ParameterizedTest
  @MethodSource("swept")
  void showsWhatGoesOverTheWireAndASecondPage(Connector connector) {
    if (!SweepTalk.asks(connector)) {
      return;
    }
    List<ConnectorCase> cases = cases().filter(each -> each.connector().equals(connector)).toList();
    assertThat(cases)
        .as(
            "SweepsIT runs the sweep of %s against a faked vendor, which must know the credential:"
                + " write 'wire: {path: ..., headers: {...}}' into what a case expects, or play the"
                + " vendor by 'double:' (docs/spec/connector.md, \"Cases\")",
            connector.name())
        .anyMatch(each -> each.isDouble() || !each.expected("wire").path("headers").isEmpty());
    assertThat(cases)
        .as("a case of the sweep of %s with more than one page", connector.name())
        .anyMatch(each -> each.isDouble() || each.given().path("answers").size() > 1);
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
}
