package dev.patchbay.cli;

import dev.patchbay.connector.Catalog;
import dev.patchbay.credential.Seal;
import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import dev.patchbay.db.OpenDatabase;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.Planner;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.StackReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a hub's stack and database are, for commands that work beside it. */
final class StackDatabase {

  @Option(names = "--stack", description = "The hub's stack file. Default: ${DEFAULT-VALUE}.")
  private Path stack = Path.of("stack.yaml");

  @Option(names = "--data", description = "The hub's data folder. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of(".patchbay");

  @Option(
      names = "--db",
      paramLabel = "URL",
      description = "The hub's database, where it has one of its own.")
  private @Nullable String database;

  OpenDatabase open() {
    String url = database == null ? System.getenv("PATCHBAY_DB") : database;
    return DatabaseOpener.join(new DatabaseSettings(url, data.toAbsolutePath(), true, 2));
  }

  /** The plan; secrets may be missing, since nothing is sent from here. */
  Plan plan() {
    StackFile file = StackReader.read(stack);
    Catalog catalog = Catalog.load(List.of(file.folder().resolve("connectors")));
    return Planner.of(catalog, name -> Optional.ofNullable(System.getenv(name)), Mappings::compile)
        .plan(file);
  }

  /** With the key that the hub uses. */
  Seal seal() {
    String key = System.getenv("PATCHBAY_SECRETS_KEY");
    return key == null || key.isBlank()
        ? Seal.inFolder(data, new SecureRandom())
        : Seal.withKey(key, new SecureRandom());
  }
}
