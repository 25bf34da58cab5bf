package dev.patchbay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import dev.patchbay.route.Rendering;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes requests as JSON lines with secrets masked. */
final class RenderedLines {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> secrets = new ArrayList<>();

  RenderedLines(Connector connector, Map<String, String> values) {
    for (Parameter parameter : connector.parameters().values()) {
      String value = values.get(parameter.name());
      if (parameter.secret() && value != null && !value.isEmpty()) {
        secrets.add(value);
        secrets.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    secrets.sort(Comparator.comparing(String::length).reversed());
  }

  String line(Rendering.Request request) {
    return node(request).toString();
  }

  /** A request as JSON. */
  ObjectNode node(Rendering.Request request) {
    ObjectNode line = JSON.createObjectNode();
    line.put("method", request.method());
    line.put("url", masked(request.url().replaceAll("(?i)(password=)[^&;]*", "$1***")));
    ObjectNode headers = line.putObject("headers");
    request.headers().forEach((name, value) -> headers.put(name, header(name, value)));
    body(line, request.body());
    return line;
  }

  /** Writes a body under {@code body}: as JSON where it is JSON. */
  void body(ObjectNode line, String text) {
    String body = masked(text);
    try {
      line.set("body", JSON.readTree(body));
    } catch (JsonProcessingException notJson) {
      line.put("body", body);
    }
  }

  /** A text without any secret. */
  String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }

  private String header(String name, String value) {
    return name.equalsIgnoreCase("Authorization") && value.startsWith("Basic ")
        ? "Basic ***"
        : masked(value);
  }
}
