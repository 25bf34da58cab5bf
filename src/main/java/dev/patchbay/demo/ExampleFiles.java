package dev.patchbay.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The files of an example, from the program itself to where people can look. */
final class ExampleFiles {

  /** The examples that the program carries. */
  static final List<String> STORIES = List.of("harbor-coffee", "ridgeline-roofing");

  private static final String SANDBOX = "sandbox/";

  private final String story;
  private final Path folder;

  private ExampleFiles(String story, Path folder) {
    this.story = story;
    this.folder = folder;
  }

  /** Writes the stack, its sandbox and what these name below {@code folder} and gives it back. */
  static Path unpack(String story, Path folder) {
    ExampleFiles files = new ExampleFiles(story, folder);
    files.unpack("stack.yaml");
    files.unpack("past.yaml");
    files.unpack(SANDBOX + Story.FILE);
    Story read = Story.read(folder.resolve(SANDBOX));
    read.stack().forEach(files::unpack);
    read.files().forEach(name -> files.unpack(SANDBOX + name));
    return folder;
  }

  private void unpack(String name) {
    String path = "examples/" + story + "/" + name;
    Path file = folder.resolve(name);
    try (InputStream resource = ExampleFiles.class.getClassLoader().getResourceAsStream(path)) {
      if (resource == null) {
        throw new IllegalStateException("This build lacks " + path);
      }
      Files.createDirectories(file.resolveSibling("x").getParent());
      Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the example to " + folder, e);
    }
  }
}
