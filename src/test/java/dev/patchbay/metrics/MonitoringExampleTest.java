package dev.patchbay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard and the alert rules ask for meters that there are, by labels that they have. */
class MonitoringExampleTest {

  private static final Path FOLDER = Path.of("examples/monitoring");

  /**
   * What Spring Boot shows of the process, of the machine and of the disk; {@code up} is theirs.
   */
  private static final Set<String> OF_THE_PROCESS =
      Set.of(
          "up",
          "disk_free_bytes",
          "disk_total_bytes",
          "jvm_memory_used_bytes",
          "jvm_memory_committed_bytes",
          "jvm_gc_pause_seconds_sum",
          "jvm_threads_live_threads",
          "process_cpu_usage",
          "system_cpu_usage");

  private static final Set<String> OF_EVERY_METER = Set.of("job", "instance", "le", "path", "area");

  private static final Pattern NAME =
      Pattern.compile("\\b(up|(?:patchbay|jvm|process|system|disk)_[a-z_]+)\\b");
  private static final Pattern GROUPS = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)\\s*\"");

  @Test
  void everyMeterOfTheDashboardIsThere() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(FOLDER.resolve("patchbay-dashboard.json").toFile());
    List<String> asked = new ArrayList<>();
    dashboard.findParents("expr").forEach(target -> asked.add(target.path("expr").asText()));

    assertThat(asked).hasSizeGreaterThan(30);
    asked.forEach(MonitoringExampleTest::holds);
    assertThat(dashboard.path("panels"))
        .allMatch(panel -> !panel.path("title").asText().isBlank())
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates();
  }

  @Test
  void everyMeterOfTheRulesIsThereAndEachSaysWhatToDo() throws IOException {
    JsonNode rules =
        new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve("alerts.yml").toFile());
    for (JsonNode rule : rules.path("groups").path(0).path("rules")) {
      holds(rule.path("expr").asText());
      assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
      assertThat(rule.path("annotations").path("action").asText()).isNotBlank();
      assertThat(rule.path("labels").path("severity").asText()).isIn("page", "ticket");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"check rules alerts.yml", "test rules alerts.test.yml"})
  void promtoolIsContent(String command) throws IOException, InterruptedException {
    Path promtool = Path.of("/usr/bin/promtool");
    assumeThat(Files.isExecutable(promtool))
        .as("%s: absent, skipped (apt-get install prometheus)", promtool)
        .isTrue();
    List<String> words = new ArrayList<>(List.of(promtool.toString()));
    words.addAll(Arrays.asList(command.split(" ")));
    Process run =
        new ProcessBuilder(words).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).as(said).isZero();
  }

  private static void holds(String expression) {
    Map<String, Set<String>> known = known();
    Set<String> labels = new HashSet<>(OF_EVERY_METER);
    Matcher names = NAME.matcher(expression);
    boolean any = false;
    while (names.find()) {
      any = true;
      assertThat(known).as(expression).containsKey(names.group(1));
      labels.addAll(known.getOrDefault(names.group(1), Set.of()));
    }
    assertThat(any).as("%s names a meter", expression).isTrue();
    Set<String> used = new HashSet<>();
    GROUPS
        .matcher(expression)
        .results()
        .forEach(group -> used.addAll(List.of(group.group(1).split("\\s*,\\s*"))));
    MATCHER.matcher(expression).results().forEach(one -> used.add(one.group(1)));
    assertThat(labels).as(expression).containsAll(used);
  }

  /** Names as Prometheus shows them, with their labels. */
  private static Map<String, Set<String>> known() {
    Map<String, Set<String>> known = new HashMap<>();
    OF_THE_PROCESS.forEach(name -> known.put(name, Set.of()));
    for (Meter meter : Meter.values()) {
      Set<String> labels = Set.copyOf(meter.labels());
      Stream<String> endings =
          meter.kind() == Meter.Kind.TIMER ? Stream.of("_bucket", "_sum", "_count") : Stream.of("");
      endings.forEach(ending -> known.put(meter.prometheus() + ending, labels));
    }
    return known;
  }
}
