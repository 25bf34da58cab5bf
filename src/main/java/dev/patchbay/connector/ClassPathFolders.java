package dev.patchbay.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Finds connector folders on the class path: in jars, nested jars and folders of classes. */
final class ClassPathFolders {

  private static final String ROOT = "connectors/";

  private ClassPathFolders() {}

  static Map<String, ConnectorFolder> find(@Nullable ClassLoader loader) {
    ClassLoader from = loader == null ? ClassLoader.getSystemClassLoader() : loader;
    Map<String, ConnectorFolder> found = new TreeMap<>();
    try {
      for (URL url : Collections.list(from.getResources(ROOT))) {
        in(url, from).forEach(found::putIfAbsent);
      }
      if (found.isEmpty()) {
        found.putAll(besideOurselves(from));
      }
    } catch (IOException | URISyntaxException unreadable) {
      throw new IllegalStateException("finding connectors on the class path", unreadable);
    }
    return found;
  }

  /** Repacked jars may hold no entry for the folder itself, only for its files. */
  private static Map<String, ConnectorFolder> besideOurselves(ClassLoader loader)
      throws IOException {
    URL self = Catalog.class.getResource("Catalog.class");
    return self != null && self.openConnection() instanceof JarURLConnection connection
        ? in(connection.getJarFile(), ROOT, loader)
        : Map.of();
  }

  private static Map<String, ConnectorFolder> in(URL url, ClassLoader loader)
      throws IOException, URISyntaxException {
    if (url.getProtocol().equals("file")) {
      return DirectoryFolder.below(Path.of(new URI(url.toString())), "connectors");
    }
    if (!(url.openConnection() instanceof JarURLConnection connection)) {
      return Map.of();
    }
    return in(connection.getJarFile(), connection.getEntryName(), loader);
  }

  static Map<String, ConnectorFolder> in(JarFile jar, String prefix, ClassLoader loader) {
    Map<String, TreeSet<String>> files = new TreeMap<>();
    jar.stream()
        .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
        .map(JarEntry::getName)
        .forEach(
            entry -> {
              String rest = entry.substring(prefix.length());
              int slash = rest.indexOf('/');
              if (slash > 0) {
                files
                    .computeIfAbsent(rest.substring(0, slash), name -> new TreeSet<>())
                    .add(rest.substring(slash + 1));
              }
            });
    Map<String, ConnectorFolder> found = new LinkedHashMap<>();
    files.forEach(
        (name, names) -> {
          if (names.contains(SheetReader.FILE)) {
            found.put(name, new PackagedFolder(loader, name, List.copyOf(names)));
          }
        });
    return found;
  }

  /** A connector folder in a jar. */
  private record PackagedFolder(ClassLoader loader, String name, List<String> files)
      implements ConnectorFolder {

    @Override
    public Optional<String> read(String file) {
      if (!files.contains(file)) {
        return Optional.empty();
      }
      try (InputStream bytes = loader.getResourceAsStream(ROOT + name + "/" + file)) {
        return bytes == null
            ? Optional.empty()
            : Optional.of(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException unreadable) {
        throw new UncheckedIOException("reading " + display(file), unreadable);
      }
    }

    @Override
    public String display(String file) {
      return ROOT + name + "/" + file;
    }
  }
}
