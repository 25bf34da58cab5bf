package dev.patchbay.plan;

import dev.patchbay.connector.Connector;
import dev.patchbay.connector.ConnectorFolder;
import dev.patchbay.connector.Sink;
import dev.patchbay.connector.Source;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.WrittenConnection;
import dev.patchbay.yaml.YamlMapping;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compiles the mappings that planned connections use, so that mistakes show before a start. */
final class MappingCheck {

  private final StackFile stack;
  private final Function<Path, Optional<String>> files;
  private final MappingCompiler compiler;
  private final List<Finding> findings;

  MappingCheck(
      StackFile stack,
      Function<Path, Optional<String>> files,
      MappingCompiler compiler,
      List<Finding> findings) {
    this.stack = stack;
    this.files = files;
    this.compiler = compiler;
    this.findings = findings;
  }

  void check(Iterable<PlannedConnection> connections) {
    Set<Connector> checked = new LinkedHashSet<>();
    for (PlannedConnection connection : connections) {
      if (checked.add(connection.connector())) {
        connector(connection.connector());
      }
      Set<String> named = new LinkedHashSet<>();
      Source source = connection.connector().source();
      if (source != null && source.mappingFrom() != null) {
        named.add(source.mappingFrom());
      }
      for (Sink sink : connection.connector().sinks().values()) {
        if (sink.mappingFrom() != null) {
          named.add(sink.mappingFrom());
        }
      }
      named.forEach(parameter -> own(connection, parameter));
    }
  }

  private void connector(Connector connector) {
    ConnectorFolder files = connector.folder();
    Set<String> names = new LinkedHashSet<>();
    if (connector.source() != null) {
      names.add(connector.source().mapping());
    }
    for (Sink sink : connector.sinks().values()) {
      if (sink.mapping() != null) {
        names.add(sink.mapping());
      }
    }
    for (String name : names) {
      // A file that is not there is told by the connector's own lint.
      files.read(name).ifPresent(text -> compile(files.display(name), text, files::read));
    }
  }

  /** The user's own mapping beside the stack. */
  private void own(PlannedConnection connection, String parameter) {
    String name = connection.values().get(parameter);
    if (name == null) {
      return;
    }
    Optional<String> text = read(name);
    if (text.isEmpty()) {
      WrittenConnection written = stack.connections().get(connection.name());
      YamlMapping.Entry entry = written == null ? null : written.with().get(parameter);
      findings.add(
          Finding.error(
              stack.file(),
              entry == null ? 1 : entry.value().line(),
              entry == null ? 1 : entry.value().column(),
              "plan.missing-mapping",
              "Connection '%s' names a mapping file in '%s' that is not there."
                  .formatted(connection.name(), parameter),
              "Put the file beside the stack, or write its path from there."));
      return;
    }
    compile(name, text.get(), this::read);
  }

  private Optional<String> read(String name) {
    try {
      Path path = stack.folder().resolve(name).normalize();
      return path.startsWith(stack.folder()) ? files.apply(path) : Optional.empty();
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private void compile(String name, String text, Function<String, Optional<String>> imports) {
    try {
      compiler.compile(name, text, imports);
    } catch (MappingException fault) {
      findings.add(fault.finding());
    }
  }
}
