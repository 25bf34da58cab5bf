package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MapCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHEET =
      """
      connector: made-up
      title: Made up
      category: forms
      description: A form tool for this test.
      parameters:
        secret: {title: Key, description: Signs., type: string, secret: true, required: true}
      source:
        kind: webhook
        format: json
        events: [lead]
        mapping: lead.jslt
        signature: {scheme: hmac, header: X-Signature, keys: [secret]}
        vendor: {signs: "yes"}
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsEventsFindingsAndASummaryForEachFile() throws Exception {
    Path good = Files.writeString(folder.resolve("good.json"), "{\"email\": \"Ana@example.com\"}");
    Path bad = Files.writeString(folder.resolve("bad.json"), "{");

    int code = map(connector(), good.toString(), bad.toString());

    List<JsonNode> lines = lines();
    assertThat(code).isEqualTo(1);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0).at("/data/person/email").asText()).isEqualTo("ana@example.com");
    assertThat(lines.get(0).path("source").asText()).isEqualTo("made-up");
    assertThat(lines.get(1).path("events").asInt()).isEqualTo(1);
    assertThat(lines.get(1).path("signature").asText()).isEqualTo("unchecked");
    assertThat(lines.get(2).at("/finding/kind").asText()).isEqualTo("body.not-json");
    assertThat(lines.get(3).path("findings").asInt()).isEqualTo(1);
  }

  @Test
  void readsByAMappingOfTheUsersOwn() throws Exception {
    Path body =
        Files.writeString(folder.resolve("order.json"), "{\"nr\": 7, \"total\": \"12.50\"}");
    Path own =
        Files.writeString(
            folder.resolve("order.jslt"),
            """
            {"type": "sale.completed", "subject": string(.nr),
             "data": {"sale": {"amount": minor_units(.total, "EUR"), "currency": "EUR"}}}
            """);

    int code = map("webhook", body.toString(), "--with", "mapping=" + own);

    assertThat(code).isZero();
    assertThat(lines().get(0).path("type").asText()).isEqualTo("sale.completed");
    assertThat(lines().get(0).at("/data/sale/amount").asInt()).isEqualTo(1250);
  }

  @Test
  void saysThatAMappingIsNotThere() throws Exception {
    Path body = Files.writeString(folder.resolve("order.json"), "{}");

    int code = map("webhook", body.toString(), "--with", "mapping=" + folder.resolve("none.jslt"));

    assertThat(code).isEqualTo(1);
    assertThat(lines().get(0).at("/finding/kind").asText()).isEqualTo("mapping.missing");
  }

  @Test
  void givesTheSameContentTheSameIds() throws Exception {
    Path one = Files.writeString(folder.resolve("one.json"), "{\"email\": \"ana@example.com\"}");
    Path two = Files.writeString(folder.resolve("two.json"), "{\"email\": \"ana@example.com\"}");

    assertThat(map(connector(), one.toString(), two.toString())).isZero();

    assertThat(lines().get(0).path("id")).isEqualTo(lines().get(2).path("id"));
  }

  @Test
  void checksTheSignatureWithTheKeyThatIsGiven() throws Exception {
    Path file = Files.writeString(folder.resolve("body.json"), "{\"email\": \"ana@example.com\"}");

    map(connector(), file.toString(), "--with", "secret=made-up", "--header", "X-Signature: 00");

    assertThat(lines().get(1).path("signature").asText()).isEqualTo("invalid");
  }

  @Test
  void namesTheNearestConnectorAndParameter() throws Exception {
    Path file = Files.writeString(folder.resolve("body.json"), "{}");

    assertThat(map("typefrom", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean 'typeform'?");
    assertThat(map(connector(), file.toString(), "--with", "secrt=x")).isEqualTo(2);
    assertThat(err.toString()).contains("'secret'");
    assertThat(map(connector(), folder.resolve("absent.json").toString())).isEqualTo(2);
  }

  private String connector() throws Exception {
    Path made = Files.createDirectories(folder.resolve("connectors/made-up"));
    Files.writeString(made.resolve("connector.yaml"), SHEET);
    Files.writeString(
        made.resolve("lead.jslt"),
        "{\"type\": \"lead.submitted\", \"data\": {\"person\": {\"email\": .email}}}");
    return made.toString();
  }

  private int map(String... arguments) {
    CommandLine command = new CommandLine(new MapCommand());
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private List<JsonNode> lines() throws Exception {
    List<JsonNode> lines = new java.util.ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
