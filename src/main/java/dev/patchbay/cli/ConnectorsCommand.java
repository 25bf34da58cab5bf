package dev.patchbay.cli;

import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Sink;
import dev.patchbay.connector.Source;
import dev.patchbay.yaml.NearestName;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the connectors, or tells what one of them needs and does. */
@Command(
    name = "connectors",
    description = "Lists the connectors, or tells what one of them needs and does.",
    mixinStandardHelpOptions = true)
final class ConnectorsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A connector's name.")
  private @Nullable String name;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Folder with connectors of your own, ./connectors when not given.")
  private Path folder = Path.of("connectors");

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Catalog catalog = Catalog.load(List.of(folder));
    catalog.findings().forEach(finding -> spec.commandLine().getErr().println(finding));
    if (name == null) {
      catalog.all().forEach(connector -> list(out, connector));
      out.flush();
      return 0;
    }
    Connector connector = catalog.find(name).orElse(null);
    if (connector == null) {
      List<String> names = catalog.all().stream().map(Connector::name).toList();
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "No connector is called%s. %s"
              .formatted(NearestName.quoted(name), NearestName.remedy(name, names)));
      err.flush();
      return 1;
    }
    tell(out, connector);
    out.flush();
    return 0;
  }

  private static void list(PrintWriter out, Connector connector) {
    String ways =
        (connector.source() == null ? "   " : "in ")
            + (connector.sinks().isEmpty() ? "   " : "out");
    out.printf(
        Locale.ROOT,
        "%-16s %s  %-8s %s%n",
        connector.name(),
        ways,
        connector.category().name().toLowerCase(Locale.ROOT),
        connector.description());
  }

  private static void tell(PrintWriter out, Connector connector) {
    out.printf(
        Locale.ROOT, "%s: %s%n%s%n", connector.name(), connector.title(), connector.description());
    if (!connector.parameters().isEmpty()) {
      out.printf(Locale.ROOT, "%nwith:%n");
      connector.parameters().values().forEach(parameter -> parameter(out, parameter));
    }
    Source source = connector.source();
    if (source != null) {
      out.printf(
          Locale.ROOT,
          "%ngives: %s (%s)%n",
          String.join(", ", source.events()),
          source.kind().name().toLowerCase(Locale.ROOT));
    }
    for (Sink sink : connector.sinks().values()) {
      out.printf(
          Locale.ROOT,
          "%naccepts as %s: %s%n  %s%n",
          sink.name(),
          String.join(", ", sink.events()),
          sink.title());
    }
    connector.links().forEach((what, link) -> out.printf(Locale.ROOT, "%n%s: %s", what, link));
    out.println();
  }

  private static void parameter(PrintWriter out, Parameter parameter) {
    String marks =
        parameter.type().name().toLowerCase(Locale.ROOT)
            + (parameter.secret() ? ", secret" : "")
            + (parameter.required() ? ", required" : "")
            + (parameter.defaultValue() == null || parameter.defaultValue().isEmpty()
                ? ""
                : ", default " + parameter.defaultValue());
    out.printf(Locale.ROOT, "  %-18s %s (%s)%n", parameter.name(), parameter.title(), marks);
  }
}
