package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.Incoming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are dropped into a folder, read by Camel row by row. */
class DroppedFilesIT {

  @TempDir Path folder;
  private Path exports;

  @BeforeEach
  void copyConnector() throws IOException {
    FakeHub.unpack(folder, "csv");
    exports = Files.createDirectories(folder.resolve("night & day"));
  }

  @Test
  void storesEachRowThenMovesTheFile() throws Exception {
    try (FakeHub hub = hub(Map.of())) {
      drop("sales.csv", "\ufeffReceipt,Note\r\nR-1,\"two\r\nlines\"\r\nR-2,x\r\n");
      assertThat(start(hub)).isEmpty();
      FakeHub.await("the file in .done", () -> Files.exists(exports.resolve(".done/sales.csv")));

      assertThat(hub.received)
          .extracting(DroppedFilesIT::body)
          .containsExactly(
              "{\"Receipt\":\"R-1\",\"Note\":\"two\\r\\nlines\"}",
              "{\"Receipt\":\"R-2\",\"Note\":\"x\"}");
      assertThat(exports.resolve("sales.csv")).doesNotExist();
    }
  }

  @Test
  void knowsARowAgainInTheNextExport() throws Exception {
    try (FakeHub hub = hub(Map.of())) {
      drop("monday.csv", "item,amount\ntea,3\ntea,3\nbun,2\n");
      start(hub);
      FakeHub.await("monday", () -> Files.exists(exports.resolve(".done/monday.csv")));
      drop("tuesday.csv", "amount,item\n3,tea\n3,tea\n2,bun\n3,tea\n");
      FakeHub.await("tuesday", () -> Files.exists(exports.resolve(".done/tuesday.csv")));

      assertThat(hub.received).hasSize(7);
      assertThat(hub.received).extracting(Incoming::vendorId).doesNotContainNull();
      assertThat(Set.copyOf(hub.received.stream().map(Incoming::vendorId).toList())).hasSize(4);
    }
  }

  @Test
  void namesARowByItsKeyColumns() throws Exception {
    try (FakeHub hub = hub(Map.of("key", "RECEIPT, line"))) {
      drop("a.csv", "receipt,line,amount\nR-1,1,3\nR-1,2,4\n,,5\n");
      drop("b.csv", "number,line\nR-1,1\n");
      start(hub);
      FakeHub.await("both", () -> Files.exists(exports.resolve(".done/b.csv")));

      assertThat(hub.received)
          .extracting(Incoming::vendorId)
          .startsWith("R-1|1", "R-1|2")
          .hasSize(4);
      assertThat(body(hub.received.get(3))).contains("broken-row", "lacks a column named in key");
    }
  }

  @Test
  void goesOnWhereItWasWhenTheInboxWasAway() throws Exception {
    StringBuilder rows = new StringBuilder("n\n");
    for (int i = 1; i <= 400; i++) {
      rows.append(i).append('\n');
    }
    try (FakeHub hub = hub(Map.of("key", "n"))) {
      hub.inboxAway = true;
      drop("long.csv", rows.toString());
      start(hub);
      Thread.sleep(800);
      assertThat(exports.resolve("long.csv")).exists();
      hub.inboxAway = false;
      FakeHub.await("some rows", () -> hub.received.size() > 120);
      hub.inboxAway = true;
      Thread.sleep(500);
      hub.inboxAway = false;
      FakeHub.await("the end", () -> Files.exists(exports.resolve(".done/long.csv")));

      List<String> ids = hub.received.stream().map(Incoming::vendorId).toList();
      assertThat(Set.copyOf(ids)).hasSize(400);
      assertThat(ids.size())
          .as("read again from the position, not the start")
          .isLessThan(400 + 100);
      assertThat(hub.positions.get("till")).startsWith("long.csv|").endsWith("|400");
    }
  }

  @Test
  void leavesAFileAloneThatIsStillWritten() throws Exception {
    try (FakeHub hub = hub(Map.of("settle", "1s"))) {
      start(hub);
      Path file = exports.resolve("slow.csv");
      Files.writeString(file, "n\n");
      for (int i = 0; i < 10; i++) {
        Files.writeString(file, i + "\n", java.nio.file.StandardOpenOption.APPEND);
        Thread.sleep(200);
        assertThat(hub.received).isEmpty();
      }
      FakeHub.await("all rows", () -> hub.received.size() == 10);
    }
  }

  @Test
  void saysThatTheFolderIsNotThere() throws Exception {
    Files.delete(exports);
    try (FakeHub hub = hub(Map.of())) {
      assertThat(start(hub)).extracting(Finding::kind).containsExactly("route.connection");
    }
    assertThat(exports).doesNotExist();
  }

  private FakeHub hub(Map<String, String> more) {
    FakeHub hub = new FakeHub(folder);
    Map<String, String> with =
        new HashMap<>(
            Map.of(
                "directory",
                exports.toString(),
                "files",
                "*.csv",
                "every",
                "200ms",
                "settle",
                "0",
                "delimiter",
                "auto",
                "charset",
                "auto",
                "key",
                ""));
    with.putAll(more);
    hub.connection("till", "csv", with);
    return hub;
  }

  private static List<Finding> start(FakeHub hub) throws Exception {
    return hub.start(Set.of());
  }

  /** As a careful exporter does: written elsewhere, then moved. */
  private void drop(String name, String text) throws IOException {
    Path whole = Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    Files.move(whole, exports.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String body(Incoming incoming) {
    return new String(incoming.body(), StandardCharsets.UTF_8);
  }
}
