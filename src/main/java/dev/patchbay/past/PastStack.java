package dev.patchbay.past;

import dev.patchbay.connector.Catalog;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.Planner;
import dev.patchbay.stack.StackReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The stack of an example, planned for its flows and rules alone: it has no secrets. */
public final class PastStack {

  private static final String ANYTHING = "7";

  private PastStack() {}

  /** The plan of the {@code stack.yaml} in a folder. */
  public static Plan plan(Path folder) {
    return new Planner(
            Catalog.builtIn(), name -> Optional.of(ANYTHING), PastStack::text, Mappings::compile)
        .plan(StackReader.read(folder.resolve("stack.yaml")));
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.exists(file) ? Files.readString(file) : ANYTHING);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }
}
