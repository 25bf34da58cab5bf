package dev.patchbay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxIT {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static final String BEN_AND_CAM =
      "{\"inputs\":[{\"id\":\"ben@example.com\",\"idProperty\":\"email\",\"properties\":{}},"
          + "{\"id\":\"cam@example.com\",\"idProperty\":\"email\",\"properties\":{}}]}";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void behavesLikeTheVendorsThatItStandsFor() throws Exception {
    Path routes =
        ExampleFiles.unpack("harbor-coffee", folder.resolve("example")).resolve("sandbox");
    Instant[] now = {NOON};
    InstantSource clock = () -> now[0];
    try (Sandbox sandbox =
        new Sandbox(
            folder.resolve("kept"),
            routes,
            clock,
            new SplittableRandom(1),
            name -> Optional.empty())) {
      String base = sandbox.environment().get("HUBSPOT_URL") + "/crm/v3/objects/contacts";
      String token = sandbox.environment().get("HUBSPOT_TOKEN");
      String ana =
          "{\"inputs\":[{\"id\":\"ana@example.com\",\"idProperty\":\"email\","
              + "\"properties\":{\"phone\":\"+13125550142\"}}]}";

      assertThat(send("POST", base + "/batch/upsert", "wrong", ana).statusCode()).isEqualTo(401);
      assertThat(send("POST", base + "/batch/upsert", token, ana).statusCode()).isEqualTo(200);
      assertThat(send("POST", base + "/batch/upsert", token, ana.replace("ana@", "")).statusCode())
          .isEqualTo(400);
      assertThat(sandbox.contacts().has("email", "ana@example.com")).isTrue();
      assertThat(send("POST", base + "/batch/upsert", token, BEN_AND_CAM).statusCode())
          .isEqualTo(200);
      assertThat(sandbox.contacts().has("email", "ben@example.com")).isTrue();
      assertThat(sandbox.contacts().has("email", "cam@example.com")).isTrue();

      String found =
          send(
                  "POST",
                  base + "/search",
                  token,
                  "{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"phone\",\"operator\":\"EQ\","
                      + "\"value\":\"+13125550142\"}]}]}")
              .body();
      assertThat(found).contains("\"total\":1").contains("\"id\":\"1001\"");
      assertThat(
              send("PATCH", base + "/1001", token, "{\"properties\":{\"city\":\"Chicago\"}}")
                  .statusCode())
          .isEqualTo(200);
      assertThat(sandbox.contacts().has("city", "Chicago")).isTrue();
      assertThat(
              send("POST", base, token, "{\"properties\":{\"phone\":\"+13125550143\"}}")
                  .statusCode())
          .isEqualTo(201);
      assertThat(sandbox.contacts().size()).isEqualTo(4);

      now[0] = NOON.plusSeconds(9);
      assertThat(send("POST", base + "/batch/upsert", token, ana).statusCode()).isEqualTo(503);
      now[0] = NOON.plusSeconds(12);
      int busy = 0;
      for (int i = 0; i < 400; i++) {
        HttpResponse<String> answer = send("POST", base + "/batch/upsert", token, ana);
        if (answer.statusCode() == 429) {
          busy++;
          assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
      }
      assertThat(busy).isBetween(1, 40);
      assertThat(send("POST", sandbox.environment().get("SCREEN_URL"), "nobody", "{}").statusCode())
          .isEqualTo(403);
    }
  }

  private HttpResponse<String> send(String method, String url, String token, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
