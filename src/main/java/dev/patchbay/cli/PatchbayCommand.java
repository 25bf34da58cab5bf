package dev.patchbay.cli;

import dev.patchbay.db.DatabaseRefusedException;
import dev.patchbay.mapping.Mappings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code patchbay}. */
@Command(
    name = "patchbay",
    description =
        "Leads, calls and sales from every tool, stored, tied to one customer, delivered.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {CommandLine.HelpCommand.class})
public final class PatchbayCommand {

  /** Exit code when the command was understood but what it was asked to do went wrong. */
  static final int FAILED = 1;

  private PatchbayCommand() {}

  /**
   * Runs a command line.
   *
   * @param hub starts the hub for the commands that need one
   * @return exit code: 0 done, 1 went wrong, 2 not understood
   */
  public static int execute(HubStarter hub, String... arguments) {
    Map<String, Supplier<Object>> commands = available(hub);
    if (arguments.length > 0 && commands.containsKey(arguments[0])) {
      commands.keySet().retainAll(Set.of(arguments[0]));
    }
    CommandLine root = root(commands);
    return arguments.length == 0 ? usage(root) : root.execute(arguments);
  }

  /** Every command, for the reference. */
  public static CommandLine commands(HubStarter hub) {
    return root(available(hub));
  }

  /**
   * A command is made only when it is run or told of: what {@code run} does not need costs time.
   */
  private static Map<String, Supplier<Object>> available(HubStarter hub) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("run", () -> new RunCommand(hub));
    commands.put("validate", () -> new ValidateCommand(Mappings::compile, System.getenv()));
    commands.put("connectors", ConnectorsCommand::new);
    commands.put("render", RenderCommand::new);
    commands.put("double", DoubleCommand::new);
    commands.put("demo", () -> new DemoCommand(hub));
    commands.put("story", StoryCommand::new);
    commands.put("map", MapCommand::new);
    commands.put("replay", ReplayCommand::new);
    commands.put("trace", TraceCommand::new);
    commands.put("recompute", RecomputeCommand::new);
    commands.put("token", TokenCommand::new);
    commands.put("admin-link", AdminLinkCommand::new);
    commands.put("audit", AuditCommand::new);
    commands.put("customer", CustomerCommand::new);
    commands.put("drift", DriftCommand::new);
    commands.put("report", ReportCommand::new);
    return commands;
  }

  private static CommandLine root(Map<String, Supplier<Object>> commands) {
    CommandLine root = new CommandLine(new PatchbayCommand());
    root.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionExceptionHandler(PatchbayCommand::explain);
    return root;
  }

  private static int usage(CommandLine root) {
    root.usage(root.getErr());
    return CommandLine.ExitCode.USAGE;
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult line)
      throws Exception {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabaseRefusedException refused) {
        command.getErr().println(refused.finding());
        return FAILED;
      }
      if (cause instanceof HubRefusedException refused) {
        refused.findings().forEach(command.getErr()::println);
        return FAILED;
      }
    }
    throw failure;
  }
}
