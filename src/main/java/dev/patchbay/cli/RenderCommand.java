package dev.patchbay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Sink;
import dev.patchbay.delivery.Reply;
import dev.patchbay.event.EventType;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.route.Rendering;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchbay render}: shows the requests a sink would make, without making them. */
@Command(
    name = "render",
    description = "Print the requests a sink would make of an event; nothing is sent.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class RenderCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CONNECTOR", description = "Name of the connector.")
  private String connector;

  @Parameters(index = "1", paramLabel = "EVENT.json", description = "An event envelope, or a list.")
  private Path event;

  @Option(names = "--sink", paramLabel = "NAME", description = "The sink to use.")
  private @Nullable String sink;

  @Option(names = "--with", paramLabel = "NAME=VALUE", description = "A parameter's value.")
  private Map<String, String> with = new LinkedHashMap<>();

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description = "JSON list of {status, headers, body}, used in order; 200 {} after the last.")
  private @Nullable Path answers;

  @Option(
      names = "--now",
      paramLabel = "TIME",
      description = "When it is sent. Default: the time of the event.")
  private @Nullable Instant now;

  @Override
  public Integer call() throws Exception {
    Catalog catalog = Catalog.load(List.of(Path.of("connectors")));
    Connector found =
        catalog
            .find(connector)
            .orElseThrow(
                () ->
                    wrong(
                        "There is no connector '%s'.%s"
                            .formatted(
                                connector,
                                catalog
                                    .nearest(connector)
                                    .map(name -> " Did you mean '" + name + "'?")
                                    .orElse(""))));
    Map<String, String> values = values(found);
    JsonNode events = json(event);
    List<Rendering.Answer> planned = planned();
    int exit = 0;
    for (JsonNode one : events.isArray() ? events : List.of(events)) {
      exit = Math.max(exit, render(found, one, values, planned));
    }
    return exit;
  }

  private int render(
      Connector found, JsonNode one, Map<String, String> values, List<Rendering.Answer> planned)
      throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Sink> taking = taking(found, one.path("type").asText());
    if (taking.isEmpty()) {
      out.println(
          JSON.createObjectNode()
              .put(
                  "canceled",
                  "No sink of '%s' accepts '%s'."
                      .formatted(found.name(), one.path("type").asText())));
      return 0;
    }
    try (Rendering rendering = new Rendering(found, taking.get(), values, Path.of(""), now)) {
      Rendering.Rendered rendered = rendering.render(one, planned);
      RenderedLines lines = new RenderedLines(found, values);
      rendered.requests().forEach(request -> out.println(lines.line(request)));
      Reply.Failure failure = rendered.reply().failure();
      if (rendered.reply().isNothingToSend() && failure != null) {
        out.println(JSON.createObjectNode().put("canceled", failure.text()));
        return 0;
      }
      if (failure != null) {
        spec.commandLine().getErr().println(lines.masked(failure.kind() + ": " + failure.text()));
        return PatchbayCommand.FAILED;
      }
      return 0;
    } catch (MappingException e) {
      spec.commandLine().getErr().println(e.finding());
      return PatchbayCommand.FAILED;
    }
  }

  private Optional<Sink> taking(Connector found, String type) {
    if (sink != null) {
      Sink named = found.sinks().get(sink);
      if (named == null) {
        throw wrong(
            "'%s' has no sink '%s'; it has %s."
                .formatted(found.name(), sink, found.sinks().keySet()));
      }
      return Optional.of(named);
    }
    if (found.sinks().isEmpty()) {
      throw wrong("'%s' has no sinks: it cannot be told anything.".formatted(found.name()));
    }
    return found.sinks().values().stream()
        .filter(
            candidate ->
                candidate.events().stream().anyMatch(selector -> EventType.matches(selector, type)))
        .findFirst();
  }

  private Map<String, String> values(Connector found) {
    for (String name : with.keySet()) {
      if (!found.parameters().containsKey(name)) {
        throw wrong(
            "'%s' has no parameter '%s'; it has %s."
                .formatted(found.name(), name, found.parameters().keySet()));
      }
    }
    return ConnectorArgument.filled(found, with);
  }

  private List<Rendering.Answer> planned() {
    if (answers == null) {
      return List.of();
    }
    JsonNode file = json(answers);
    List<Rendering.Answer> planned = new ArrayList<>();
    for (JsonNode answer : file.isArray() ? file : file.path("answers")) {
      Map<String, String> headers = new LinkedHashMap<>();
      answer
          .path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
      JsonNode body = answer.path("body");
      planned.add(
          new Rendering.Answer(
              answer.path("status").asInt(200),
              headers,
              body.isMissingNode() || body.isNull()
                  ? ""
                  : body.isTextual() ? body.asText() : body.toString()));
    }
    return planned;
  }

  private JsonNode json(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw wrong(
          "%s is no JSON: line %d, column %d."
              .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw wrong("%s cannot be read: check the path.".formatted(file));
    }
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
