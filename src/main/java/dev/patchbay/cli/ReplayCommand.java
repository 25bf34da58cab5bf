package dev.patchbay.cli;

import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import dev.patchbay.db.OpenDatabase;
import dev.patchbay.inbox.MessageFilter;
import dev.patchbay.inbox.MessageState;
import dev.patchbay.inbox.MessageStore;
import dev.patchbay.outbox.Leases;
import dev.patchbay.outbox.Replay;
import dev.patchbay.outbox.Replay.Selection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Puts back what was given up. */
@Command(
    name = "replay",
    description = {
      "Sends dead letters again, under their own delivery ids, and runs messages again that no"
          + " mapping could read. Conditions add up; without any it does nothing.",
      "Works beside a running hub, which sees to them within seconds."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--destination",
      description = "Dead letters to this connection; a lane that was paused goes on.")
  private @Nullable String destination;

  @Option(
      names = "--connection",
      description = "What came from this connection, invalid messages too.")
  private @Nullable String connection;

  @Option(
      names = "--from",
      converter = Time.class,
      description = "Since this time, such as 2026-11-22T09:00:00Z.")
  private @Nullable Instant from;

  @Option(names = "--to", converter = Time.class, description = "Before this time.")
  private @Nullable Instant to;

  @Option(names = "--kind", description = "With this kind of error or finding.")
  private @Nullable String kind;

  @Option(names = "--data", description = "The hub's data folder. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of(".patchbay");

  @Option(
      names = "--db",
      paramLabel = "URL",
      description = "The hub's database, where it has one of its own.")
  private @Nullable String database;

  @Override
  public Integer call() {
    CommandSpec own = Objects.requireNonNull(spec);
    if (destination == null && connection == null && from == null && to == null && kind == null) {
      own.commandLine()
          .getErr()
          .println("Say what to replay: --destination, --connection, --from, --to or --kind.");
      return own.exitCodeOnInvalidInput();
    }
    String url = database == null ? System.getenv("PATCHBAY_DB") : database;
    Map<String, Integer> replayed = new TreeMap<>();
    try (OpenDatabase open =
        DatabaseOpener.join(new DatabaseSettings(url, data.toAbsolutePath(), true, 2))) {
      open.database()
          .inTransaction(
              transaction -> {
                replayed.putAll(
                    Replay.replay(
                        transaction,
                        new Selection(destination, connection, from, to, kind, List.of())));
                if (destination != null) {
                  Leases.resume(transaction, destination);
                } else {
                  replayed.put(
                      "(invalid messages)",
                      new MessageStore()
                          .replayInvalid(
                              transaction,
                              new MessageFilter(connection, MessageState.INVALID, from, to, kind)));
                }
                return true;
              });
    }
    PrintWriter out = own.commandLine().getOut();
    replayed.forEach((where, count) -> out.println(where + ": " + count));
    return 0;
  }

  /** Reads ISO 8601 in UTC. */
  static final class Time implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + text + "' is no time: write it as 2026-11-22T09:00:00Z");
      }
    }
  }
}
