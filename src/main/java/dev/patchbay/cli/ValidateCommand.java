package dev.patchbay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.ConnectorLint;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.plan.MappingCompiler;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.Planner;
import dev.patchbay.route.OwnRoutes;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.StackReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a stack, the connectors it uses and the routes beside it; starts nothing. */
@Command(
    name = "validate",
    description =
        "Checks a stack, the connectors it uses and the routes beside it; starts nothing.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:sound, perhaps with warnings", "1:errors", "2:not understood"})
final class ValidateCommand implements Callable<Integer> {

  private final MappingCompiler compiler;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The stack file.")
  private Path file = Path.of("stack.yaml");

  @Option(names = "--json", description = "Print each finding as a line of JSON.")
  private boolean json;

  ValidateCommand(MappingCompiler compiler, Map<String, String> environment) {
    this.compiler = compiler;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    StackFile stack = StackReader.read(file);
    Path own = stack.folder().resolve("connectors");
    Catalog catalog = Catalog.load(List.of(own));
    Plan plan =
        Planner.of(catalog, name -> Optional.ofNullable(environment.get(name)), compiler)
            .plan(stack);
    List<Finding> findings = new ArrayList<>(plan.findings());
    findings.addAll(catalog.findings());
    lint(catalog, plan, own, findings);
    findings.addAll(OwnRoutes.check(stack.folder()));
    PrintWriter out = spec.commandLine().getOut();
    findings.forEach(finding -> out.println(json ? json(finding) : finding.toString()));
    boolean errors = findings.stream().anyMatch(Finding::isError);
    out.println(summary(stack, findings, errors));
    out.flush();
    return errors ? 1 : 0;
  }

  /** Lints the user's own connectors, and those of ours that the stack uses. */
  private static void lint(Catalog catalog, Plan plan, Path own, List<Finding> findings) {
    Set<Connector> connectors = new LinkedHashSet<>();
    plan.connections().values().stream().map(PlannedConnection::connector).forEach(connectors::add);
    Catalog.only(own).all().forEach(ours -> catalog.find(ours.name()).ifPresent(connectors::add));
    connectors.forEach(connector -> findings.addAll(ConnectorLint.check(connector)));
  }

  private String summary(StackFile stack, List<Finding> findings, boolean errors) {
    Map<Finding.Level, Integer> count = new LinkedHashMap<>();
    findings.forEach(finding -> count.merge(finding.level(), 1, Integer::sum));
    int wrong = count.getOrDefault(Finding.Level.ERROR, 0);
    int doubtful = count.getOrDefault(Finding.Level.WARNING, 0);
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("file", stack.file());
      line.put("valid", !errors);
      line.put("connections", stack.connections().size());
      line.put("flows", stack.flows().size());
      line.put("errors", wrong);
      line.put("warnings", doubtful);
      return line.toString();
    }
    return "%s: %s; %s, %s; %s, %s"
        .formatted(
            stack.file(),
            errors ? "not valid" : "valid",
            many(stack.connections().size(), "connection"),
            many(stack.flows().size(), "flow"),
            many(wrong, "error"),
            many(doubtful, "warning"));
  }

  private static String many(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String json(Finding finding) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("file", finding.file());
    line.put("line", finding.line());
    line.put("column", finding.column());
    line.put("level", finding.level().name().toLowerCase(Locale.ROOT));
    line.put("kind", finding.kind());
    line.put("text", finding.text());
    line.put("remedy", finding.remedy());
    return JsonNodeFactory.instance.objectNode().<ObjectNode>set("finding", line).toString();
  }
}
