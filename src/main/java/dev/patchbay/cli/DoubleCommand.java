package dev.patchbay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import dev.patchbay.doubles.Answer;
import dev.patchbay.doubles.DoubleServer;
import dev.patchbay.doubles.Received;
import dev.patchbay.doubles.VendorDouble;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.route.Rendering;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchbay double}: plays the vendor of a connector, so that a stack can be tried. */
@Command(
    name = "double",
    description =
        "Play the vendor of a connector on 127.0.0.1: refuse what it refuses, keep what it is told."
            + " Each request and its answer is printed as a JSON line.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class DoubleCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "CONNECTOR",
      description = "Name of the connector, or its folder.")
  private String connector;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on. Default: one that is free.")
  private int port;

  @Option(
      names = "--with",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the account it plays, as the stack has it.")
  private Map<String, String> with = new LinkedHashMap<>();

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "JSON of what it holds at first; the connector's double.jslt says which.")
  private @Nullable Path state;

  @Override
  public Integer call() throws Exception {
    Connector found = ConnectorArgument.find(spec, connector);
    ConnectorArgument.values(spec, found, with);
    Map<String, String> values = ConnectorArgument.filled(found, with);
    VendorDouble played =
        VendorDouble.of(found, values, held(), Clock.systemUTC())
            .orElseThrow(
                () ->
                    wrong(
                        "'%s' has no double: its folder has no file %s."
                            .formatted(found.name(), VendorDouble.FILE)));
    RenderedLines lines = new RenderedLines(found, values);
    try (DoubleServer server = open(request -> answer(played, lines, request))) {
      spec.commandLine().getOut().println(greeting(found, values, server, lines));
      new CountDownLatch(1).await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private DoubleServer open(java.util.function.Function<Received, Answer> answering) {
    try {
      return new DoubleServer(port, answering);
    } catch (IOException e) {
      throw wrong("Port %d cannot be opened: choose another with --port.".formatted(port));
    }
  }

  /** Where it listens, and what a stack writes under {@code with} to come here. */
  private ObjectNode greeting(
      Connector found, Map<String, String> values, DoubleServer server, RenderedLines lines) {
    ObjectNode greeting = JSON.createObjectNode();
    greeting.put("listening", server.url());
    ObjectNode shown = greeting.putObject("with");
    for (Parameter parameter : found.parameters().values()) {
      String value = values.get(parameter.name());
      if (value == null || value.isEmpty()) {
        continue;
      }
      if (parameter.type() == Parameter.Type.URL) {
        value = server.here(value);
      }
      boolean given = with.containsKey(parameter.name());
      shown.put(
          parameter.name(),
          parameter.secret() && given ? "***" : given ? lines.masked(value) : value);
    }
    return greeting;
  }

  private Answer answer(VendorDouble played, RenderedLines lines, Received request) {
    Answer answer;
    try {
      answer = played.answer(request);
    } catch (MappingException e) {
      spec.commandLine().getErr().println(e.finding());
      answer = new Answer(500, Map.of(), "");
    }
    String url = request.path() + (request.query() == null ? "" : "?" + request.query());
    ObjectNode line = JSON.createObjectNode();
    line.set(
        "request",
        lines.node(
            new Rendering.Request(request.method(), url, request.headers(), request.body())));
    ObjectNode answered = line.putObject("answer");
    answered.put("status", answer.status());
    if (!answer.body().isEmpty()) {
      lines.body(answered, answer.body());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    return answer;
  }

  private JsonNode held() {
    if (state == null) {
      return JSON.createObjectNode();
    }
    try {
      JsonNode held = JSON.readTree(Files.readString(state));
      if (held.isObject()) {
        return held;
      }
    } catch (IOException e) {
      throw wrong("%s cannot be read as JSON: check the path and the text.".formatted(state));
    }
    throw wrong("%s is no JSON object.".formatted(state));
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
