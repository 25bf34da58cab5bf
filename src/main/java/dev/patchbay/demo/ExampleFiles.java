package dev.patchbay.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files of the harbor-coffee example, from the program itself to where people can look. */
final class ExampleFiles {

  private static final String SANDBOX = "sandbox/";

  private ExampleFiles() {}

  /** Writes the stack, its sandbox and what that names below {@code folder} and gives it back. */
  static Path unpack(Path folder) {
    unpack(folder, "stack.yaml");
    unpack(folder, SANDBOX + Story.FILE);
    for (String name : Story.read(folder.resolve(SANDBOX)).files()) {
      unpack(folder, SANDBOX + name);
    }
    return folder;
  }

  private static void unpack(Path folder, String name) {
    Path file = folder.resolve(name);
    try (InputStream resource =
        ExampleFiles.class.getClassLoader().getResourceAsStream("examples/harbor-coffee/" + name)) {
      if (resource == null) {
        throw new IllegalStateException("This build lacks examples/harbor-coffee/" + name);
      }
      Files.createDirectories(file.resolveSibling("x").getParent());
      Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the example to " + folder, e);
    }
  }
}
