package dev.patchbay.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo as people run it: the packaged program with a whole small business around it. */
class DemoIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"harbor-coffee", "ridgeline-roofing"})
  void accountsForEveryMessageItSentAndSaysSoInItsLastLine(String story)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process demo =
        new ProcessBuilder(
                PackagedProgram.get()
                    .command(
                        "demo",
                        story,
                        "--for",
                        "6s",
                        "--json",
                        "--port",
                        HubProcess.freePort(),
                        "--data",
                        folder.resolve("data")))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(demo.waitFor(4, TimeUnit.MINUTES)).as("it ends: %s", err).isTrue();
    } finally {
      demo.destroyForcibly();
    }

    assertThat(demo.exitValue()).as(Files.readString(err)).isZero();
    List<String> lines = Files.readAllLines(out);
    JsonNode summary = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(summary.get("sent").asInt()).isPositive();
    assertThat(summary.get("received").asInt()).isEqualTo(summary.get("sent").asInt());
    int told = summary.get("sent").asInt() - summary.get("figures").asInt();
    assertThat(summary.get("figures").asInt()).isPositive();
    assertThat(told).isPositive();
    assertThat(summary.get("delivered").asInt()).isGreaterThan(told);
    assertThat(summary.get("pending").asInt()).isZero();
    assertThat(summary.get("lost").asInt()).isZero();
    assertThat(summary.at("/deliveryMs/p50").asInt()).isPositive();
  }
}
