package dev.patchbay.cli;

import dev.patchbay.connector.Catalog;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.pipeline.WeeklyTelling;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.Planner;
import dev.patchbay.report.Report;
import dev.patchbay.report.ReportText;
import dev.patchbay.report.Week;
import dev.patchbay.report.WeekReader;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.StackReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the report of a week as it would be mailed. */
@Command(
    name = "report",
    description = {
      "Prints the report of a week: what came in, how fast, what broke, where money came from.",
      "It names nobody. Works beside a running hub."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HubDatabase hub = new HubDatabase();

  @Parameters(paramLabel = "FILE", description = "The hub's stack file.")
  private Path stack = Path.of("stack.yaml");

  @Option(
      names = "--week",
      paramLabel = "WEEK",
      arity = "0..1",
      fallbackValue = "",
      description = "Of this week, such as 2026-W47. Default: the last one.")
  private String of = "";

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    StackFile file = StackReader.read(stack);
    Plan plan =
        Planner.of(
                Catalog.load(List.of(file.folder().resolve("connectors"))),
                name -> Optional.ofNullable(System.getenv(name)),
                Mappings::compile)
            .plan(file);
    Week last = Week.of(LocalDate.ofInstant(clock.instant(), plan.timezone())).plus(-1);
    Optional<Week> week = of.isEmpty() ? Optional.of(last) : Week.parse(of);
    if (week.isEmpty()) {
      spec.commandLine().getErr().println("No week is called so. Write such as 2026-W47.");
      return PatchbayCommand.FAILED;
    }
    Report report =
        hub.with(
            database ->
                database.inTransaction(
                    sql -> new WeekReader(plan).report(sql, week.get(), clock.instant())));
    PrintWriter out = spec.commandLine().getOut();
    out.print(ReportText.of(report, WeeklyTelling.address(plan, week.get())));
    out.flush();
    return 0;
  }
}
