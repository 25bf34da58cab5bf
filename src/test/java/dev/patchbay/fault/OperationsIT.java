package dev.patchbay.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A day with the packaged program: a destination that refuses, dead letters, and their replay. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperationsIT {

  private static final String TOKEN = "made-up-api-token";
  private static final int MESSAGES = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static PackagedProgram program;
  private static Recorder recorder;
  private static HubProcess hub;
  private static FormTraffic traffic;
  private static List<String> sent;

  @BeforeAll
  static void start() {
    program = PackagedProgram.get();
    recorder = new Recorder();
    hub =
        HubProcess.of(program, LoadStack.write(folder, recorder))
            .with("PATCHBAY_API_TOKEN", TOKEN)
            .start();
    hub.awaitReady(Duration.ofMinutes(2));
    traffic = new FormTraffic("ops", hub.port());
    sent = new ArrayList<>();
  }

  @AfterAll
  static void stop() throws IOException {
    hub.close();
    recorder.close();
  }

  @Test
  @Order(1)
  void keepsWhatADestinationRefusesAsDeadLettersWithTheReason() {
    recorder.behave(id -> 422);
    try (Sender sender = new Sender(hub.port(), 10_000)) {
      for (int i = 0; i < MESSAGES; i++) {
        assertThat(sender.send(traffic.request(i)).status()).isEqualTo(202);
        sent.add(traffic.id(i));
      }
    }

    assertThat(Poll.until(PATIENCE, () -> dead().size() == MESSAGES)).isTrue();
    assertThat(dead())
        .allSatisfy(
            delivery -> {
              assertThat(delivery.path("errorKind").asText()).isEqualTo("rejected");
              assertThat(delivery.path("errorText").asText()).contains("422");
              assertThat(delivery.path("attempts").asInt()).isEqualTo(1);
            });
  }

  @Test
  @Order(2)
  void givesDeliveriesPageByPageEachOnce() {
    Set<String> seen = new HashSet<>();
    int pages = 0;
    String path = "/api/v1/deliveries?state=dead&limit=10";
    while (!path.isEmpty()) {
      JsonNode page = json(path);
      page.path("deliveries")
          .forEach(delivery -> assertThat(seen.add(delivery.path("id").asText())).isTrue());
      pages++;
      path = page.path("next").asText();
    }
    assertThat(seen).hasSize(MESSAGES);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  @Order(3)
  void tellsOfEachEventAsItsSchemaSays() {
    JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    JsonNode events = json("/api/v1/events?limit=100").path("events");
    assertThat(events).hasSize(MESSAGES);
    for (JsonNode event : events) {
      JsonSchema schema =
          schemas.getSchema(
              SchemaLocation.of(
                  "classpath:schema/events/" + event.path("type").asText() + ".json"));
      assertThat(schema.validate(event)).isEmpty();
      assertThat(json("/api/v1/customers/" + event.path("customer").asText()).at("/person/email"))
          .isEqualTo(event.at("/data/person/email"));
    }
  }

  @Test
  @Order(4)
  void tellsTheHealthOfEachConnection() {
    JsonNode connections = json("/actuator/health").at("/components/connections/components");

    assertThat(connections.at("/form/details/lastHeard").asText()).isNotEmpty();
    assertThat(connections.at("/form/details/backlog").asInt()).isZero();
    assertThat(connections.at("/destination/details/lane/state").asText()).isEqualTo("open");
  }

  @Test
  @Order(5)
  void countsWhatBecameOfEverything() {
    String metrics = hub.get("/actuator/prometheus").orElseThrow();

    assertThat(metrics)
        .containsPattern("patchbay_messages_received_total\\{[^}]*connection=\"form\"[^}]*} 25")
        .containsPattern("patchbay_deliveries_dead_total\\{[^}]*} 25")
        .contains("camel_exchanges");
    sent.forEach(id -> assertThat(metrics).doesNotContain(id));
  }

  @Test
  @Order(6)
  void replaysDeadLettersUnderTheirOwnIdsAndTheSecondTimeNone() throws Exception {
    recorder.behave(Recorder.Behavior.ACCEPT);

    assertThat(replay("--destination", "destination")).contains("destination: 25");
    assertThat(Poll.until(PATIENCE, () -> dead().isEmpty())).isTrue();
    assertThat(
            Poll.until(
                PATIENCE,
                () ->
                    json("/api/v1/deliveries?state=delivered&limit=100").path("deliveries").size()
                        == MESSAGES))
        .isTrue();
    assertThat(recorder.missing(sent)).isEmpty();
    assertThat(recorder.effectiveDuplicates()).as("under another delivery id").isZero();
    sent.forEach(id -> assertThat(recorder.count(id)).as(id).isEqualTo(2));

    assertThat(replay("--destination", "destination")).doesNotContain("destination: ");
    assertThat(replay("--connection", "form", "--kind", "rejected")).contains(": 0");
  }

  @Test
  @Order(7)
  void asksWhatToReplay() throws Exception {
    assertThat(replay()).contains("Say what to replay");
  }

  private static List<JsonNode> dead() {
    List<JsonNode> dead = new ArrayList<>();
    json("/api/v1/deliveries?state=dead&limit=100").path("deliveries").forEach(dead::add);
    return dead;
  }

  private static JsonNode json(String path) {
    try {
      return new ObjectMapper()
          .readTree(hub.get(path, TOKEN).orElseThrow(() -> new AssertionError(path)));
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  private static String replay(String... conditions) throws Exception {
    List<String> command = new ArrayList<>(program.command("replay"));
    command.addAll(List.of("--data", hub.data().toString()));
    command.addAll(List.of(conditions));
    Path output = folder.resolve("replay.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String text = java.nio.file.Files.readString(output);
    assertThat(process.exitValue()).as(text).isEqualTo(conditions.length == 0 ? 2 : 0);
    return text;
  }
}
