package dev.patchbay.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Source;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.Message;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.mapping.OwnMappings;
import dev.patchbay.normalize.Normalized;
import dev.patchbay.normalize.Normalizer;
import dev.patchbay.normalize.RawMessage;
import dev.patchbay.normalize.SourceSpec;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads messages by the sheets of a plan's connectors; mappings are compiled once. */
public final class SheetReader implements MessageReader {

  private final Normalizer normalizer = new Normalizer();
  private final Map<String, SourceSpec> specs = new HashMap<>();

  /**
   * A reader for each connection of {@code plan} that is a source; a mapping of the user's own
   * beside the stack wins over the connector's.
   *
   * @throws dev.patchbay.mapping.MappingException when a mapping cannot be compiled
   */
  public SheetReader(Plan plan) {
    for (PlannedConnection connection : plan.connections().values()) {
      Connector connector = connection.connector();
      Source source = connector.source();
      if (source != null) {
        specs.put(
            connection.name(),
            new SourceSpec(
                connection.name(),
                source,
                mapping(connection, source, plan.folder()),
                open(connection),
                connection.fields(),
                plan.region(),
                plan.timezone()));
      }
    }
  }

  @Override
  public Reading read(Message message) {
    SourceSpec spec = specs.get(message.connection());
    if (spec == null) {
      return new Reading(
          List.of(),
          List.of(
              Finding.error(
                  "pipeline.unknown-connection",
                  "The stack no longer has the source '" + message.connection() + "'.",
                  "Put the connection back into the stack, then replay its invalid messages.")));
    }
    Normalized normalized =
        normalizer.normalize(
            spec,
            new RawMessage(
                message.id(),
                message.body(),
                message.contentType(),
                message.headers(),
                message.url(),
                message.receivedAt()));
    return new Reading(
        normalized.invalid() ? List.of() : normalized.events(), normalized.findings());
  }

  private static Mapping mapping(PlannedConnection connection, Source source, Path folder) {
    String own =
        source.mappingFrom() == null ? null : connection.values().get(source.mappingFrom());
    if (own != null) {
      return OwnMappings.compile(folder, own);
    }
    Connector connector = connection.connector();
    String file = source.mapping();
    String text =
        connector
            .folder()
            .read(file)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        connector.folder().display(file)
                            + " is not there, though the sheet names it"));
    return Mappings.compile(connector.folder().display(file), text, connector.folder()::read);
  }

  private static ObjectNode open(PlannedConnection connection) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    for (Parameter parameter : connection.connector().parameters().values()) {
      String value = connection.values().get(parameter.name());
      if (value != null && !parameter.secret()) {
        values.put(parameter.name(), value);
      }
    }
    return values;
  }
}
