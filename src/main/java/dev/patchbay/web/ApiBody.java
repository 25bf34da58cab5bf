package dev.patchbay.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.yaml.NearestName;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a request's body as a record: every key known, every value of its type. */
final class ApiBody {

  /** The longest body in bytes. */
  static final int MOST = 65_536;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ApiBody() {}

  static Object read(byte[] body, Class<? extends Record> type) throws RefusedException {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw refused("The body is not JSON.", "Send one JSON object.");
    } catch (java.io.IOException e) {
      throw new IllegalStateException("Bytes can be read", e);
    }
    if (node == null || !node.isObject()) {
      throw refused("The body is no JSON object.", "Send one JSON object.");
    }
    RecordComponent[] components = type.getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!names.contains(key)) {
        throw refused(
            "The body has an unknown key%s.".formatted(NearestName.quoted(key)),
            NearestName.remedy(key, names));
      }
    }
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(node.path(names.get(i)), names.get(i), components[i].getType());
    }
    if (names.contains("why") && blank(values[names.indexOf("why")])) {
      throw refused("The body does not say why.", "Give the reason as 'why', for the audit.");
    }
    return made(type, components, values);
  }

  /** A value that must be there. */
  static <T> T given(@Nullable T value, String name) throws RefusedException {
    if (value == null) {
      throw refused("The body lacks '%s'.".formatted(name), "See /api/v1/openapi.json.");
    }
    return value;
  }

  /** The reason that a body gives, or {@code null} when there is none. */
  static @Nullable String why(@Nullable Object body) {
    if (body == null) {
      return null;
    }
    try {
      java.lang.reflect.Method why = body.getClass().getDeclaredMethod("why");
      why.setAccessible(true);
      return (String) why.invoke(body);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static boolean blank(@Nullable Object why) {
    return why == null || why.toString().isBlank();
  }

  private static Object made(
      Class<? extends Record> type, RecordComponent[] components, @Nullable Object[] values) {
    try {
      Constructor<? extends Record> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A body's record takes any values of its types", e);
    }
  }

  private static @Nullable Object value(JsonNode node, String name, Class<?> type)
      throws RefusedException {
    if (node.isMissingNode() || node.isNull()) {
      return type == List.class ? List.of() : null;
    }
    if (type == String.class && node.isTextual()) {
      return node.textValue();
    }
    if (type == Long.class && node.canConvertToLong() && node.isIntegralNumber()) {
      return node.longValue();
    }
    if (type == Boolean.class && node.isBoolean()) {
      return node.booleanValue();
    }
    if (type == UUID.class && node.isTextual()) {
      try {
        return UUID.fromString(node.textValue());
      } catch (IllegalArgumentException e) {
        throw refused("'%s' is no id.".formatted(name), "Take ids from earlier answers.");
      }
    }
    if (type == List.class && node.isArray()) {
      List<String> texts = new ArrayList<>();
      for (JsonNode element : node) {
        texts.add(element.asText());
      }
      return List.copyOf(texts);
    }
    throw refused("'%s' must be: %s.".formatted(name, word(type)), "See /api/v1/openapi.json.");
  }

  private static String word(Class<?> type) {
    if (type == Long.class) {
      return "whole number";
    }
    return type == Boolean.class ? "true or false" : "text";
  }

  private static RefusedException refused(String text, String remedy) {
    return new RefusedException(400, "api.body", text, remedy);
  }
}
