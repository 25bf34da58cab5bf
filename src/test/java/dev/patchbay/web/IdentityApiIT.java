package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Sighting;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdentityApiIT {

  private static final String[] TOKEN = {
    "Authorization", "Bearer made-up-api-token", "Content-Type", "application/json"
  };
  private static DoorServer server;

  @BeforeAll
  static void start() {
    server = DoorServer.start(Map.of("patchbay.api.token", "made-up-api-token"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void mergesTwoCustomersAndSeparatesThemAgain() throws IOException {
    UUID one = customer("one@example.com");
    UUID other = customer("other@example.com");

    JsonNode merged =
        ok(
            post(
                "/api/v1/customers/" + one + "/merge",
                "{\"with\":\"" + other + "\",\"why\":\"Same person.\"}"));
    UUID survivor = UUID.fromString(merged.path("id").asText());
    UUID absorbed = survivor.equals(one) ? other : one;
    JsonNode customer = get("/api/v1/customers/" + absorbed);
    assertThat(customer.path("id").asText()).isEqualTo(survivor.toString());
    assertThat(customer.path("aliases").toString()).contains(absorbed.toString());
    assertThat(customer.path("identifiers")).hasSize(2);
    assertThat(get("/api/v1/customers?q=other@example.com").at("/rows/0/id").asText())
        .isEqualTo(survivor.toString());
    assertThat(get("/api/v1/customers/" + survivor + "/merges").path("rows")).hasSize(1);
    assertThat(get("/api/v1/decisions").at("/decisions/0/why").asText()).isEqualTo("Same person.");

    ok(post("/api/v1/customers/" + absorbed + "/separate", "{\"why\":\"Two after all.\"}"));
    assertThat(get("/api/v1/customers/" + absorbed).path("id").asText())
        .isEqualTo(absorbed.toString());
    assertThat(get("/api/v1/customers/" + survivor).path("identifiers")).hasSize(1);
    assertThat(get("/api/v1/audit?limit=500").toString())
        .contains("Same person.", "Two after all.", "/api/v1/customers/" + absorbed + "/separate");
  }

  @Test
  void saysWhatAnIdentifierIsGoodForAndTakesItBack() throws IOException {
    JsonNode marked =
        ok(
            post(
                "/api/v1/identifiers/mark",
                "{\"identifier\":\"phone:+13125550188\",\"kind\":\"shared\",\"why\":\"Front desk.\"}"));
    assertThat(get("/api/v1/decisions").toString()).contains("phone:+13125550188", "Front desk.");
    ok(
        post(
            "/api/v1/decisions/" + marked.path("id").asText() + "/undo",
            "{\"why\":\"Not any more.\"}"));
    assertThat(get("/api/v1/decisions").toString()).doesNotContain("phone:+13125550188");
  }

  @Test
  void refusesWhatCannotBeDecided() throws IOException {
    UUID one = customer("alone@example.com");
    for (String body :
        List.of(
            "{\"why\":\"x\"}",
            "{\"with\":\"" + one + "\",\"why\":\"x\"}",
            "{\"with\":\"" + UUID.randomUUID() + "\",\"why\":\"x\"}")) {
      HttpResponse<String> answer = post("/api/v1/customers/" + one + "/merge", body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(new ObjectMapper().readTree(answer.body()).path("remedy").asText()).isNotBlank();
    }
    assertThat(
            post("/api/v1/reviews/" + UUID.randomUUID(), "{\"same\":true,\"why\":\"x\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            post(
                    "/api/v1/identifiers/mark",
                    "{\"identifier\":\"x\",\"kind\":\"shared\",\"why\":\"x\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(get("/api/v1/reviews").path("reviews")).isEmpty();
  }

  private static UUID customer(String email) {
    Customers customers = new Customers(new Ids(Clock.systemUTC(), new SecureRandom()));
    return server
        .test
        .database()
        .inTransaction(
            sql ->
                customers
                    .identify(
                        sql,
                        List.of(
                            new Sighting(
                                UUID.randomUUID(),
                                "form",
                                new Person(email, null, "Ann", "Stone", null, null, null),
                                null,
                                Instant.parse("2026-03-02T10:00:00Z"),
                                Instant.parse("2026-03-02T10:00:00Z"))))
                    .get(0)
                    .customer());
  }

  private static HttpResponse<String> post(String path, String body) {
    return server.send(server.request(path, TOKEN).method("POST", BodyPublishers.ofString(body)));
  }

  private static JsonNode get(String path) throws IOException {
    return ok(server.get(path, TOKEN));
  }

  private static JsonNode ok(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }
}
