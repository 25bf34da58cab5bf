package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.delivery.Reply;
import dev.patchbay.inbox.Incoming;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vendor only names is read there, and what it answers is a message like any other. */
class FetchedRecordsIT {

  private static final String SHEET =
      """
      connector: idonly
      title: A vendor that sends ids
      category: forms
      description: Names leads; their content is read by another request.
      checked: 2026-11-22
      parameters:
        api: {title: API, type: url, required: true}
        accessToken: {title: Token, secret: true, required: true}
      source:
        kind: webhook
        format: json
        events: [lead.submitted, record.announced]
        mapping: lead.jslt
        signature: {scheme: none}
      sinks:
        fetch:
          title: Read a lead
          events: [record.announced]
          kamelet: idonly-lead-sink
          answer: message
          outcomes:
            - {status: 200, when: ".body.error", is: fix-data, kind: no-such-lead}
            - {status: 200, is: accepted}
            - {status: 429, is: retry, kind: rate-limited}
            - {status: 401, is: fix-config, kind: token-refused, remedy: "Make a new token."}
      """;

  private static final String KAMELET =
      """
      apiVersion: camel.apache.org/v1
      kind: Kamelet
      metadata:
        name: idonly-lead-sink
        labels: {camel.apache.org/kamelet.type: sink}
      spec:
        definition:
          title: Lead
          description: Reads a lead.
          required: [api, accessToken]
          type: object
          properties:
            api: {title: API, type: string}
            accessToken: {title: Token, type: string, format: password}
        dependencies: ["camel:http"]
        template:
          from:
            uri: kamelet:source
            steps:
              - removeHeaders: {pattern: "*"}
              - setHeader: {name: CamelHttpPath, expression: {jsonpath: {expression: "$.data.announced.id"}}}
              - setHeader: {name: Authorization, expression: {constant: {expression: "Bearer {{accessToken}}"}}}
              - setHeader: {name: CamelHttpMethod, expression: {constant: {expression: GET}}}
              - setBody: {constant: {expression: ""}}
              - to:
                  uri: "{{api}}"
                  parameters: {throwExceptionOnFailure: false}
      """;

  @TempDir private Path folder;
  private final RecordingServer vendor = new RecordingServer();
  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    Path connector = folder.resolve("connectors/idonly");
    FakeHub.write(connector.resolve("connector.yaml"), SHEET);
    FakeHub.write(connector.resolve("idonly-lead-sink.kamelet.yaml"), KAMELET);
    FakeHub.write(connector.resolve("lead.jslt"), "null");
    hub =
        new FakeHub(folder)
            .connection(
                "form",
                "idonly",
                Map.of("api", vendor.url() + "/leads", "accessToken", "made-up-token"));
    assertThat(hub.start(Set.of("127.0.0.1"))).isEmpty();
  }

  @AfterEach
  void stop() throws Exception {
    hub.close();
    vendor.close();
  }

  @Test
  void anAcceptedAnswerIsStoredWholeUnderTheRecordsId() throws Exception {
    String record = "{\"id\":\"77\",\"note\":\"" + "x".repeat(200_000) + "\"}";
    vendor.answer = record.getBytes(StandardCharsets.UTF_8);

    Reply reply = announce("{\"kind\":\"lead\",\"id\":\"77\",\"version\":\"3\"}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(vendor.requests.get(0).target()).isEqualTo("/leads/77");
    assertThat(hub.received).hasSize(1);
    Incoming message = hub.received.get(0);
    assertThat(message.connection()).isEqualTo("form");
    assertThat(message.vendorId()).isEqualTo("lead:77:3");
    assertThat(new String(message.body(), StandardCharsets.UTF_8)).isEqualTo(record);
    assertThat(new ObjectMapper().readTree(message.headers().get("patchbay-fetched")))
        .isEqualTo(
            new ObjectMapper().readTree("{\"kind\":\"lead\",\"id\":\"77\",\"version\":\"3\"}"));
  }

  @Test
  void anAnswerThatTheTableDoesNotAcceptIsNoMessage() throws Exception {
    vendor.answer = "{\"error\":\"gone\"}".getBytes(StandardCharsets.UTF_8);
    announce("{\"kind\":\"lead\",\"id\":\"78\"}");
    vendor.status = 429;
    announce("{\"kind\":\"lead\",\"id\":\"78\"}");

    assertThat(hub.received).isEmpty();
  }

  @Test
  void whatCannotBeStoredIsFetchedAgain() throws Exception {
    hub.inboxAway = true;

    Reply reply = announce("{\"kind\":\"lead\",\"id\":\"79\"}");

    assertThat(reply.failure()).isNotNull();
    assertThat(reply.failure().kind()).isEqualTo("inbox");
  }

  private Reply announce(String record) {
    return hub.deliver("form", "record.announced", "{\"announced\":" + record + "}", "fetch");
  }
}
