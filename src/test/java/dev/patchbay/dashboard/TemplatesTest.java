package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the templates to what keeps what people write from being run. */
class TemplatesTest {

  private static final Path FOLDER = Path.of("src/main/resources/dev/patchbay/dashboard/templates");

  /** Ways by which text could become a page, and what to do in place of each. */
  private static final List<Banned> BANNED =
      List.of(
          new Banned("th:utext", "write th:text: what is shown stays text"),
          new Banned("\\[\\(", "write [[...]] or th:text: what is shown stays text"),
          new Banned("<script(?! defer th:src)", "put it into app.js: scripts are files"),
          new Banned("\\sstyle=|<style", "put it into app.css: styles are files"),
          new Banned("\\son[a-z]+=|hx-on", "listen in app.js: pages hold no scripts"),
          new Banned("javascript:", "link to a page"),
          new Banned(
              "<[^>]*th:if=[^>]*th:(replace|insert)=",
              "put th:if on a th:block around it: replacing comes first"));

  private record Banned(String pattern, String remedy) {}

  static Stream<Path> templates() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void holdNoScriptAndEscapeWhatTheyShow(Path template) throws IOException {
    String text = Files.readString(template);
    for (Banned banned : BANNED) {
      assertThat(Pattern.compile(banned.pattern()).matcher(text).results().map(m -> m.group()))
          .as("%s: %s", template.getFileName(), banned.remedy())
          .isEmpty();
    }
  }
}
