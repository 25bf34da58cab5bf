package dev.patchbay.mapping;

import dev.patchbay.diagnostic.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Mapping files that users keep beside their stack, in place of a connector's. */
public final class OwnMappings {

  private OwnMappings() {}

  /**
   * Reads and compiles one.
   *
   * @param folder where the stack is; only files within it are read
   * @param name path from there
   * @throws MappingException when there is no such file, or it cannot be read
   */
  public static Mapping compile(Path folder, String name) {
    return compile(folder, name, text(folder, name));
  }

  /** The same for one whose text has been read. */
  public static Mapping compile(Path folder, String name, String text) {
    return Mappings.compile(name, text, other -> read(folder, other));
  }

  /**
   * The text of one.
   *
   * @throws MappingException when there is no such file
   */
  public static String text(Path folder, String name) {
    return read(folder, name)
        .orElseThrow(
            () ->
                new MappingException(
                    Finding.error(
                        name,
                        0,
                        0,
                        "mapping.missing",
                        "There is no such mapping file.",
                        "Write the file beside the stack, or mend `with:`.")));
  }

  private static Optional<String> read(Path folder, String name) {
    try {
      Path file = folder.resolve(name).normalize();
      return file.startsWith(folder.normalize()) && Files.isRegularFile(file)
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
