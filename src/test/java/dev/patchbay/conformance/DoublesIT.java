package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.OutcomeRule;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Sink;
import dev.patchbay.delivery.Outcome;
import dev.patchbay.delivery.Reply;
import dev.patchbay.doubles.Answer;
import dev.patchbay.doubles.DoubleServer;
import dev.patchbay.doubles.Received;
import dev.patchbay.doubles.VendorDouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sink's real mapping and Kamelet, over HTTP, against the connector's double, which refuses
 * what the vendor refuses and keeps what it is told.
 */
class DoublesIT {

  private static final Answer BUSY = new Answer(429, Map.of(), "");
  private static final Answer LOST = new Answer(503, Map.of(), "");
  private static final Duration WAIT = Duration.ofSeconds(7);

  private static final AtomicReference<Function<Received, Answer>> PLAYING =
      new AtomicReference<>();

  private static final Map<String, VendorDouble> COMPILED = new ConcurrentHashMap<>();

  private static DoubleServer server;
  private static PlainCamel camel;

  @BeforeAll
  static void start() throws Exception {
    server = new DoubleServer(0, request -> PLAYING.get().apply(request));
    camel = PlainCamel.withAll();
  }

  @AfterAll
  static void stop() {
    camel.close();
    server.close();
  }

  /** Every sink case of a connector with a double whose event gives requests; each event once. */
  static Stream<ConnectorCase> scenes() {
    return ConnectorConformanceTest.connectors()
        .filter(connector -> connector.folder().read(VendorDouble.FILE).isPresent())
        .flatMap(DoublesIT::scenes);
  }

  private static Stream<ConnectorCase> scenes(Connector connector) {
    List<ConnectorCase> sinks =
        ConnectorConformanceTest.cases()
            .filter(each -> each.connector().equals(connector) && each.isSink())
            .toList();
    Map<String, ConnectorCase> recorded = new LinkedHashMap<>();
    for (ConnectorCase each : sinks) {
      // What a case reads is there only where the case says so.
      boolean reads = SinkRun.sink(each).fetches();
      if (!each.isDouble() && !reads && each.expected("outcome").asText().equals("accepted")) {
        recorded.putIfAbsent(scene(each), each);
      }
    }
    List<ConnectorCase> told = sinks.stream().filter(ConnectorCase::isDouble).toList();
    // What a case says of the double itself goes before what was recorded.
    told.forEach(each -> recorded.remove(scene(each)));
    return Stream.concat(recorded.values().stream(), told.stream())
        .filter(each -> !SinkRun.body(each, SinkRun.sink(each)).isNull());
  }

  private static String scene(ConnectorCase each) {
    return SinkRun.sink(each).name()
        + each.event()
        + each.given().path("told")
        + new TreeMap<>(each.with());
  }

  static Stream<ConnectorCase> acceptedScenes() {
    return scenes().filter(each -> each.expected("outcome").asText().equals("accepted"));
  }

  static Stream<ConnectorCase> scenesThatMayRepeat() {
    return acceptedScenes()
        .filter(each -> !SinkRun.sink(each).idempotency().equals("none"))
        .filter(each -> !each.expected("repeat").asText().equals("adds"));
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void answersAsTheCaseSays(ConnectorCase each) throws Exception {
    Told told = new Told(each, each.with());
    Outcome outcome = told.tell();
    assertThat(told.exchanges).as("requests").isNotEmpty();
    assertThat(outcome.word()).as(told.story()).isEqualTo(each.expected("outcome").asText());
    if (each.isDouble() && each.expects("kind")) {
      assertThat(outcome.kind()).as(told.story()).isEqualTo(each.expected("kind").asText());
    }
    if (each.isDouble() && each.expects("state")) {
      assertThat(differences(each.expected("state"), told.played.state()))
          .as(told.story())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("scenesThatMayRepeat")
  void holdsTheSameHoweverOftenItIsTold(ConnectorCase each) throws Exception {
    Told told = new Told(each, each.with());
    told.tell();
    JsonNode once = told.played.state();
    int requests = told.exchanges.size();
    assertThat(told.tell().word()).as(told.story()).isEqualTo("accepted");
    assertThat(told.played.state()).as("told twice").isEqualTo(once);
    for (int at = 0; at < requests; at++) {
      for (boolean lost : List.of(false, true)) {
        Told interrupted = new Told(each, each.with());
        interrupted.breakAt(at, lost);
        Outcome first = interrupted.tell();
        assertThat(first.word())
            .as("request %d %s: %s", at, lost ? "lost its answer" : "busy", interrupted.story())
            .isEqualTo("retry");
        Outcome second = interrupted.tell();
        assertThat(second.word()).as(interrupted.story()).isEqualTo("accepted");
        assertThat(interrupted.played.state())
            .as("told again after request %d %s", at, lost ? "lost its answer" : "was refused")
            .isEqualTo(once);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("acceptedScenes")
  void waitsAsLongAsABusyVendorSays(ConnectorCase each) throws Exception {
    Told told = new Told(each, each.with());
    told.breakAt(0, false);
    Outcome outcome = told.tell();
    assertThat(outcome.word()).isEqualTo("retry");
    assertThat(outcome.retryAfter()).isEqualTo(WAIT);
  }

  @ParameterizedTest
  @MethodSource("acceptedScenes")
  void tellsWhoSetItUpThatACredentialIsWrong(ConnectorCase each) throws Exception {
    Map<String, String> another = new HashMap<>(each.with());
    Signature sign = SinkRun.sink(each).sign();
    for (Parameter parameter : each.connector().parameters().values()) {
      boolean signs = sign != null && sign.keys().contains(parameter.name());
      if (parameter.secret() && !signs) {
        another.computeIfPresent(parameter.name(), (name, value) -> value + "-another");
      }
    }
    if (another.equals(each.with())) {
      return;
    }
    Told told = new Told(each, another);
    JsonNode before = told.played.state();
    assertThat(told.tell().word()).as(told.story()).isEqualTo("fix-config");
    assertThat(told.played.state()).as("nobody got in").isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("acceptedScenes")
  void refusesWhatIsMangled(ConnectorCase each) throws Exception {
    Told told = new Told(each, each.with());
    told.tell();
    for (int at = 0; at < told.exchanges.size(); at++) {
      Received sent = told.exchanges.get(at).request();
      String body = sent.body();
      Map<String, String> noJson = new HashMap<>(sent.headers());
      noJson.put("content-type", "text/plain");
      List<Received> mangled = new ArrayList<>();
      mangled.add(with(sent, "/nowhere" + sent.path(), sent.headers(), body));
      if (!body.isEmpty()) {
        mangled.add(with(sent, sent.path(), sent.headers(), ""));
        mangled.add(with(sent, sent.path(), noJson, body));
      }
      if (body.startsWith("{")) {
        mangled.add(with(sent, sent.path(), sent.headers(), body.substring(0, body.length() / 2)));
      }
      for (Received one : mangled) {
        Told again = new Told(each, each.with());
        told.exchanges.subList(0, at).forEach(former -> again.played.answer(former.request()));
        JsonNode before = again.played.state();
        Answer answer = again.played.answer(one);
        assertThat(again.judge(answer).word())
            .as("%s %s with %s: answered %s", one.method(), one.path(), one.body(), answer)
            .isNotEqualTo("accepted");
        assertThat(again.played.state()).as("kept what it refused").isEqualTo(before);
      }
    }
  }

  private static Received with(
      Received sent, String path, Map<String, String> headers, String body) {
    return new Received(sent.method(), path, sent.query(), headers, body);
  }

  /** Where a state differs from what is expected: lists hold as many as are written, no more. */
  private static List<String> differences(JsonNode expected, JsonNode actual) {
    List<String> differences = new ArrayList<>(Subset.missing(expected, actual));
    expected
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              JsonNode found = actual.path(entry.getKey());
              if (value.isArray() && value.size() != found.size()) {
                differences.add(
                    "%s: expected %d, was %s".formatted(entry.getKey(), value.size(), found));
              }
            });
    return differences;
  }

  /** One request and its answer. */
  private record Passed(Received request, Answer answer) {}

  /** A double that is told the event of a case, once or more often. */
  private static final class Told {
    private final ConnectorCase each;
    private final Sink sink;
    private final VendorDouble played;
    private final List<Passed> exchanges = new ArrayList<>();
    private int breakAt = -1;
    private boolean lost;

    Told(ConnectorCase each, Map<String, String> with) {
      this.each = each;
      this.sink = SinkRun.sink(each);
      JsonNode state = each.given().path("double");
      this.played =
          COMPILED
              .computeIfAbsent(each.connector().name(), name -> compiled(each.connector()))
              .another(with, state.isObject() ? state : JsonNodeFactory.instance.objectNode());
    }

    private static VendorDouble compiled(Connector connector) {
      return VendorDouble.of(
              connector, Map.of(), JsonNodeFactory.instance.objectNode(), () -> SourceRun.NOW)
          .orElseThrow();
    }

    /** From now on request {@code at} is refused as too much, or done with the answer lost. */
    void breakAt(int at, boolean answerLost) {
      breakAt = at;
      lost = answerLost;
    }

    Outcome tell() throws Exception {
      exchanges.clear();
      PLAYING.set(this::answer);
      Reply reply = SinkRun.send(camel, each, sink, SinkRun.body(each, sink), server::here);
      Outcome outcome = SinkRun.outcomes(each.connector(), sink).judge(reply);
      breakAt = -1;
      return outcome;
    }

    Outcome judge(Answer answer) {
      return SinkRun.outcomes(each.connector(), sink)
          .judge(new Reply(answer.status(), answer.headers(), answer.body(), null));
    }

    /** What was asked and answered. */
    String story() {
      StringBuilder story = new StringBuilder(each.toString());
      for (Passed one : exchanges) {
        story.append(
            "%n%s %s?%s%n  %s%n  -> %d %s"
                .formatted(
                    one.request().method(),
                    one.request().path(),
                    one.request().query(),
                    one.request().body(),
                    one.answer().status(),
                    one.answer().body()));
      }
      return story.append("%nstate %s".formatted(played.state())).toString();
    }

    private Answer answer(Received request) {
      boolean broken = exchanges.size() == breakAt;
      Answer answer = broken && !lost ? null : played.answer(request);
      if (broken) {
        answer = lost ? LOST : busy();
      }
      exchanges.add(new Passed(request, answer));
      return answer;
    }

    private Answer busy() {
      Map<String, String> headers = new HashMap<>();
      headers.put("Retry-After", "" + WAIT.toSeconds());
      for (OutcomeRule rule : sink.outcomes()) {
        if (rule.statusFrom() <= 429 && rule.statusTo() >= 429 && rule.retryAfter() != null) {
          headers.put(rule.retryAfter(), "" + WAIT.toSeconds());
        }
      }
      return new Answer(BUSY.status(), headers, BUSY.body());
    }
  }
}
