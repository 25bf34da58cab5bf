package dev.patchbay.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, killed in the middle of a dropped file. */
class FileKilledIT {

  private static final int ROWS = 6_000;
  private static final int KILLS = 3;

  @TempDir Path folder;

  @Test
  void losesNoRowAndDoublesNone() throws IOException {
    PackagedProgram program = PackagedProgram.get();
    Path exports = Files.createDirectories(folder.resolve("exports"));
    LoadStack.copy(folder, "http", "open-http");
    FormTraffic names = new FormTraffic("file", 0);
    List<String> ids = new ArrayList<>();
    StringBuilder text = new StringBuilder("Receipt;Customer Email;Total\n");
    for (int i = 0; i < ROWS; i++) {
      String id = names.id(i);
      ids.add(id);
      text.append("%s;guest-%d@example.com;%d,50\n".formatted(id, i, i % 90));
    }
    try (Recorder recorder = new Recorder();
        HubProcess hub = HubProcess.of(program, stack(exports, recorder)).start()) {
      hub.awaitReady(Duration.ofMinutes(2));
      Path whole = Files.writeString(folder.resolve("sales.csv"), text, StandardCharsets.UTF_8);
      Files.move(whole, exports.resolve("sales.csv"));
      int killedWithin = 0;
      for (int kill = 1; kill <= KILLS; kill++) {
        int enough = kill * ROWS / (KILLS + 2);
        Poll.until(Duration.ofSeconds(60), () -> recorder.messages() >= enough);
        hub.killNine();
        killedWithin += Files.exists(exports.resolve("sales.csv")) ? 1 : 0;
        hub.start().awaitReady(Duration.ofMinutes(2));
      }
      assertThat(killedWithin).as("kills in the middle of the file").isPositive();
      assertThat(
              Poll.until(
                  Poll.onThisMachine(Duration.ofSeconds(90)),
                  () ->
                      recorder.missing(ids).isEmpty()
                          && Files.exists(exports.resolve(".done/sales.csv"))))
          .as("every row is delivered, and the file is done: %s", hub.tail(20))
          .isTrue();
      assertThat(recorder.messages()).isEqualTo(ROWS);
      assertThat(recorder.effectiveDuplicates()).as("rows that became two deliveries").isZero();
      assertThat(recorder.unknown()).isZero();
      assertThat(exports.resolve("sales.csv")).doesNotExist();
    }
  }

  private Path stack(Path exports, Recorder recorder) throws IOException {
    return Files.writeString(
        folder.resolve("stack.yaml"),
        """
        stack: files
        region: US
        timezone: UTC
        allowedHosts: [127.0.0.1]
        connections:
          till: {connector: csv, with: {directory: "%s", every: 200ms, settle: 1s}}
          destination: {connector: open-http, with: {url: "%s"}}
        flows:
          all: {from: till, to: destination}
        """
            .formatted(exports, recorder.url()),
        StandardCharsets.UTF_8);
  }
}
