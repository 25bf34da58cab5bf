package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.inbox.Incoming;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.PlannedFlow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep reads page by page, moves on only after its messages are committed, and overlaps. */
class SweepIT {

  private static final String SHEET =
      """
      connector: paged
      title: A vendor with pages
      category: forms
      description: Tells of leads by webhook, and lists them.
      checked: 2026-11-22
      parameters:
        api: {title: API, type: url, required: true}
        accessToken: {title: Token, secret: true}
        every: {title: How often, type: duration, default: 100ms}
        back: {title: How far back, type: duration}
      source:
        kind: webhook
        format: json
        events: [lead.submitted]
        mapping: lead.jslt
        signature: {scheme: none}
        sweep:
          kamelet: paged-sweep-source
          mapping: sweep.jslt
          needs: [accessToken]
          first: 2d
          firstFrom: back
          lookback: 1h
          grace: 10m
      """;

  private static final String KAMELET =
      """
      apiVersion: camel.apache.org/v1
      kind: Kamelet
      metadata:
        name: paged-sweep-source
        labels: {camel.apache.org/kamelet.type: source}
      spec:
        definition:
          title: Sweep
          description: Lists leads.
          required: [api, accessToken, every]
          type: object
          properties:
            api: {title: API, type: string}
            accessToken: {title: Token, type: string, format: password}
            every: {title: How often, type: string}
            cursor: {title: Cursor, type: string}
        dependencies: ["camel:http", "camel:scheduler"]
        template:
          beans:
            - name: pages
              type: "#class:dev.patchbay.route.PageCursor"
              properties: {cursor: "{{cursor}}", most: 5}
          from:
            uri: "scheduler:{{cursor}}"
            parameters: {delay: "{{every}}", initialDelay: 10}
            steps:
              - bean: {ref: "{{pages}}", method: begin}
              - loop:
                  doWhile: true
                  expression: {exchangeProperty: {expression: patchbay-more}}
                  steps:
                    - delay: {asyncDelayed: false, expression: {exchangeProperty: {expression: patchbay-pause}}}
                    - setHeader: {name: Authorization, expression: {constant: {expression: "Bearer {{accessToken}}"}}}
                    - to:
                        uri: "{{api}}"
                        parameters: {throwExceptionOnFailure: false}
                    - bean: {ref: "{{pages}}", method: read}
                    - split:
                        expression: {simple: {expression: "${body}"}}
                        stopOnException: true
                        steps:
                          - bean: {ref: "{{pages}}", method: message}
                          - to: kamelet:sink
                    - bean: {ref: "{{pages}}", method: next}
      """;

  private static final String MAPPING =
      """
      if (not(.asked))
        {"ask": {"path": "/leads", "query": {"since": .since, "until": .until, "page": "a b"}}}
      else if (.body.busy)
        {"refused": .body.busy, "messages": [{"id": "lead:9", "body": {"lead": 9}}]}
      else
        {
          "messages": [for (.body.items) {"id": "lead:" + .id, "body": {"lead": .}}],
          "ask": if (.body.next) {"path": "/leads", "query": {"page": .body.next}, "pause": .body.pause} else null
        }
      """;

  private record Asked(String query, String authorization, Instant at) {}

  @TempDir private Path folder;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile int status = 200;
  private volatile boolean again;
  private volatile boolean many;
  private volatile boolean busy;
  private volatile boolean slow;
  private HttpServer vendor;
  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.createContext(
        "/v1/leads",
        exchange -> {
          String query = exchange.getRequestURI().getRawQuery();
          asked.add(
              new Asked(
                  query, exchange.getRequestHeaders().getFirst("Authorization"), Instant.now()));
          String answer =
              many
                  ? many(query)
                  : query.contains("page=2")
                      ? busy
                          ? "{\"busy\":\"1s\"}"
                          : "{\"items\":[{\"id\":3}]%s}".formatted(again ? ",\"next\":\"2\"" : "")
                      : "{\"items\":[{\"id\":1},{\"id\":2}],\"next\":\"2\"%s}"
                          .formatted(slow ? ",\"pause\":\"700ms\"" : "");
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          int code = query.contains("page=2") ? status : 200;
          if (code == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
          }
          exchange.sendResponseHeaders(code, code == 304 ? -1 : bytes.length);
          if (code != 304) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
    vendor.start();
    Path connector = folder.resolve("connectors/paged");
    FakeHub.write(connector.resolve("connector.yaml"), SHEET);
    FakeHub.write(connector.resolve("paged-sweep-source.kamelet.yaml"), KAMELET);
    FakeHub.write(connector.resolve("sweep.jslt"), MAPPING);
    FakeHub.write(connector.resolve("lead.jslt"), "null");
    hub = new FakeHub(folder);
    hub.context.getRegistry().bind("meters", Meters.class, new Meters(meters));
  }

  @AfterEach
  void stop() throws Exception {
    hub.close();
    vendor.stop(0);
  }

  /** 13 pages of nothing. */
  private static String many(String query) {
    int page = query.contains("since") ? 1 : Integer.parseInt(query.replace("page=", ""));
    return page < 13 ? "{\"items\":[],\"next\":\"%d\"}".formatted(page + 1) : "{\"items\":[]}";
  }

  private void run(Map<String, String> more) throws Exception {
    Map<String, String> values = new java.util.HashMap<>(more);
    values.put("api", "http://127.0.0.1:" + vendor.getAddress().getPort() + "/v1");
    values.put("every", "100ms");
    hub.connection("form", "paged", values);
    assertThat(hub.start(Set.of("127.0.0.1"))).isEmpty();
  }

  @Test
  void readsEveryPageAndThenFromTheLastPositionOn() throws Exception {
    run(Map.of("accessToken", "made-up-token"));
    FakeHub.await("two sweeps", () -> asked.size() >= 4);

    assertThat(hub.received.subList(0, 3))
        .extracting(Incoming::vendorId)
        .containsExactly("lead:1", "lead:2", "lead:3");
    assertThat(new String(hub.received.get(0).body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"lead\":{\"id\":1}}");
    assertThat(asked.get(0).authorization()).isEqualTo("Bearer made-up-token");
    assertThat(asked.get(0).query()).contains("page=a%20b");
    assertThat(asked.get(1).query()).isEqualTo("page=2");
    Duration first = Duration.between(time(asked.get(0), "since"), time(asked.get(0), "until"));
    assertThat(first).isEqualTo(Duration.ofDays(2));
    assertThat(Duration.between(time(asked.get(0), "until"), asked.get(0).at()))
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    assertThat(Duration.between(time(asked.get(2), "since"), time(asked.get(0), "until")))
        .isEqualTo(Duration.ofHours(1));
    assertThat(hub.received).allMatch(message -> message.headers().containsKey("patchbay-swept"));
    assertThat(meters.counter("patchbay.sweeps", "connection", "form", "outcome", "whole").count())
        .isPositive();
  }

  @Test
  void goesOnAtThePageWhereItStoppedShort() throws Exception {
    status = 503;
    run(Map.of("accessToken", "made-up-token"));
    FakeHub.await("two sweeps that stop", () -> asked.size() >= 4);

    assertThat(hub.positions).doesNotContainKey("form:sweep");
    assertThat(
            meters.counter("patchbay.sweeps", "connection", "form", "outcome", "stopped").count())
        .isPositive();
    status = 200;
    FakeHub.await("a position", () -> hub.positions.containsKey("form:sweep"));
    Instant until = Instant.parse(hub.positions.get("form:sweep"));
    assertThat(until).as("as far as the one that stopped").isEqualTo(time(asked.get(0), "until"));
    assertThat(asked.stream().skip(1).takeWhile(one -> one.query().equals("page=2")).count())
        .as("page 1 is read once")
        .isGreaterThanOrEqualTo(4);
    FakeHub.await("the next sweep", () -> asked.get(asked.size() - 1).query().contains("since"));
  }

  @Test
  void beginsAnewWhereTheVendorKnowsThePageNoMore() throws Exception {
    status = 410;
    run(Map.of("accessToken", "made-up-token"));

    FakeHub.await("two sweeps that stop", () -> asked.size() >= 4);
    assertThat(asked.subList(0, 4))
        .extracting(one -> one.query().equals("page=2"))
        .containsExactly(false, true, false, true);
  }

  @Test
  void beginsAnewWhereTheStackIsAnotherOrTooMuchTimeHasPassed() throws Exception {
    String place =
        "{\"at\":\"%s\",\"since\":\"2026-11-01T00:00:00Z\",\"until\":\"2026-11-02T00:00:00Z\","
            + "\"with\":%s,\"ask\":{\"path\":\"/leads\",\"query\":{\"page\":\"2\"}}}";
    hub.positions.put("form:sweep-page", place.formatted(Instant.now(), "{\"list\":\"old\"}"));
    run(Map.of("accessToken", "made-up-token"));
    FakeHub.await("a sweep", () -> !asked.isEmpty());
    assertThat(asked.get(0).query()).contains("since");
    FakeHub.await("its end", () -> hub.positions.getOrDefault("form:sweep-page", "x").isEmpty());
  }

  @Test
  void comesToTheEndOfAListOfMorePagesThanAreReadAtOnce() throws Exception {
    many = true;
    run(Map.of("accessToken", "made-up-token"));

    FakeHub.await("a position", () -> hub.positions.containsKey("form:sweep"));
    assertThat(asked.stream().limit(13).skip(1).map(Asked::query).distinct()).hasSize(12);
    assertThat(hub.positions.get("form:sweep")).isEqualTo(time(asked.get(0), "until").toString());
  }

  @Test
  void stopsWhereItIsToAskWhatItHasJustAsked() throws Exception {
    again = true;
    run(Map.of("accessToken", "made-up-token"));

    FakeHub.await("two sweeps that stop", () -> asked.size() >= 6);
    assertThat(asked.subList(0, 6))
        .extracting(one -> one.query().equals("page=2"))
        .containsExactly(false, true, false, true, false, true);
    assertThat(hub.positions).doesNotContainKey("form:sweep");
  }

  @Test
  void leavesAVendorAloneForAsLongAsItSays() throws Exception {
    status = 429;
    run(Map.of("accessToken", "made-up-token"));
    FakeHub.await("a sweep after a refusal", () -> asked.size() >= 3);

    assertThat(Duration.between(asked.get(1).at(), asked.get(2).at()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(990));
  }

  @Test
  void goesOnAtThePageThatWasRefusedWithAStatusThatSaysOtherwise() throws Exception {
    busy = true;
    run(Map.of("accessToken", "made-up-token"));
    FakeHub.await("a sweep after a refusal", () -> asked.size() >= 3);

    assertThat(Duration.between(asked.get(1).at(), asked.get(2).at()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(990));
    assertThat(asked.get(2).query()).isEqualTo("page=2");
    assertThat(hub.positions).doesNotContainKey("form:sweep");
    busy = false;
    FakeHub.await("a position", () -> hub.positions.containsKey("form:sweep"));
    assertThat(hub.positions.get("form:sweep")).isEqualTo(time(asked.get(0), "until").toString());
  }

  @Test
  void waitsBeforeItAsksAsLongAsTheMappingSays() throws Exception {
    slow = true;
    run(Map.of("accessToken", "made-up-token"));
    FakeHub.await("a second page", () -> asked.size() >= 2);

    assertThat(Duration.between(asked.get(0).at(), asked.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(690));
  }

  @Test
  void takesNothingNewForAnAnswer() throws Exception {
    status = 304;
    run(Map.of("accessToken", "made-up-token"));

    FakeHub.await("a position", () -> hub.positions.containsKey("form:sweep"));
  }

  @Test
  void goesAsFarBackAsTheStackSays() throws Exception {
    run(Map.of("accessToken", "made-up-token", "back", "400d"));
    FakeHub.await("a sweep", () -> !asked.isEmpty());

    assertThat(Duration.between(time(asked.get(0), "since"), time(asked.get(0), "until")))
        .isEqualTo(Duration.ofDays(400));
  }

  @Test
  void readsAToolThatIsOnlyToldThingsWhereTheStackAsksForIt() throws Exception {
    hub.flows.add(
        new PlannedFlow("leads", List.of("other"), List.of(), null, List.of("form"), null, null));
    run(Map.of("accessToken", "made-up-token"));

    assertThat(hub.context.getRoute("sweep-form")).isNotNull();
  }

  @Test
  void keepsItsPositionWhileNothingCanBeStored() throws Exception {
    hub.inboxAway = true;
    run(Map.of("accessToken", "made-up-token"));
    FakeHub.await("two sweeps", () -> asked.size() >= 2);

    assertThat(hub.positions).isEmpty();
    assertThat(
            meters.counter("patchbay.sweeps", "connection", "form", "outcome", "stopped").count())
        .isPositive();
    assertThat(asked).noneMatch(one -> one.query().equals("page=2"));
    hub.inboxAway = false;
    FakeHub.await("a position", () -> hub.positions.containsKey("form:sweep"));
  }

  @Test
  void doesNotSweepWithoutWhatItNeeds() throws Exception {
    run(Map.of());

    assertThat(hub.context.getRoute("sweep-form")).isNull();
  }

  private static Instant time(Asked one, String field) {
    String after = one.query().substring(one.query().indexOf(field + "=") + field.length() + 1);
    String value = after.contains("&") ? after.substring(0, after.indexOf('&')) : after;
    return Instant.parse(java.net.URLDecoder.decode(value, StandardCharsets.UTF_8));
  }
}
