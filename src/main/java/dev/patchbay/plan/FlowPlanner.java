package dev.patchbay.plan;

import dev.patchbay.connector.Sink;
import dev.patchbay.connector.Source;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventType;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.WrittenFlow;
import dev.patchbay.yaml.NearestName;
import dev.patchbay.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves the flows of a stack. */
final class FlowPlanner {

  private final StackFile stack;
  private final Map<String, PlannedConnection> connections;
  private final MappingCompiler compiler;
  private final List<Finding> findings;

  FlowPlanner(
      StackFile stack,
      Map<String, PlannedConnection> connections,
      MappingCompiler compiler,
      List<Finding> findings) {
    this.stack = stack;
    this.connections = connections;
    this.compiler = compiler;
    this.findings = findings;
  }

  List<PlannedFlow> plan() {
    return stack.flows().values().stream().map(this::flow).toList();
  }

  private PlannedFlow flow(WrittenFlow flow) {
    List<String> selectors = selectors(flow);
    Set<String> given = new LinkedHashSet<>();
    for (YamlScalar from : flow.from()) {
      PlannedConnection connection = connections.get(from.text());
      if (connection != null) {
        given.addAll(source(flow, from, connection, selectors));
      } else if (from.text().equals(Event.HUB)) {
        given.addAll(given(flow, from, EventType.OF_HUB, selectors));
      }
    }
    for (YamlScalar to : flow.to()) {
      PlannedConnection connection = connections.get(to.text());
      if (connection != null) {
        destination(flow, to, connection, given);
      }
    }
    return new PlannedFlow(
        flow.name(),
        sources(flow.from()),
        selectors,
        where(flow),
        names(flow.to()),
        flow.action() == null ? null : flow.action().text(),
        flow.within());
  }

  private List<String> sources(List<YamlScalar> written) {
    return written.stream()
        .map(YamlScalar::text)
        .filter(name -> connections.containsKey(name) || name.equals(Event.HUB))
        .distinct()
        .toList();
  }

  private List<String> names(List<YamlScalar> written) {
    return written.stream()
        .map(YamlScalar::text)
        .filter(connections::containsKey)
        .distinct()
        .toList();
  }

  private List<String> selectors(WrittenFlow flow) {
    List<String> selectors = new ArrayList<>();
    for (YamlScalar selector : flow.events()) {
      if (EventType.isSelector(selector.text())) {
        selectors.add(selector.text());
      } else {
        error(
            selector,
            "plan.unknown-event",
            "No event type is called%s.".formatted(NearestName.quoted(selector.text())),
            NearestName.remedy(selector.text(), EventType.ALL));
      }
    }
    return List.copyOf(selectors);
  }

  /** The types that this flow takes from a connection. */
  private List<String> source(
      WrittenFlow flow, YamlScalar at, PlannedConnection connection, List<String> selectors) {
    Source source = connection.connector().source();
    if (source == null) {
      error(
          at,
          "plan.no-source",
          "Connector '%s' never tells of events.".formatted(connection.connector().name()),
          "Take connection%s out of 'from'.".formatted(NearestName.quoted(at.text())));
      return List.of();
    }
    if (connection.stopped() == null && !connection.isHeard()) {
      warning(
          at,
          "plan.never-read",
          "Connection%s is not read: it lacks what its reading needs."
              .formatted(NearestName.quoted(at.text())),
          "Write %s under its 'with:'.".formatted(ways(connection)));
    }
    return given(flow, at, source.events(), selectors);
  }

  /** What its reading lacks, or else a key of its webhooks. */
  private static String ways(PlannedConnection connection) {
    String reading = String.join(", ", connection.lacking());
    List<String> keys = connection.keyless();
    return keys.isEmpty() ? reading : "%s, or %s,".formatted(reading, keys.get(0));
  }

  private List<String> given(
      WrittenFlow flow, YamlScalar at, List<String> events, List<String> selectors) {
    List<String> types =
        types(events).stream()
            .filter(type -> selectors.isEmpty() || matches(selectors, type))
            .toList();
    if (types.isEmpty()) {
      warning(
          at,
          "plan.never-gives",
          "Connection%s never gives what flow%s carries."
              .formatted(NearestName.quoted(at.text()), NearestName.quoted(flow.name())),
          "It gives: %s.".formatted(String.join(", ", events)));
    }
    return types;
  }

  private void destination(
      WrittenFlow flow, YamlScalar at, PlannedConnection connection, Set<String> given) {
    Map<String, Sink> sinks = connection.connector().sinks();
    if (sinks.isEmpty()) {
      error(
          at,
          "plan.no-sink",
          "Connector '%s' cannot be told of events.".formatted(connection.connector().name()),
          "Take connection%s out of 'to'.".formatted(NearestName.quoted(at.text())));
      return;
    }
    YamlScalar action = flow.action();
    Collection<Sink> chosen = sinks.values();
    if (action != null) {
      Sink sink = sinks.get(action.text());
      if (sink == null) {
        error(
            action,
            "plan.unknown-action",
            "Connector '%s' has no sink%s."
                .formatted(connection.connector().name(), NearestName.quoted(action.text())),
            NearestName.remedy(action.text(), sinks.keySet()));
        return;
      }
      chosen = List.of(sink);
    }
    List<String> accepted = chosen.stream().flatMap(sink -> sink.events().stream()).toList();
    if (!given.isEmpty() && given.stream().noneMatch(type -> matches(accepted, type))) {
      warning(
          at,
          "plan.never-accepts",
          "Connection%s accepts nothing that flow%s carries."
              .formatted(NearestName.quoted(at.text()), NearestName.quoted(flow.name())),
          "It accepts: %s.".formatted(String.join(", ", accepted)));
    }
  }

  private @Nullable Mapping where(WrittenFlow flow) {
    YamlScalar where = flow.where();
    if (where == null) {
      return null;
    }
    try {
      return compiler.compile(stack.file(), where.text(), name -> Optional.empty());
    } catch (MappingException fault) {
      error(
          where,
          "plan.bad-condition",
          "'where' of flow%s is no JSLT condition.".formatted(NearestName.quoted(flow.name())),
          fault.finding().text());
      return null;
    }
  }

  private static List<String> types(List<String> selectors) {
    return EventType.ALL.stream().filter(type -> matches(selectors, type)).toList();
  }

  private static boolean matches(List<String> selectors, String type) {
    return selectors.stream().anyMatch(selector -> EventType.matches(selector, type));
  }

  private void error(YamlScalar at, String kind, String text, String remedy) {
    findings.add(Finding.error(stack.file(), at.line(), at.column(), kind, text, remedy));
  }

  private void warning(YamlScalar at, String kind, String text, String remedy) {
    findings.add(Finding.warning(stack.file(), at.line(), at.column(), kind, text, remedy));
  }
}
