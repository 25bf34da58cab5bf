package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.Sink;
import dev.patchbay.delivery.Outcome;
import dev.patchbay.delivery.Reply;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sink's real Kamelet, in a Camel of nobody's, does against a faked vendor what its cases
 * say.
 */
class ConnectorConformanceIT {

  private static Recorder recorder;
  private static PlainCamel camel;

  @BeforeAll
  static void start() throws Exception {
    recorder = new Recorder();
    camel = PlainCamel.withAll();
  }

  @AfterAll
  static void stop() {
    camel.close();
    recorder.close();
  }

  static Stream<ConnectorCase> cases() {
    return ConnectorConformanceTest.cases().filter(each -> each.isSink() && !each.isDouble());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void doesWhatTheCaseSays(ConnectorCase each) throws Exception {
    Sink sink = SinkRun.sink(each);
    JsonNode body = SinkRun.body(each, sink);
    JsonNode expected = each.expected("requests");
    if (body.isNull()) {
      assertThat(each.expects("requests")).as("the mapping made nothing").isTrue();
      assertThat(expected).isEmpty();
      return;
    }
    JsonNode answers = each.given().path("answers");
    Reply reply;
    if (answers.path(0).has("failure")) {
      reply = failed(answers.path(0).path("failure"));
    } else if (answers.isEmpty()) {
      // A transport without answers; its own test shows what it sends.
      assertThat(expected.size()).isLessThanOrEqualTo(1);
      expected.forEach(one -> assertThat(Subset.missing(one.path("body"), body)).isEmpty());
      reply = Reply.done();
    } else {
      recorder.script(answers);
      reply = SinkRun.send(camel, each, sink, body, ConnectorConformanceIT::here);
      requests(each, expected);
    }
    if (each.expects("outcome")) {
      Outcome outcome = SinkRun.outcomes(each.connector(), sink).judge(reply);
      assertThat(outcome.word()).isEqualTo(each.expected("outcome").asText());
      if (each.expects("kind")) {
        assertThat(outcome.kind()).isEqualTo(each.expected("kind").asText());
      }
      each.secrets().forEach(secret -> assertThat(outcome + " " + reply).doesNotContain(secret));
    }
  }

  private static void requests(ConnectorCase each, JsonNode expected) throws Exception {
    List<Recorder.Request> requests = recorder.requests();
    if (each.expects("requests")) {
      assertThat(requests).as("requests").hasSize(expected.size());
    }
    for (int i = 0; i < requests.size(); i++) {
      Recorder.Request request = requests.get(i);
      assertThat(request.headers())
          .doesNotContainKeys("X-Left-Over", "X-Recorder", "patchbay-delivery-id");
      each.secrets()
          .forEach(
              secret ->
                  assertThat(request.path() + request.query())
                      .as("secret in the address")
                      .doesNotContain(secret));
      each.bodilessSecrets()
          .forEach(
              secret ->
                  assertThat(request.body())
                      .as("secret in the body; a sheet allows it by inBody")
                      .doesNotContain(secret));
      JsonNode one = expected.path(i);
      if (one.has("method")) {
        assertThat(request.method()).isEqualTo(one.path("method").asText());
      }
      if (one.has("path")) {
        assertThat(request.path()).isEqualTo(one.path("path").asText());
      }
      one.path("headers")
          .fields()
          .forEachRemaining(
              header ->
                  assertThat(request.headers().get(header.getKey()))
                      .as(header.getKey())
                      .containsExactly(header.getValue().asText()));
      if (one.has("text")) {
        assertThat(request.body()).isEqualTo(one.path("text").asText());
      }
      if (one.has("body")) {
        JsonNode body = ConnectorCase.JSON.readTree(request.body());
        assertThat(Subset.missing(one.path("body"), body)).isEmpty();
      }
    }
  }

  /** The same address at the recorder. */
  private static String here(String url) {
    return url.replaceFirst("^https?://[^/]+", recorder.url());
  }

  private static Reply failed(JsonNode failure) {
    return Reply.failed(
        new Reply.Failure(
            failure.path("kind").asText(),
            failure.path("type").asText(),
            failure.path("code").isMissingNode() ? null : failure.path("code").asText(),
            "made up"));
  }
}
