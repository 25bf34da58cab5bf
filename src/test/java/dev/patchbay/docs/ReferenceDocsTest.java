package dev.patchbay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the committed reference with what the program says of itself, or writes it. */
class ReferenceDocsTest {

  static final String COMMAND =
      "./mvnw -q test -Dtest=ReferenceDocsTest -Dpatchbay.docs.write=true";

  private static final Path FOLDER = Path.of("docs/reference");

  @Test
  void theReferenceIsWhatTheProgramSaysOfItself() throws IOException {
    Map<String, String> pages = ReferencePages.all();
    if (Boolean.getBoolean("patchbay.docs.write")) {
      write(pages);
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Path file = Path.of(page.getKey());
      assertThat(Files.exists(file) ? Files.readString(file) : "")
          .as("%s is out of date: run `%s` and commit the result", file, COMMAND)
          .isEqualTo(page.getValue());
    }
    assertThat(committed())
        .as("pages that nothing makes any more: run `%s` and commit the result", COMMAND)
        .isSubsetOf(pages.keySet());
  }

  private static void write(Map<String, String> pages) throws IOException {
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Path file = Path.of(page.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, page.getValue());
    }
    for (String file : committed()) {
      if (!pages.containsKey(file)) {
        Files.delete(Path.of(file));
      }
    }
  }

  private static Set<String> committed() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(FOLDER)) {
      Set<String> names = new TreeSet<>();
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(file.toString().replace('\\', '/')));
      return names;
    }
  }
}
