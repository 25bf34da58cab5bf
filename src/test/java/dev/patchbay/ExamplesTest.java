package dev.patchbay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Catalog;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.Planner;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.StackReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stack people are shown is planned as theirs would be, and has nothing wrong with it. */
class ExamplesTest {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Pattern SNIPPET = Pattern.compile("(?s)```yaml\\n(stack: .*?)```");

  static List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT.resolve("examples"))) {
      return folders.map(folder -> folder.resolve("stack.yaml")).filter(Files::exists).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleRunsAsItIs(Path file) {
    assertThat(plan(StackReader.read(file)).findings()).isEmpty();
  }

  @Test
  void theReadmesStackRunsAsItIs() throws IOException {
    Matcher snippet = SNIPPET.matcher(Files.readString(ROOT.resolve("README.md")));
    assertThat(snippet.find()).as("a ```yaml block that starts with stack:").isTrue();

    StackFile stack = StackReader.read("README.md", ROOT, snippet.group(1));

    assertThat(plan(stack).findings()).isEmpty();
    assertThat(plan(stack).flows()).isNotEmpty();
  }

  private static Plan plan(StackFile stack) {
    return new Planner(
            Catalog.load(List.of(stack.folder().resolve("connectors-of-the-stack"))),
            ExamplesTest::variable,
            ExamplesTest::text,
            Mappings::compile)
        .plan(stack);
  }

  /** Mappings beside the stack are there; secrets are not. */
  private static Optional<String> text(Path path) {
    try {
      return Optional.of(Files.exists(path) ? Files.readString(path) : "made-up");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> variable(String name) {
    return Optional.of(
        name.endsWith("_URL")
            ? (Stream.of("PBX", "WAREHOUSE", "CRM_DATABASE", "ACCOUNTS").anyMatch(name::startsWith)
                ? "jdbc:postgresql://127.0.0.1:7/made-up"
                : "http://127.0.0.1:7")
            : name.endsWith("_PORT") ? "7" : "made-up");
  }
}
