package dev.patchbay.doubles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.patchbay.mapping.Urls;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that came to a double.
 *
 * @param path without the query, percent signs undone
 * @param query as it came, or {@code null}
 * @param headers by lower-case name
 * @param body as text; empty when there was none
 */
public record Received(
    String method, String path, @Nullable String query, Map<String, String> headers, String body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The request as {@code double.jslt} sees it. */
  JsonNode view() {
    ObjectNode view = JSON.createObjectNode();
    view.put("method", method);
    view.put("path", path);
    view.set("query", fields(query));
    ObjectNode all = view.putObject("headers");
    headers.forEach(all::put);
    basic(view);
    view.set("body", parsed());
    view.put("text", body);
    return view;
  }

  /** User and password of {@code Authorization: Basic}, which are in base64 there. */
  private void basic(ObjectNode view) {
    String written = headers.getOrDefault("authorization", "");
    if (!written.startsWith("Basic ")) {
      return;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(written.substring("Basic ".length()).strip());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon >= 0) {
        view.putObject("basic")
            .put("user", pair.substring(0, colon))
            .put("password", pair.substring(colon + 1));
      }
    } catch (IllegalArgumentException noBase64) {
      // What is no credential is none.
    }
  }

  private JsonNode parsed() {
    String type = headers.getOrDefault("content-type", "");
    if (body.isBlank()) {
      return NullNode.getInstance();
    }
    if (type.contains("json")) {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException noJson) {
        return NullNode.getInstance();
      }
    }
    return type.startsWith("application/x-www-form-urlencoded")
        ? fields(body)
        : TextNode.valueOf(body);
  }

  /** The fields of a form or a query; a repeated one is a list. */
  public static ObjectNode fields(@Nullable String written) {
    ObjectNode fields = JSON.createObjectNode();
    if (written == null || written.isBlank()) {
      return fields;
    }
    for (String pair : written.split("&", -1)) {
      int assign = pair.indexOf('=');
      String name = Urls.decode(assign < 0 ? pair : pair.substring(0, assign));
      Urls.add(fields, name, assign < 0 ? "" : Urls.decode(pair.substring(assign + 1)));
    }
    return fields;
  }

  /** {@code toString} tells neither query nor body: they may hold people and secrets. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
