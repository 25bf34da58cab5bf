package dev.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries of addresses, read without ever failing. */
public final class Urls {

  private static final int MAX_FIELDS = 1000;

  private Urls() {}

  /** The fields of the query of {@code url}; of a repeated one the first. Empty without a query. */
  public static Map<String, String> query(@Nullable String url) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (url == null) {
      return fields;
    }
    int start = url.indexOf('?');
    int end = url.indexOf('#', Math.max(0, start));
    String query = start < 0 ? "" : url.substring(start + 1, end < 0 ? url.length() : end);
    for (String pair : query.split("&", MAX_FIELDS)) {
      int assign = pair.indexOf('=');
      String name = decode(assign < 0 ? pair : pair.substring(0, assign));
      if (!name.isEmpty()) {
        fields.putIfAbsent(name, assign < 0 ? "" : decode(pair.substring(assign + 1)));
      }
    }
    return fields;
  }

  static JsonNode queryObject(@Nullable String url) {
    if (url == null) {
      return NullNode.getInstance();
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    query(url).forEach(object::put);
    return object;
  }

  /** Adds a field to a form's; a repeated one becomes a list. */
  public static void add(ObjectNode form, String name, String value) {
    JsonNode before = form.get(name);
    if (before == null) {
      form.put(name, value);
    } else if (before instanceof ArrayNode list) {
      list.add(value);
    } else {
      form.putArray(name).add(before).add(value);
    }
  }

  /** Text of a form field or query: {@code +} is a space, a broken percent sign stays. */
  public static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text.replace('+', ' ');
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
      if (low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  static @Nullable String encode(@Nullable String text) {
    return text == null
        ? null
        : URLEncoder.encode(text, StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("*", "%2A")
            .replace("%7E", "~");
  }
}
