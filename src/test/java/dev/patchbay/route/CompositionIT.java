package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.delivery.Reply;
import dev.patchbay.diagnostic.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan becomes running routes, from source to inbox and from outbox to sink. */
class CompositionIT {

  private static final String SHEET =
      """
      connector: fake
      title: Fake
      category: generic
      description: A system for this test.
      checked: 2026-11-22
      parameters:
        baseUrl: {title: Address, type: string, required: true}
        token: {title: Token, type: string, secret: true, required: true}
      source:
        kind: poll
        format: json
        events: [lead.submitted]
        mapping: lead.jslt
        kamelet: fake-source
      sinks:
        contact:
          title: Contact
          events: [lead]
          kamelet: fake-contact-sink
          mapping: contact.jslt
          idempotency: {by: upsert, key: email}
          timeout: 2s
        note:
          title: Note
          events: [call]
          kamelet: fake-note-sink
          idempotency: {by: none}
        stage:
          title: Stage
          events: [deal]
          kamelet: fake-stage-sink
          idempotency: {by: none}
      """;

  private static final String SINK =
      """
      apiVersion: camel.apache.org/v1
      kind: Kamelet
      metadata:
        name: fake-%s-sink
      spec:
        definition:
          title: Fake
          type: object
          required: [baseUrl, token]
          properties:
            baseUrl: {title: Address, type: string}
            token: {title: Token, type: string, format: password}
        template:
          from:
            uri: kamelet:source
            steps:
              - removeHeaders: {pattern: "*"}
              - setHeader: {name: Authorization, constant: "Bearer {{token}}"}
              - setHeader: {name: Content-Type, constant: application/json}
              - setHeader: {name: CamelHttpMethod, constant: POST}
              - to:
                  uri: "{{baseUrl}}/%s"
                  parameters: {throwExceptionOnFailure: false}
      """;

  private static final String SOURCE =
      """
      apiVersion: camel.apache.org/v1
      kind: Kamelet
      metadata:
        name: fake-source
      spec:
        definition:
          title: Fake
          type: object
          required: [cursor]
          properties:
            cursor: {title: Cursor, type: string}
        template:
          from:
            uri: "seda:{{cursor}}"
            steps:
              - to: kamelet:sink
      """;

  @TempDir Path folder;
  private final RecordingServer vendor = new RecordingServer();
  private FakeHub hub;

  @BeforeEach
  void writeConnector() {
    Path connector = folder.resolve("connectors/fake");
    FakeHub.write(connector.resolve("connector.yaml"), SHEET);
    FakeHub.write(connector.resolve("lead.jslt"), "null");
    FakeHub.write(
        connector.resolve("contact.jslt"),
        "if (.data.person.email) {\"email\": .data.person.email} else null");
    FakeHub.write(
        connector.resolve("fake-contact-sink.kamelet.yaml"), SINK.formatted("contact", "contacts"));
    FakeHub.write(
        connector.resolve("fake-note-sink.kamelet.yaml"), SINK.formatted("note", "notes"));
    FakeHub.write(
        connector.resolve("fake-stage-sink.kamelet.yaml"),
        SINK.formatted("stage", "stages")
            .replace("throwExceptionOnFailure: false", "throwExceptionOnFailure: true"));
    FakeHub.write(connector.resolve("fake-source.kamelet.yaml"), SOURCE);
    hub = new FakeHub(folder);
  }

  @AfterEach
  void stop() {
    hub.close();
    vendor.close();
  }

  private Map<String, String> values(String token) {
    return Map.of("baseUrl", vendor.url(), "token", token);
  }

  private Set<String> allowed() {
    return Set.of("127.0.0.1:" + vendor.port());
  }

  @Test
  void givesRoutesSpeakingNames() throws Exception {
    assertThat(hub.connection("crm", "fake", values("t")).start(allowed())).isEmpty();
    assertThat(hub.context.getRoutes())
        .extracting(Route::getId)
        .contains("process", "receive-crm", "deliver-crm-contact", "deliver-crm-note");
  }

  @Test
  void deliversTheMappedBodyWithHeadersOfTheKameletOnly() throws Exception {
    hub.connection("crm", "fake", values("t")).start(allowed());
    Reply reply =
        hub.deliver("crm", "lead.submitted", "{\"person\":{\"email\":\"ana@example.com\"}}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(vendor.requests).hasSize(1);
    RecordingServer.Request request = vendor.requests.get(0);
    assertThat(request.target()).isEqualTo("/contacts");
    assertThat(request.body()).isEqualTo("{\"email\":\"ana@example.com\"}");
    assertThat(request.headers().get("Authorization")).isEqualTo("Bearer t");
    assertThat(request.headers().get("User-Agent")).startsWith("Patchbay/");
    assertThat(request.headers().keySet())
        .noneMatch(name -> name.toLowerCase().startsWith("camel") || name.contains("breadcrumb"));
  }

  @Test
  void picksTheSinkByTypeOrByTheFlowsAction() throws Exception {
    hub.connection("crm", "fake", values("t")).start(allowed());
    hub.deliver("crm", "call.completed", "{}");
    hub.deliver("crm", "lead.submitted", "{}", "note");
    assertThat(vendor.requests)
        .extracting(RecordingServer.Request::target)
        .containsExactly("/notes", "/notes");
    assertThat(vendor.requests.get(0).body()).contains("\"type\":\"call.completed\"");
  }

  @Test
  void cancelsWhatTheMappingMakesNothingOf() throws Exception {
    hub.connection("crm", "fake", values("t")).start(allowed());
    assertThat(hub.deliver("crm", "lead.submitted", "{}").isNothingToSend()).isTrue();
    assertThat(hub.deliver("crm", "sale.completed", "{}").isNothingToSend()).isTrue();
    assertThat(vendor.requests).isEmpty();
  }

  @Test
  void asksOnceForEachAttemptWhateverTheAnswer() throws Exception {
    hub.connection("crm", "fake", values("t")).start(allowed());
    for (int status : new int[] {302, 400, 429, 500, 503}) {
      vendor.requests.clear();
      vendor.status = status;
      vendor.headers = Map.of("Retry-After", "7", "Location", vendor.url() + "/elsewhere");
      vendor.answer = "{\"error\":\"no\"}".getBytes(StandardCharsets.UTF_8);
      Reply reply =
          hub.deliver("crm", "lead.submitted", "{\"person\":{\"email\":\"a@example.com\"}}");
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.headers()).containsEntry("retry-after", "7");
      assertThat(reply.headers()).doesNotContainKey("authorization");
      assertThat(reply.body()).isEqualTo("{\"error\":\"no\"}");
      assertThat(vendor.requests).hasSize(1);
    }
  }

  @Test
  void cutsLongAnswers() throws Exception {
    hub.connection("crm", "fake", values("t")).start(allowed());
    vendor.answer = "x".repeat(3_000_000).getBytes(StandardCharsets.UTF_8);
    Reply reply = hub.deliver("crm", "call.completed", "{}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).hasSize(64 * 1024);
  }

  @Test
  void givesUpAnAttemptAfterTheSinksTimeout() throws Exception {
    hub.connection("crm", "fake", values("t")).start(allowed());
    vendor.delayMillis = 6_000;
    Reply reply =
        hub.deliver("crm", "lead.submitted", "{\"person\":{\"email\":\"a@example.com\"}}");
    assertThat(reply.failure()).isNotNull();
    assertThat(reply.failure().kind()).isEqualTo("timeout");
  }

  @Test
  void givesUpAnAttemptOfSeveralRequestsAfterTheSinksTimeoutAsAWhole() throws Exception {
    String twice =
        SINK.formatted("contact", "contacts")
                .replace(
                    "  template:",
                    "  dependencies: [\"camel:kamelet\", \"camel:core\", \"camel:http\"]\n  template:")
            + """
                    - removeHeaders: {pattern: "*", excludePattern: "CamelHttpMethod|Content-Type"}
                    - to:
                        uri: "{{baseUrl}}/more"
                        parameters: {throwExceptionOnFailure: false}
              """
                .indent(2);
    FakeHub.write(folder.resolve("connectors/fake/fake-contact-sink.kamelet.yaml"), twice);
    hub.connection("crm", "fake", values("t")).start(allowed());
    vendor.delayMillis = 1_300;
    Reply reply =
        hub.deliver("crm", "lead.submitted", "{\"person\":{\"email\":\"a@example.com\"}}");
    assertThat(vendor.requests).as("each alone is in time").hasSizeGreaterThan(1);
    assertThat(reply.failure()).isNotNull();
    assertThat(reply.failure().kind()).isEqualTo("timeout");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    hub.connection("crm", "fake", values("t")).start(allowed());
    vendor.close();
    Reply reply = hub.deliver("crm", "call.completed", "{}");
    assertThat(reply.failure()).isNotNull();
    assertThat(reply.failure().kind()).isEqualTo("connect");
  }

  @Test
  void refusesAddressesTheStackDoesNotAllow() throws Exception {
    hub.connection("crm", "fake", values("t")).start(Set.of());
    Reply reply = hub.deliver("crm", "call.completed", "{}");
    assertThat(reply.failure()).isNotNull();
    assertThat(reply.failure().kind()).isEqualTo("address-refused");
    assertThat(vendor.requests).isEmpty();
  }

  @Test
  void secretsArriveExactlyAndAppearNowhereElse() throws Exception {
    List<String> secrets =
        List.of(
            "p@ss}#?&=+%20%zz z\"q'e,a;b(1)<>",
            "a{{cd}}b", "{{", "x}}y", "${env:HOME}", "RAW(q)", "back\\slash$1", "{{?a}}&b");
    for (int i = 0; i < secrets.size(); i++) {
      hub.connection("crm" + i, "fake", values(secrets.get(i)));
    }
    assertThat(hub.start(allowed())).isEmpty();
    for (int i = 0; i < secrets.size(); i++) {
      hub.deliver("crm" + i, "call.completed", "{}");
      assertThat(vendor.requests.get(i).headers().get("Authorization"))
          .isEqualTo("Bearer " + secrets.get(i));
    }
    assertThat(hub.context.getEndpoints())
        .noneMatch(endpoint -> endpoint.getEndpointUri().contains("p@ss"));
  }

  @Test
  void storesWhatASourceGivesAndMovesItsPosition() throws Exception {
    hub.connection("feed", "fake", values("t")).start(allowed());
    hub.context
        .createProducerTemplate()
        .requestBodyAndHeaders(
            "seda:cursor-feed?waitForTaskToComplete=Always",
            "{\"a\":1}",
            Map.of(Headers.MESSAGE_ID, "m-1", Headers.CURSOR, "7"));
    assertThat(hub.received).hasSize(1);
    assertThat(hub.received.get(0).vendorId()).isEqualTo("m-1");
    assertThat(hub.received.get(0).connection()).isEqualTo("feed");
    assertThat(hub.positions).containsEntry("feed", "7");
    FakeHub.await("the message is processed", () -> hub.processed.size() == 1);
  }

  @Test
  void keepsThePositionBehindAMessageThatWasNotStored() throws Exception {
    hub.connection("feed", "fake", values("t")).start(allowed());
    SourceCursor cursor =
        hub.context.getRegistry().lookupByNameAndType("cursor-feed", SourceCursor.class);
    assertThat(cursor.position()).isEmpty();
    give("1");
    hub.inboxAway = true;
    give("2");
    hub.inboxAway = false;
    give("3");
    assertThat(hub.positions).containsEntry("feed", "1");
    assertThat(cursor.position()).contains("1");
    give("2");
    assertThat(hub.positions).containsEntry("feed", "2");
  }

  private void give(String position) {
    hub.context
        .createProducerTemplate()
        .send(
            "seda:cursor-feed?waitForTaskToComplete=Always",
            exchange -> {
              exchange.getMessage().setBody("{}");
              exchange.getMessage().setHeader(Headers.CURSOR, position);
            });
  }

  @Test
  void nothingFromOutsideBecomesAHeader() throws Exception {
    hub.connection("feed", "fake", values("t")).start(allowed());
    Map<String, Object> hostile = HostileHeaders.names();
    assertThat(hostile).hasSizeGreaterThanOrEqualTo(500);
    hub.context
        .createProducerTemplate()
        .requestBodyAndHeaders("seda:cursor-feed?waitForTaskToComplete=Always", "{}", hostile);
    assertThat(hub.received).hasSize(1);
    assertThat(hub.received.get(0).headers()).isEmpty();
    hub.deliver("feed", "call.completed", "{}");
    assertThat(vendor.requests.get(0).headers().keySet())
        .map(String::toLowerCase)
        .containsExactlyInAnyOrder(
            "accept-encoding",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "host",
            "user-agent");
  }

  @Test
  void runsTheIntegratorsRoutesAndNamesABrokenFile() throws Exception {
    FakeHub.write(
        folder.resolve("routes/a.my.plain.camel.yaml"),
        """
        - route:
            id: mine
            from:
              uri: direct:mine
              steps:
                - to: inbox:feed
        """);
    FakeHub.write(
        folder.resolve("routes/broken.camel.yaml"),
        """
        - route:
            from:
              uri: direct:broken
              steps:
                - sendd: nowhere
        """);
    List<Finding> findings = hub.connection("feed", "fake", values("t")).start(allowed());
    assertThat(findings).extracting(Finding::kind).containsExactly("route.broken");
    assertThat(findings.get(0).file()).isEqualTo("routes/broken.camel.yaml");
    assertThat(findings.get(0).text()).contains("sendd").doesNotContain("\n");
    hub.context.createProducerTemplate().requestBody("direct:mine", Map.of("a", 1));
    assertThat(new String(hub.received.get(0).body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":1}");
  }

  @Test
  void anotherRoutesErrorHandlerNeverRepeatsADelivery() throws Exception {
    FakeHub.write(
        folder.resolve("routes/first.camel.yaml"),
        """
        - route:
            id: first
            errorHandler:
              deadLetterChannel:
                deadLetterUri: log:dead
                redeliveryPolicy: {maximumRedeliveries: 2, redeliveryDelay: 1}
            from:
              uri: direct:first
              steps:
                - to:
                    uri: kamelet:fake-stage-sink/mine
                    parameters: {baseUrl: "%s", token: mine}
        """
            .formatted(vendor.url()));
    assertThat(hub.connection("crm", "fake", values("t")).start(allowed())).isEmpty();
    vendor.status = 500;
    hub.context.createProducerTemplate().requestBody("direct:first", "{}");
    assertThat(vendor.requests).hasSize(3);
    vendor.requests.clear();
    Reply reply = hub.deliver("crm", "deal.stage_changed", "{}");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(vendor.requests).hasSize(1);
  }

  @Test
  void stoppingTheRoutesClosesTheLane() throws Exception {
    hub.connection("crm", "fake", values("t")).start(allowed());
    assertThat(hub.lanes).containsKey("crm");
    hub.context.getRouteController().stopRoute("deliver-crm-note");
    assertThat(hub.lanes).isEmpty();
    hub.context.getRouteController().startRoute("deliver-crm-note");
    assertThat(hub.lanes).containsKey("crm");
  }
}
