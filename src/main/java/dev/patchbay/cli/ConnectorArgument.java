package dev.patchbay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.yaml.NearestName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What commands about one connector take: its name or folder, its parameters, headers. */
final class ConnectorArgument {

  private ConnectorArgument() {}

  /** The connector of a name or folder; a usage error with the nearest name when there is none. */
  static Connector find(CommandSpec command, String written) {
    Path folder = Path.of(written);
    boolean isFolder = Files.isRegularFile(folder.resolve("connector.yaml"));
    Catalog catalog;
    String name = written;
    if (isFolder) {
      Path absolute = folder.toAbsolutePath().normalize();
      name = String.valueOf(absolute.getFileName());
      catalog = Catalog.only(absolute.resolveSibling("."));
    } else {
      catalog = Catalog.builtIn();
    }
    Optional<Connector> found = catalog.find(name);
    if (found.isPresent()) {
      return found.get();
    }
    StringBuilder text = new StringBuilder();
    if (catalog.isBroken(name)) {
      text.append("The sheet of the connector '").append(name).append("' is wrong:");
      for (Finding finding : catalog.findings()) {
        text.append(System.lineSeparator()).append("  ").append(finding);
      }
    } else {
      text.append("There is no connector '").append(written).append("'.");
      catalog.nearest(name).ifPresent(near -> text.append(" Did you mean '" + near + "'?"));
    }
    throw new ParameterException(command.commandLine(), text.toString());
  }

  /** The parameters given, and the defaults of those that are not. */
  static Map<String, String> values(
      CommandSpec command, Connector connector, Map<String, String> given) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : connector.parameters().values()) {
      if (parameter.defaultValue() != null) {
        values.put(parameter.name(), parameter.defaultValue());
      }
    }
    for (Map.Entry<String, String> entry : given.entrySet()) {
      if (!connector.parameters().containsKey(entry.getKey())) {
        throw new ParameterException(
            command.commandLine(),
            "The connector '%s' has no parameter '%s'. %s"
                .formatted(
                    connector.name(),
                    entry.getKey(),
                    NearestName.remedy(entry.getKey(), connector.parameters().keySet())));
      }
      values.put(entry.getKey(), entry.getValue());
    }
    return values;
  }

  /** The parameters given, the defaults of others, and made-up values for what must be there. */
  static Map<String, String> filled(Connector connector, Map<String, String> given) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : connector.parameters().values()) {
      String value = given.getOrDefault(parameter.name(), parameter.defaultValue());
      if (value == null && (parameter.required() || connector.isToken(parameter.name()))) {
        value =
            parameter.secret() || parameter.example() == null
                ? "made-up-" + parameter.name()
                : parameter.example();
      }
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
    return values;
  }

  /** The parameters a mapping may see. */
  static ObjectNode visible(Connector connector, Map<String, String> values) {
    ObjectNode visible = JsonNodeFactory.instance.objectNode();
    for (Parameter parameter : connector.parameters().values()) {
      String value = values.get(parameter.name());
      if (value != null && !parameter.secret()) {
        visible.put(parameter.name(), value);
      }
    }
    return visible;
  }

  /** A mapping of the connector's folder. */
  static Mapping mapping(Connector connector, String file) {
    String shown = connector.folder().display(file);
    String text =
        connector
            .folder()
            .read(file)
            .orElseThrow(
                () ->
                    new MappingException(
                        Finding.error(
                            shown,
                            0,
                            0,
                            "connector.missing-file",
                            "The sheet names this file, but it is not there.",
                            "Add it, or correct the sheet.")));
    return Mappings.compile(shown, text, connector.folder()::read);
  }

  /** Headers written as {@code Name: value}, by lower-case name. */
  static Map<String, String> headers(CommandSpec command, List<String> written) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : written) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new ParameterException(
            command.commandLine(), "A header is written 'Name: value', not '" + header + "'.");
      }
      headers.put(
          header.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          header.substring(colon + 1).strip());
    }
    return headers;
  }

  /** The usual Content-Type of a file's ending. */
  static String contentType(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "json" -> "application/json";
      case "form" -> "application/x-www-form-urlencoded";
      case "eml" -> "message/rfc822";
      case "xml" -> "application/xml";
      default -> "application/octet-stream";
    };
  }
}
