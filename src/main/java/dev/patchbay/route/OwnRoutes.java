package dev.patchbay.route;

import dev.patchbay.diagnostic.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The integrator's own Camel routes: {@code routes/*.camel.yaml} beside the stack. */
public final class OwnRoutes {

  private static final String SUFFIX = ".camel.yaml";
  private static final Pattern PLACE = Pattern.compile("line (\\d+)(?:, column (\\d+))?");

  private final CamelContext context;
  private final Path folder;

  OwnRoutes(CamelContext context, Path stackFolder) {
    this.context = context;
    this.folder = stackFolder.resolve("routes");
  }

  /**
   * Reads the routes beside a stack as a start would, and starts nothing.
   *
   * @return what is wrong with them; empty also where there are none
   */
  public static List<Finding> check(Path stackFolder) {
    if (!Files.isDirectory(stackFolder.resolve("routes"))) {
      return List.of();
    }
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.build();
      return new OwnRoutes(context, stackFolder).load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads each file; a broken one is a finding and the others go on. */
  List<Finding> load() {
    List<Finding> findings = new ArrayList<>();
    for (Path file : files()) {
      load(file).ifPresent(findings::add);
    }
    return findings;
  }

  private Optional<Finding> load(Path file) {
    String name = file.getFileName().toString();
    String shown = "routes/" + name;
    try {
      // Camel takes all after the first dot for the kind of file.
      String plain = name.substring(0, name.length() - SUFFIX.length()).replace('.', '-');
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              ResourceHelper.fromString("routes/" + plain + SUFFIX, Files.readString(file)));
      return Optional.empty();
    } catch (Exception e) {
      Matcher place = place(e);
      return Optional.of(
          Finding.error(
              shown,
              place == null ? 0 : Integer.parseInt(place.group(1)),
              place == null || place.group(2) == null ? 0 : Integer.parseInt(place.group(2)),
              "route.broken",
              "This route does not load: " + Composer.reason(e),
              "Mend the file and restart; the other routes run."));
    }
  }

  private static @org.jspecify.annotations.Nullable Matcher place(Throwable thrown) {
    for (Throwable next = thrown; next != null; next = next.getCause()) {
      Matcher place = PLACE.matcher(String.valueOf(next.getMessage()));
      if (place.find()) {
        return place;
      }
    }
    return null;
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
