package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Sink;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.route.CursorPositions;
import dev.patchbay.route.FileRows;
import dev.patchbay.route.SourceCursor;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kamelet that writes files, in a Camel of nobody's; its source reads what it wrote. */
class FileWriteIT {

  private static final Connector CONNECTOR =
      Catalog.only(Path.of("connectors")).find("csv").orElseThrow();

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAgainAsTheSameEvent() throws Exception {
    Map<String, String> kinds =
        Map.of(
            "earned-event.json", "loyalty",
            "refunded-event.json", "sales",
            "lead-event.json", "leads");
    try (PlainCamel camel = new PlainCamel()) {
      camel.load(CONNECTOR);
      for (Map.Entry<String, String> kind : kinds.entrySet()) {
        JsonNode event =
            ConnectorCase.JSON.readTree(Path.of("connectors/csv/fixtures", kind.getKey()).toFile());
        Path there = Files.createDirectory(folder.resolve(kind.getValue()));
        for (int telling = 0; telling < 2; telling++) {
          Exchange exchange =
              camel.send("csv-write-sink", Map.of("directory", there.toString()), body(event));
          assertThat(exchange.getException()).isNull();
        }

        JsonNode read = read(there, kind.getValue());
        assertThat(read).hasSize(1);
        assertThat(read.get(0).path("type")).isEqualTo(event.path("type"));
        assertThat(read.get(0).path("time")).isEqualTo(event.path("time"));
        ObjectNode data = event.path("data").deepCopy();
        if (data.has("form")) {
          ((ObjectNode) data.path("form")).remove("answers");
        }
        assertThat(Subset.missing(data, read.get(0).path("data"))).as(kind.getKey()).isEmpty();
      }
    }
  }

  @Test
  void failsWhereTheFolderIsNotThere() throws Exception {
    try (PlainCamel camel = new PlainCamel()) {
      camel.load(CONNECTOR);
      Exchange exchange =
          camel.send(
              "csv-write-sink",
              Map.of("directory", folder.resolve("away & gone").toString()),
              "{\"event_id\": \"e-1\"}");

      assertThat(exchange.getException()).isInstanceOf(NoSuchFileException.class);
      assertThat(folder).isEmptyDirectory();
    }
  }

  private static String body(JsonNode event) {
    Sink sink = CONNECTOR.sinks().get("write");
    ObjectNode nothing = ConnectorCase.JSON.createObjectNode();
    return SinkRun.mapped(
            CONNECTOR,
            String.valueOf(sink.mapping()),
            event,
            nothing,
            nothing,
            ConnectorCase.JSON.createArrayNode())
        .toString();
  }

  /** The events of all files in a folder, read as the source does. */
  private static JsonNode read(Path folder, String rows) throws Exception {
    ObjectNode with = ConnectorCase.JSON.createObjectNode();
    with.put("rows", rows).put("currency", "EUR").put("amounts", "major");
    SourceRun run = new SourceRun(CONNECTOR, Map.of(), with);
    List<JsonNode> events = new ArrayList<>();
    try (DefaultCamelContext context = new DefaultCamelContext();
        Stream<Path> files = Files.list(folder)) {
      context.getRegistry().bind("cursor", new SourceCursor("files", new AtTheStart()));
      FileRows lines = new FileRows();
      lines.setCursor("cursor");
      for (File file : files.map(Path::toFile).filter(each -> !each.isHidden()).toList()) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(file);
        lines.rows(exchange);
        Iterator<?> all = exchange.getMessage().getBody(Iterator.class);
        while (all.hasNext()) {
          Exchange one = new DefaultExchange(context);
          one.getMessage().setBody(all.next());
          lines.row(one);
          byte[] row = one.getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8);
          SignedRequest message = new SignedRequest("POST", "", Map.of(), row);
          SourceRun.json(run.normalize(message, "application/json")).forEach(events::add);
        }
      }
    }
    return ConnectorCase.JSON.createArrayNode().addAll(events);
  }

  private static final class AtTheStart implements CursorPositions {
    @Override
    public Optional<String> get(String connection, String name) {
      return Optional.empty();
    }

    @Override
    public void move(String connection, String name, String position) {
      throw new AssertionError("Nobody moves it");
    }
  }
}
