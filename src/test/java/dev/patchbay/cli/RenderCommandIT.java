package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code patchbay render} prints requests as JSON lines, secrets masked. */
class RenderCommandIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path event;

  @BeforeEach
  void writeEvent() throws Exception {
    event =
        Files.writeString(
            folder.resolve("event.json"),
            """
            {"specversion": "1.0", "id": "00000000-0000-7000-8000-00000000000a", "source": "form",
             "type": "lead.submitted", "subject": "s-1", "time": "2026-11-22T09:00:00Z",
             "data": {"person": {"email": "ana@example.com"}}}
            """);
  }

  private int run(String... arguments) {
    return new CommandLine(new RenderCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void masksSecretsAndShowsTheVendorsOwnAddress() throws Exception {
    int exit = run("http", "" + event, "--with", "headerValue=Bearer very-secret");
    assertThat(exit).as(err.toString()).isZero();
    JsonNode line = JSON.readTree(out.toString());
    assertThat(line.path("method").asText()).isEqualTo("POST");
    assertThat(line.path("url").asText()).isEqualTo("https://api.example.com/leads");
    assertThat(line.path("headers").path("Authorization").asText()).isEqualTo("***");
    assertThat(line.path("headers").path("Content-Type").asText()).startsWith("application/json");
    assertThat(line.path("body").path("type").asText()).isEqualTo("lead.submitted");
    assertThat(out.toString()).doesNotContain("very-secret");
  }

  @Test
  void showsAStatementWithItsParameters() throws Exception {
    int exit =
        run(
            "jdbc",
            "" + event,
            "--with",
            "url=jdbc:postgresql://db.example/x?password=geheim",
            "--with",
            "statement=insert into lead (email) values (:?email)");
    assertThat(exit).as(err.toString()).isZero();
    JsonNode line = JSON.readTree(out.toString());
    assertThat(line.path("method").asText()).isEqualTo("SQL");
    assertThat(line.path("body").path("statement").asText())
        .isEqualTo("insert into lead (email) values (?)");
    assertThat(line.path("body").path("parameters").get(0).asText()).isEqualTo("ana@example.com");
    assertThat(out.toString()).doesNotContain("geheim");
  }

  @Test
  void showsARowAndWritesNone() throws Exception {
    Path folder = Files.createDirectory(event.resolveSibling("imports"));
    int exit = run("csv", "" + event, "--with", "directory=" + folder);
    assertThat(exit).as(err.toString()).isZero();
    JsonNode line = JSON.readTree(out.toString());
    assertThat(line.path("method").asText()).isEqualTo("FILE");
    assertThat(line.path("url").asText()).startsWith(folder + "/events-20").endsWith(".csv");
    assertThat(line.path("body").asText())
        .startsWith("event_id,event,occurred_at,")
        .contains("ana@example.com");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhatIsCanceled() throws Exception {
    Files.writeString(event, Files.readString(event).replace("lead.submitted", "page.measured"));
    assertThat(run("hubspot", "" + event)).isZero();
    assertThat(JSON.readTree(out.toString()).path("canceled").asText()).contains("page.measured");
  }

  @Test
  void doesNotUnderstandUnknownNames() {
    assertThat(run("hubspo", "" + event)).isEqualTo(2);
    assertThat(err.toString()).contains("hubspot");
    assertThat(run("http", "" + event, "--with", "adress=x")).isEqualTo(2);
    assertThat(run("http", "" + event, "--sink", "none")).isEqualTo(2);
  }
}
