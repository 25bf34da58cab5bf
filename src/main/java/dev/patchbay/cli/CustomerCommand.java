package dev.patchbay.cli;

import dev.patchbay.access.Audit;
import dev.patchbay.db.Database;
import dev.patchbay.db.OpenDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.tools.CustomerExport;
import dev.patchbay.tools.Erasure;
import dev.patchbay.tools.SuppressedPeople;
import dev.patchbay.tools.Tools;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exports and erases one customer. */
@Command(
    name = "customer",
    description = "Everything that is held of one customer: to give it to them, or to erase it.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CustomerCommand.Export.class,
      CustomerCommand.Erase.class,
      CustomerCommand.Reapply.class
    })
final class CustomerCommand implements Callable<Integer> {

  private static final String WHO = "command line";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return spec.exitCodeOnInvalidInput();
  }

  private static Erasure erasure(StackDatabase hub) {
    Clock clock = Clock.systemUTC();
    return new Erasure(
        Tools.of(hub.plan()),
        new SuppressedPeople(hub.seal()),
        new Ids(clock, new SecureRandom()),
        clock);
  }

  private static void print(PrintWriter out, Erasure.Erased erased) {
    out.printf(
        "Erased %d customer(s): %d events blanked, %d messages emptied, %d deliveries canceled.%n",
        erased.customers().size(), erased.events(), erased.messages(), erased.canceled());
    erased.told().forEach(tool -> out.println("Being told to erase them: " + tool));
    erased
        .byHand()
        .forEach(
            tool ->
                out.println(
                    "Tell by hand: "
                        + tool.connection()
                        + (tool.ids().isEmpty()
                            ? ""
                            : ", where their id is " + String.join(", ", tool.ids()))));
    out.flush();
  }

  private static int nobody(CommandSpec spec) {
    spec.commandLine()
        .getErr()
        .println("There is no such customer: give an id, an e-mail address or a phone in E.164.");
    return PatchbayCommand.FAILED;
  }

  /** Prints everything that is held. */
  @Command(
      name = "export",
      description = "Prints all rows of one customer as JSON, raw messages in base64.",
      mixinStandardHelpOptions = true)
  static final class Export implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private StackDatabase hub = new StackDatabase();

    @Parameters(paramLabel = "CUSTOMER", description = "Id, e-mail address or phone.")
    private String customer = "";

    @Override
    public Integer call() {
      try (OpenDatabase open = hub.open()) {
        CustomerExport export = new CustomerExport(Tools.of(hub.plan()), Clock.systemUTC());
        Optional<String> text =
            open.database()
                .inTransaction(
                    sql -> {
                      Optional<UUID> id = Erasure.find(sql, customer);
                      if (id.isEmpty()) {
                        return Optional.<String>empty();
                      }
                      String json = export.of(sql, id.get()).toPrettyString();
                      new Audit(Clock.systemUTC())
                          .append(sql, WHO, "export", "customer " + id.get(), null, 1);
                      return Optional.of(json);
                    });
        if (text.isEmpty()) {
          return nobody(spec);
        }
        spec.commandLine().getOut().println(text.get());
        return 0;
      }
    }
  }

  /** Erases. */
  @Command(
      name = "erase",
      description = {
        "Erases one customer: here at once, in tools that can be told by the running hub.",
        "It cannot be undone."
      },
      mixinStandardHelpOptions = true)
  static final class Erase implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private StackDatabase hub = new StackDatabase();

    @Parameters(paramLabel = "CUSTOMER", description = "Id, e-mail address or phone.")
    private String customer = "";

    @Option(names = "--why", required = true, description = "The reason, for the audit.")
    private String why = "";

    @Override
    public Integer call() {
      try (OpenDatabase open = hub.open()) {
        Erasure erasure = erasure(hub);
        Optional<Erasure.Erased> erased =
            open.database()
                .inTransaction(
                    sql -> {
                      Optional<UUID> id = Erasure.find(sql, customer);
                      if (id.isEmpty()) {
                        return Optional.<Erasure.Erased>empty();
                      }
                      Erasure.Erased done = erasure.erase(sql, id.get());
                      new Audit(Clock.systemUTC())
                          .append(sql, WHO, "delete", "customer " + id.get(), why, 1);
                      return Optional.of(done);
                    });
        if (erased.isEmpty()) {
          return nobody(spec);
        }
        print(spec.commandLine().getOut(), erased.get());
        return 0;
      }
    }
  }

  /** Erases again whom a restored backup brought back. */
  @Command(
      name = "reapply",
      description = {
        "Erases again everybody who was erased and is there once more, after a backup was restored.",
        "Keep the table 'suppressed' from before the restore."
      },
      mixinStandardHelpOptions = true)
  static final class Reapply implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private StackDatabase hub = new StackDatabase();

    @Override
    public Integer call() {
      try (OpenDatabase open = hub.open()) {
        Database database = open.database();
        Erasure erasure = erasure(hub);
        Set<UUID> returned = database.inTransaction(erasure::returned);
        for (UUID customer : List.copyOf(returned)) {
          database.inTransaction(
              sql -> {
                Erasure.Erased erased = erasure.erase(sql, customer);
                new Audit(Clock.systemUTC())
                    .append(sql, WHO, "delete", "customer " + customer, "erased before", 1);
                return erased;
              });
        }
        spec.commandLine().getOut().println("Erased again: " + returned.size());
        return 0;
      }
    }
  }
}
