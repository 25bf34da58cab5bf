package dev.patchbay.cli;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import dev.patchbay.db.OpenDatabase;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command reaches a hub's database, beside the hub or without it. */
final class HubDatabase {

  @Option(names = "--data", description = "The hub's data folder. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of(".patchbay");

  @Option(
      names = "--db",
      paramLabel = "URL",
      description = "The hub's database, where it has one of its own.")
  private @Nullable String database;

  /** Works on the database and closes it. */
  <T> T with(Function<Database, T> work) {
    String url = database == null ? System.getenv("PATCHBAY_DB") : database;
    try (OpenDatabase open =
        DatabaseOpener.join(new DatabaseSettings(url, data.toAbsolutePath(), true, 2))) {
      return work.apply(open.database());
    }
  }

  /** Who works, as the audit names them. */
  static String operator() {
    return "command line: " + System.getProperty("user.name", "unknown");
  }
}
