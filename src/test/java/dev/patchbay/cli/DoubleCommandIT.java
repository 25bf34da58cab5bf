package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code patchbay double} plays a vendor over HTTP and prints what passes, secrets masked. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DoubleCommandIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LEAD =
      """
      {"inputs": [{"id": "ana.ruiz@example.com", "idProperty": "email",
                   "properties": {"email": "ana.ruiz@example.com"}}]}
      """;

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final StringWriter err = new StringWriter();
  private BufferedReader out;
  private Thread running;

  private JsonNode start(String... arguments) throws Exception {
    PipedReader reader = new PipedReader(1 << 16);
    PrintWriter writer = new PrintWriter(new PipedWriter(reader), true);
    out = new BufferedReader(reader);
    running =
        new Thread(
            () ->
                new CommandLine(new DoubleCommand())
                    .setOut(writer)
                    .setErr(new PrintWriter(err, true))
                    .execute(arguments));
    running.start();
    return JSON.readTree(out.readLine());
  }

  @AfterEach
  void stop() throws Exception {
    if (running != null) {
      running.interrupt();
      running.join();
    }
  }

  private HttpResponse<String> post(String url, String token, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void refusesAndAcceptsAsTheVendorDoes() throws Exception {
    JsonNode greeting = start("hubspot", "--with", "accessToken=very-secret");
    String baseUrl = greeting.path("with").path("baseUrl").asText();
    assertThat(baseUrl)
        .startsWith("http://127.0.0.1:")
        .isEqualTo(greeting.path("listening").asText());
    assertThat(greeting.path("with").path("accessToken").asText()).isEqualTo("***");
    String upsert = baseUrl + "/crm/v3/objects/contacts/batch/upsert";

    assertThat(post(upsert, "guessed", LEAD).statusCode()).isEqualTo(401);
    JsonNode refused = JSON.readTree(out.readLine());
    assertThat(refused.path("answer").path("status").asInt()).isEqualTo(401);

    HttpResponse<String> accepted = post(upsert, "very-secret", LEAD);
    assertThat(accepted.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(accepted.body()).path("results").path(0).path("new").asBoolean())
        .isTrue();
    String line = out.readLine();
    assertThat(line).doesNotContain("very-secret");
    JsonNode told = JSON.readTree(line);
    assertThat(told.path("request").path("method").asText()).isEqualTo("POST");
    assertThat(told.path("request").path("url").asText())
        .isEqualTo("/crm/v3/objects/contacts/batch/upsert");
    assertThat(told.path("request").path("headers").path("authorization").asText())
        .isEqualTo("Bearer ***");
    assertThat(told.path("answer").path("body").path("status").asText()).isEqualTo("COMPLETE");

    HttpResponse<String> again = post(upsert, "very-secret", LEAD);
    assertThat(JSON.readTree(again.body()).path("results").path(0).path("new").asBoolean())
        .as("it keeps what it was told")
        .isFalse();
  }

  @Test
  void makesUpACredentialThatTheStackCanWrite() throws Exception {
    JsonNode with = start("hubspot").path("with");
    assertThat(with.path("accessToken").asText()).isEqualTo("made-up-accessToken");
    assertThat(
            post(
                    with.path("baseUrl").asText() + "/crm/v3/objects/contacts/batch/upsert",
                    "made-up-accessToken",
                    LEAD)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void beginsWithWhatAFileSays() throws Exception {
    Path state =
        Files.writeString(
            folder.resolve("state.json"),
            """
            {"contacts": [{"id": "51", "properties": {"email": "ana.ruiz@example.com"}}]}
            """);
    JsonNode with = start("hubspot", "--state", state.toString()).path("with");
    HttpResponse<String> answer =
        post(
            with.path("baseUrl").asText() + "/crm/v3/objects/contacts/batch/upsert",
            "made-up-accessToken",
            LEAD);
    assertThat(JSON.readTree(answer.body()).path("results").path(0).path("id").asText())
        .isEqualTo("51");
  }

  @Test
  void saysWhichConnectorsItCannotPlay() {
    int exit =
        new CommandLine(new DoubleCommand()).setErr(new PrintWriter(err, true)).execute("typeform");
    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("'typeform' has no double");
  }
}
