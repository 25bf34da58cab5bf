package dev.patchbay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Source;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.mapping.OwnMappings;
import dev.patchbay.normalize.Normalized;
import dev.patchbay.normalize.Normalizer;
import dev.patchbay.normalize.RawMessage;
import dev.patchbay.normalize.SourceSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a connector makes of messages, without running anything. */
@Command(
    name = "map",
    description =
        "Prints, as JSON lines, the events a connector makes of messages in files, its findings,"
            + " and for each file a summary.",
    mixinStandardHelpOptions = true)
final class MapCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "CONNECTOR",
      description = "A connector's name, or the path of its folder.")
  private String connector = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Bodies as a vendor sends them; mails as .eml.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--content-type",
      paramLabel = "T",
      description = "The request's Content-Type. Default: by the file's ending.")
  private @Nullable String contentType;

  @Option(
      names = "--header",
      paramLabel = "'N: V'",
      description = "A request header; may be given several times.")
  private List<String> headers = new ArrayList<>();

  @Option(names = "--url", paramLabel = "U", description = "The address the vendor posts to.")
  private @Nullable String url;

  @Option(
      names = "--with",
      paramLabel = "k=v",
      description = "A parameter of the connector; its keys check signatures.")
  private Map<String, String> with = new LinkedHashMap<>();

  @Option(
      names = "--field",
      paramLabel = "k=label",
      description = "A field override, as a stack's fields: has them.")
  private Map<String, String> fields = new LinkedHashMap<>();

  @Option(
      names = "--region",
      paramLabel = "R",
      description =
          "Region of phone numbers written without a country, such as US. Default: none, and such"
              + " numbers are left out.")
  private @Nullable String region;

  @Option(
      names = "--timezone",
      paramLabel = "Z",
      description = "Zone of times written without one. Default: UTC.")
  private ZoneId timezone = ZoneOffset.UTC;

  @Option(
      names = "--now",
      paramLabel = "TIME",
      description = "When the messages came, which signed times are held against. Default: now.")
  private @Nullable Instant now;

  @Override
  public Integer call() {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    Connector found = ConnectorArgument.find(command, connector);
    Source source = found.source();
    if (source == null) {
      throw new ParameterException(
          command.commandLine(),
          "The connector '%s' has no source: it is only told, and tells nothing."
              .formatted(found.name()));
    }
    Map<String, String> values = ConnectorArgument.values(command, found, with);
    PrintWriter out = command.commandLine().getOut();
    SourceSpec reading;
    try {
      reading =
          new SourceSpec(
              found.name(),
              source,
              mapping(found, source, values),
              ConnectorArgument.visible(found, values),
              fields,
              region,
              timezone);
    } catch (MappingException e) {
      out.println(finding(e.finding()));
      return PatchbayCommand.FAILED;
    }
    FileSignature signature = new FileSignature(found, source, values);
    boolean clean = true;
    for (Path file : files) {
      clean &= map(command, reading, signature, file, out);
    }
    return clean ? 0 : PatchbayCommand.FAILED;
  }

  /** The user's own mapping, a path from here, or the connector's. */
  private static Mapping mapping(Connector connector, Source source, Map<String, String> values) {
    String own = source.mappingFrom() == null ? null : values.get(source.mappingFrom());
    if (own == null) {
      return ConnectorArgument.mapping(connector, source.mapping());
    }
    Path file = Path.of(own).toAbsolutePath().normalize();
    Path folder = file.getParent();
    return OwnMappings.compile(folder == null ? file : folder, String.valueOf(file.getFileName()));
  }

  private boolean map(
      CommandSpec command,
      SourceSpec reading,
      FileSignature signature,
      Path file,
      PrintWriter out) {
    byte[] body;
    try {
      body = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(), "There is no file %s that can be read.".formatted(file));
    }
    Map<String, String> given = ConnectorArgument.headers(command, headers);
    Map<String, String> kept = new LinkedHashMap<>(given);
    kept.keySet()
        .removeIf(
            name -> !name.equals(Normalizer.FETCHED) && !reading.source().headers().contains(name));
    Instant receivedAt = now == null ? Instant.now() : now;
    RawMessage message =
        new RawMessage(
            FileSignature.idOf(reading.connection(), body),
            body,
            contentType == null ? ConnectorArgument.contentType(file) : contentType,
            kept,
            url,
            receivedAt);
    Normalized normalized = new Normalizer().normalize(reading, message);
    for (Event event : normalized.events()) {
      out.println(EventJson.write(event));
    }
    for (Finding finding : normalized.findings()) {
      out.println(finding(finding));
    }
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary.put("file", file.toString());
    summary.put("signature", signature.of(body, given, url, receivedAt));
    summary.put("events", normalized.events().size());
    summary.put("findings", normalized.findings().size());
    out.println(summary);
    return !normalized.invalid();
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode inner = json.putObject("finding");
    if (finding.file() != null) {
      inner.put("file", finding.file());
    }
    if (finding.line() > 0) {
      inner.put("line", finding.line()).put("column", finding.column());
    }
    inner.put("level", finding.level().name().toLowerCase(java.util.Locale.ROOT));
    inner.put("kind", finding.kind());
    inner.put("text", finding.text());
    if (finding.remedy() != null) {
      inner.put("remedy", finding.remedy());
    }
    return json;
  }
}
