package dev.patchbay.lead;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What hosts and click ids tell of where somebody came from; read from {@code sources.txt}. */
final class KnownSources {

  /** A source as reports name it, and how people come from there. */
  record Known(String source, String medium) {}

  private static final KnownSources ALL = read();

  private final Map<String, Known> clicks = new HashMap<>();
  private final Map<String, Known> hosts = new HashMap<>();
  private final Map<String, Known> names = new HashMap<>();

  private KnownSources() {}

  /** What a click id of this kind, such as {@code gclid}, tells. */
  static Optional<Known> click(String kind) {
    return Optional.ofNullable(ALL.clicks.get(kind));
  }

  /** What a referring host tells. */
  static Optional<Known> host(String host) {
    String rest = host;
    while (true) {
      Known known = ALL.hosts.get(rest);
      if (known != null) {
        return Optional.of(known);
      }
      int dot = rest.indexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      // A name such as "engine.*" stands for that site in every country.
      known = ALL.names.get(rest.substring(0, dot));
      if (known != null && rest.chars().filter(c -> c == '.').count() <= 2) {
        return Optional.of(known);
      }
      rest = rest.substring(dot + 1);
    }
  }

  private static KnownSources read() {
    KnownSources sources = new KnownSources();
    for (String line : lines("sources.txt")) {
      String[] parts = line.split("\\s+");
      Known known = new Known(parts[2], parts[3]);
      if (parts[0].equals("click")) {
        sources.clicks.put(parts[1], known);
      } else if (parts[1].endsWith(".*")) {
        sources.names.put(parts[1].substring(0, parts[1].length() - 2), known);
      } else {
        sources.hosts.put(parts[1], known);
      }
    }
    return sources;
  }

  /** Lines of a resource of this package; comments begin with {@code #}. */
  static List<String> lines(String resource) {
    try (InputStream stream = KnownSources.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("Resource " + resource + " is missing from the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Reading resource " + resource, e);
    }
  }
}
