package dev.patchbay.plan;

import dev.patchbay.connector.Sink;
import dev.patchbay.connector.Source;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.WrittenFlow;
import dev.patchbay.yaml.NearestName;
import dev.patchbay.yaml.YamlScalar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds places that a stack writes and reads: it would hear its own words as news. */
final class ApartCheck {

  private final StackFile stack;
  private final Map<String, PlannedConnection> connections;
  private final List<PlannedFlow> flows;
  private final List<Finding> findings;

  ApartCheck(
      StackFile stack,
      Map<String, PlannedConnection> connections,
      List<PlannedFlow> flows,
      List<Finding> findings) {
    this.stack = stack;
    this.connections = connections;
    this.flows = flows;
    this.findings = findings;
  }

  void check() {
    Set<String> checked = new LinkedHashSet<>();
    for (WrittenFlow flow : stack.flows().values()) {
      for (YamlScalar to : flow.to()) {
        PlannedConnection told = connections.get(to.text());
        if (told != null && checked.add(told.name())) {
          check(to, told);
        }
      }
    }
  }

  private void check(YamlScalar at, PlannedConnection told) {
    for (Sink sink : told.connector().sinks().values()) {
      Optional<String> place = place(told, sink);
      connections.values().stream()
          .filter(other -> other.connector().equals(told.connector()) && isRead(other))
          .filter(other -> place.isPresent() && place.equals(place(other, sink)))
          .findFirst()
          .ifPresent(
              reader ->
                  findings.add(
                      Finding.error(
                          stack.file(),
                          at.line(),
                          at.column(),
                          "plan.reads-its-own",
                          "Connection%s writes what connection%s reads: '%s' is the same."
                              .formatted(
                                  NearestName.quoted(told.name()),
                                  NearestName.quoted(reader.name()),
                                  sink.apart()),
                          "Make a connection of its own for writing, with another '%s'."
                              .formatted(sink.apart()))));
    }
  }

  private static Optional<String> place(PlannedConnection connection, Sink sink) {
    return Optional.ofNullable(sink.apart())
        .map(parameter -> connection.values().get(parameter))
        .map(value -> value.replaceAll("(?<=.)[/\\\\]+$", ""));
  }

  /** A connection is read where a flow says so, and where no flow names it. */
  private boolean isRead(PlannedConnection connection) {
    Source source = connection.connector().source();
    return source != null
        && source.kind() == Source.Kind.POLL
        && (flows.stream().anyMatch(flow -> flow.from().contains(connection.name()))
            || flows.stream().noneMatch(flow -> flow.to().contains(connection.name())));
  }
}
