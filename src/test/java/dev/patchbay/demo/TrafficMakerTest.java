package dev.patchbay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.demo.TrafficMaker.Made;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficMakerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SANDBOX = Path.of("examples/harbor-coffee/sandbox");

  @TempDir Path folder;

  @Test
  void makesTheSameOfTheSameSeed() {
    assertThat(bodies(maker(SANDBOX, 7))).isEqualTo(bodies(maker(SANDBOX, 7)));
    assertThat(bodies(maker(SANDBOX, 7))).isNotEqualTo(bodies(maker(SANDBOX, 8)));
  }

  @Test
  void fillsEveryPlaceholderAndSaysWhatMustComeOfIt() throws IOException {
    TrafficMaker maker = maker(SANDBOX, 7);
    Sent call = maker.begin("call").all().get(0).sent();
    Made mail = maker.begin("mail").all().get(0);

    assertThat(bodies(maker)).noneMatch(body -> body.contains("{{"));
    JsonNode body = JSON.readTree(Objects.requireNonNull(call.webhook()).body());
    assertThat(body.path("id").isNumber()).isTrue();
    assertThat(call.subject()).isEqualTo(body.path("resource_id").asText());
    assertThat(call.phone()).isEqualTo(body.path("customer_phone_number").asText());
    assertThat(call.email()).isNull();
    assertThat(mail.text())
        .doesNotContain("{{")
        .contains("Message-ID: <" + mail.sent().subject() + ">\r\n")
        .contains("Reply-To: " + mail.sent().email() + "\r\n")
        .contains("Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n");
    assertThat(mail.sent().alerted()).isTrue();
  }

  @Test
  void tellsOfOnePersonInAllThatComesTogether() {
    TrafficMaker maker = maker(Path.of("examples/ridgeline-roofing/sandbox"), 7);

    List<Made> call = maker.begin("call").all();

    assertThat(call).hasSize(2);
    assertThat(call.get(1).sent().connection()).isEqualTo("phone-system");
    assertThat(call.get(1).values()).contains(call.get(0).sent().phone());
    assertThat(call.get(1).sent().phone()).isEqualTo(call.get(0).sent().phone());
  }

  @Test
  void tellsOfAVisitBeforeTheFormThatComesOfIt() throws IOException {
    List<Made> form = maker(SANDBOX, 7).begin("form").all();

    assertThat(form.stream().map(one -> one.sent().connection()).toList())
        .containsExactly("website", "website", "website-form", "website");
    assertThat(form.stream().map(one -> one.sent().figures()).toList())
        .containsExactly(true, true, false, true);
    JsonNode visit = JSON.readTree(body(form.get(0).sent()));
    JsonNode lead = JSON.readTree(body(form.get(2).sent()));
    JsonNode submitted = JSON.readTree(body(form.get(3).sent()));
    assertThat(visit.at("/visit/visitor_id").asText())
        .matches("[0-9a-f]{32}")
        .isEqualTo(lead.at("/form_response/hidden/visitor_id").asText())
        .isEqualTo(submitted.at("/submitted/visitor_id").asText());
    assertThat(visit.at("/visit/utm_campaign").asText())
        .isEqualTo(lead.at("/form_response/hidden/utm_campaign").asText());
    assertThat(visit.path("beacon").asText()).isEqualTo(form.get(0).sent().subject());
    assertThat(submitted.path("beacon").asText()).isNotEqualTo(visit.path("beacon").asText());
  }

  @Test
  void givesANameOneValueInAMessageAndAnotherInTheNext() throws IOException {
    TrafficMaker maker = maker(story("hex:4", "{\"a\": \"{{x}}\", \"b\": \"{{x}}\"}"), 7);

    JsonNode first = JSON.readTree(bodyOf(maker));
    JsonNode second = JSON.readTree(bodyOf(maker));

    assertThat(first.path("a").asText()).matches("[0-9a-f]{8}").isEqualTo(first.path("b").asText());
    assertThat(second.path("a").asText()).isNotEqualTo(first.path("a").asText());
  }

  @Test
  void writesValuesAsJsonText() throws IOException {
    TrafficMaker maker = maker(story("['say \"hi\"\\', 'say \"hi\"\\']", "{\"a\": \"{{x}}\"}"), 7);

    assertThat(JSON.readTree(bodyOf(maker)).path("a").asText()).isEqualTo("say \"hi\"\\");
  }

  @Test
  void saysWhichNameNobodyMakes() throws IOException {
    TrafficMaker maker = maker(story("hex:4", "{\"a\": \"{{y}}\"}"), 7);

    assertThatThrownBy(() -> maker.begin("form").all())
        .hasMessage("Nothing makes {{y}}: add it to 'values' in sandbox.yaml");
  }

  private Path story(String maker, String body) throws IOException {
    Files.writeString(folder.resolve("form.json"), body);
    Files.writeString(
        folder.resolve(Story.FILE),
        """
        secrets: []
        addresses: {}
        routes: []
        properties: {}
        publicUrl: https://hooks.example.com
        mail: {leads: leads@example.com, team: team@example.com, password: MAIL_PASSWORD}
        database: {schema: tables.sql, urls: [], passwords: []}
        proof: {facts: select 1, warehouse: warehouse, crm: crm, team: team}
        values: {}
        traffic:
          form:
            connection: website-form
            webhook: {connector: my-forms, keys: {}}
            body: form.json
            values:
              x: %s
            subject: "1"
            contact: email
            alerts: false
        """
            .formatted(maker));
    return folder;
  }

  private static TrafficMaker maker(Path sandbox, long seed) {
    return new TrafficMaker(
        Story.read(sandbox),
        sandbox,
        new SplittableRandom(seed),
        () -> Instant.parse("2026-11-22T12:00:00Z"));
  }

  private static String bodyOf(TrafficMaker maker) {
    return body(maker.begin("form").rest().get().get(0).sent());
  }

  private static String body(Sent sent) {
    return new String(Objects.requireNonNull(sent.webhook()).body(), StandardCharsets.UTF_8);
  }

  private static List<String> bodies(TrafficMaker maker) {
    List<String> bodies = new ArrayList<>();
    for (String kind : List.of("form", "call", "sale", "form", "call", "sale")) {
      bodies.add(body(maker.begin(kind).rest().get().get(0).sent()));
    }
    bodies.add(maker.begin("mail").all().get(0).text());
    return bodies;
  }
}
