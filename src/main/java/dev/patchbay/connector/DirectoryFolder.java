package dev.patchbay.connector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A connector folder on disk.
 *
 * @param root the folder
 * @param shown how findings name it
 */
record DirectoryFolder(Path root, String shown) implements ConnectorFolder {

  private static final int DEPTH = 6;

  /** The connector folders in a folder, by name; none when it is absent. */
  static Map<String, ConnectorFolder> below(Path folder) {
    return below(folder, folder.toString());
  }

  static Map<String, ConnectorFolder> below(Path folder, String shown) {
    Map<String, ConnectorFolder> found = new LinkedHashMap<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> children = Files.list(folder)) {
      children
          .filter(child -> Files.isRegularFile(child.resolve(SheetReader.FILE)))
          .sorted()
          .forEach(
              child -> {
                String name = child.getFileName().toString();
                found.put(name, new DirectoryFolder(child, shown + "/" + name));
              });
    } catch (IOException unreadable) {
      throw new UncheckedIOException("listing connectors in " + folder, unreadable);
    }
    return found;
  }

  @Override
  public Optional<String> read(String name) {
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root.normalize()) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> files() {
    try (Stream<Path> all = Files.walk(root, DEPTH)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  @Override
  public String display(String name) {
    return shown + "/" + name;
  }
}
