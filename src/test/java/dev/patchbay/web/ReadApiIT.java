package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

class ReadApiIT {

  private static final String[] TOKEN = {"Authorization", "Bearer made-up-api-token"};
  private static DoorServer server;

  @BeforeAll
  static void start() {
    server = DoorServer.start(Map.of("patchbay.api.token", "made-up-api-token"));
    for (int i = 0; i < 5; i++) {
      assertThat(server.post("/hooks/open", "{\"n\":" + i + "}").statusCode()).isEqualTo(202);
    }
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      events.add(
          new StoredEvent(
              UUID.randomUUID(),
              UUID.randomUUID(),
              i % 2 == 0 ? "lead.submitted" : "call.completed",
              "open",
              null,
              Instant.EPOCH,
              Instant.EPOCH,
              null,
              "{\"n\":" + i + "}"));
    }
    server.test.database().inTransaction(sql -> new EventLog().append(sql, events));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void asksForTheToken() {
    for (String path :
        List.of(
            "/api/v1/events",
            "/api/v1/deliveries",
            "/api/v1/messages",
            "/api/v1/customers/" + UUID.randomUUID())) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(401);
      assertThat(server.get(path, "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
      assertThat(server.get(path, "Authorization", "Basic made-up-api-token").statusCode())
          .isEqualTo(401);
      assertThat(server.get(path, TOKEN).statusCode()).as(path).isIn(200, 404);
    }
  }

  @Test
  void opensOnLoopbackOnlyWhereTheSettingsSayIt() {
    try (DoorServer closed = DoorServer.start();
        DoorServer open = DoorServer.start(Map.of("patchbay.api.open-on-loopback", "true"));
        DoorServer everywhere =
            DoorServer.start(
                Map.of("patchbay.api.open-on-loopback", "true", "server.address", "0.0.0.0"))) {
      assertThat(closed.get("/api/v1/events").statusCode()).isEqualTo(401);
      assertThat(open.get("/api/v1/events").statusCode()).isEqualTo(200);
      assertThat(everywhere.get("/api/v1/events").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void pagesThroughEventsNewestFirst() throws IOException {
    List<Integer> seen = new ArrayList<>();
    String path = "/api/v1/events?limit=2&connection=open";
    while (path != null) {
      JsonNode page = json(server.get(path, TOKEN));
      page.get("events").forEach(event -> seen.add(event.at("/data/n").asInt()));
      path = page.path("next").asText(null);
    }
    assertThat(seen).containsExactly(4, 3, 2, 1, 0);
    assertThat(json(server.get("/api/v1/events?type=call.completed", TOKEN)).get("events"))
        .hasSize(2);
  }

  @Test
  void pagesThroughMessagesWithoutTheirBodies() throws IOException {
    List<String> ids = new ArrayList<>();
    String path = "/api/v1/messages?limit=2&state=waiting";
    while (path != null) {
      JsonNode page = json(server.get(path, TOKEN));
      page.get("messages").forEach(message -> ids.add(message.get("id").asText()));
      assertThat(page.toString()).doesNotContain("\"body\"");
      path = page.path("next").asText(null);
    }
    assertThat(ids).hasSize(5).doesNotHaveDuplicates();
    assertThat(json(server.get("/api/v1/messages/" + ids.get(0), TOKEN)).get("connection").asText())
        .isEqualTo("open");
  }

  @Test
  void refusesWhatItCannotRead() {
    assertThat(server.get("/api/v1/events?before=x", TOKEN).statusCode()).isEqualTo(400);
    assertThat(server.get("/api/v1/messages?state=lost", TOKEN).statusCode()).isEqualTo(400);
    assertThat(server.get("/api/v1/messages/x", TOKEN).statusCode()).isEqualTo(404);
    assertThat(server.get("/api/v1/nothing", TOKEN).statusCode()).isEqualTo(404);
    assertThat(server.get("/api/v1/deliveries?state=dead", TOKEN).body())
        .isEqualTo("{\"deliveries\":[]}");
  }

  @Test
  void tellsHealthByConnection() {
    ConnectionHealth health =
        new ConnectionHealth(
            DoorPlan::plan, server.test.database(), Clock.systemUTC(), name -> Map.of());

    Health open = ((HealthIndicator) health.getContributor("open")).getHealth(true);
    Health halted = ((HealthIndicator) health.getContributor("halted")).getHealth(true);

    assertThat(open.getStatus()).isEqualTo(Status.UP);
    assertThat(open.getDetails()).containsEntry("backlog", 5L).containsKey("lastHeard");
    assertThat(halted.getStatus()).isEqualTo(ConnectionHealth.DEGRADED);
    assertThat(halted.getDetails()).containsEntry("stopped", "plan.missing-secret");
    assertThat(health.getContributor("nobody")).isNull();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }
}
