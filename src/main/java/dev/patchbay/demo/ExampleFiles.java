package dev.patchbay.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The files of the harbor-coffee example, from the program itself to where people can look. */
final class ExampleFiles {

  private static final List<String> NAMES =
      List.of("stack.yaml", "sandbox/hubspot.camel.yaml", "sandbox/wall-screen.camel.yaml");

  private ExampleFiles() {}

  /** Writes them below {@code folder} and gives it back. */
  static Path unpack(Path folder) {
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      try (InputStream resource =
          ExampleFiles.class
              .getClassLoader()
              .getResourceAsStream("examples/harbor-coffee/" + name)) {
        if (resource == null) {
          throw new IllegalStateException("This build lacks examples/harbor-coffee/" + name);
        }
        Files.createDirectories(file.resolveSibling("x").getParent());
        Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException("Writing the example to " + folder, e);
      }
    }
    return folder;
  }
}
