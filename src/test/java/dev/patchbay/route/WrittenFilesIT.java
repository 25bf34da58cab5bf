package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.delivery.Reply;
import dev.patchbay.plan.PlannedFlow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries that become rows of files. */
class WrittenFilesIT {

  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");

  @TempDir Path folder;

  @Test
  void writesIntoTheFileOfTheStacksDay() throws Exception {
    Path imports = Files.createDirectory(folder.resolve("night & day"));
    try (FakeHub hub = FakeHub.of(folder, "csv").at(NOW, ZoneId.of("America/Chicago"))) {
      hub.connection("files", "csv", Map.of("directory", imports.toString(), "newFile", "day"));
      hub.flows.add(
          new PlannedFlow("leads", List.of("form"), List.of(), null, List.of("files"), null, null));
      assertThat(hub.start(Set.of())).isEmpty();

      assertThat(tell(hub).failure()).isNull();
      assertThat(tell(hub).failure()).isNull();
      assertThat(Files.readAllLines(imports.resolve("events-2026-11-23.csv")))
          .hasSize(3)
          .allMatch(line -> line.startsWith("event_id,") || line.contains(",ana@example.com,"));
      assertThat(hub.received).as("what it wrote, read again").isEmpty();
    }
  }

  @Test
  void saysThatTheFolderIsNotThereAndGoesOnOnceItIs() throws Exception {
    Path imports = folder.resolve("imports");
    try (FakeHub hub = FakeHub.of(folder, "csv").at(NOW, ZoneId.of("UTC"))) {
      hub.connection("files", "csv", Map.of("directory", imports.toString()));
      hub.flows.add(
          new PlannedFlow("leads", List.of("form"), List.of(), null, List.of("files"), null, null));
      assertThat(hub.start(Set.of())).isEmpty();

      Reply.Failure failure = tell(hub).failure();
      assertThat(failure)
          .isEqualTo(
              new Reply.Failure("file", "NoSuchFileException", null, "The folder is not there."));
      assertThat(imports).doesNotExist();
      Files.createDirectory(imports);
      assertThat(tell(hub).failure()).isNull();
      assertThat(imports.resolve("events-2026-11-24.csv")).exists();
    }
  }

  private static Reply tell(FakeHub hub) {
    return hub.deliver("files", "lead.submitted", "{\"person\":{\"email\":\"ana@example.com\"}}");
  }
}
