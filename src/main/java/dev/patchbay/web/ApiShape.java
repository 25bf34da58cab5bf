package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.access.Masks;
import dev.patchbay.access.Personal;
import dev.patchbay.tracking.Open;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as JSON by their components; absent is absent. Personal values are masked for
 * those who may not see them, and counted for the audit otherwise.
 */
final class ApiShape {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Map<Class<?>, Component[]> KNOWN = new ConcurrentHashMap<>();

  private record Component(String name, Method read, boolean personal) {}

  private final boolean personal;
  private long seen;

  /**
   * A writer for one answer.
   *
   * @param personal whether personal values are told
   */
  ApiShape(boolean personal) {
    this.personal = personal;
  }

  /** How many records so far told who somebody is. */
  long seen() {
    return seen;
  }

  /** A value as JSON. */
  JsonNode write(@Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof Open) {
      return NODES.textNode(value.toString());
    }
    if (value instanceof Record) {
      return object(value);
    }
    if (value instanceof Collection<?> list) {
      ArrayNode array = NODES.arrayNode(list.size());
      list.forEach(element -> array.add(write(element)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = NODES.objectNode();
      map.forEach((key, element) -> object.set(String.valueOf(key), write(element)));
      return object;
    }
    return scalar(value);
  }

  private ObjectNode object(Object value) {
    ObjectNode object = NODES.objectNode();
    boolean told = false;
    for (Component component : components(value.getClass())) {
      Object part = read(component, value);
      if (part == null) {
        continue;
      }
      if (component.personal() && !isEmpty(part)) {
        told = true;
        object.set(component.name(), personal ? write(part) : masked(write(part)));
      } else {
        object.set(component.name(), write(part));
      }
    }
    if (told && personal) {
      seen++;
    }
    return object;
  }

  private static boolean isEmpty(Object part) {
    return part instanceof Collection<?> list && list.isEmpty()
        || part instanceof Map<?, ?> map && map.isEmpty();
  }

  private static JsonNode masked(JsonNode node) {
    if (node.isObject()) {
      ObjectNode object = NODES.objectNode();
      node.fields().forEachRemaining(field -> object.set(field.getKey(), masked(field.getValue())));
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = NODES.arrayNode();
      node.forEach(element -> array.add(masked(element)));
      return array;
    }
    return node.isTextual() ? NODES.textNode(Masks.masked(node.textValue())) : node;
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof Boolean yes) {
      return NODES.booleanNode(yes);
    }
    if (value instanceof Double number) {
      return number == Math.rint(number) && Math.abs(number) < 1e15
          ? NODES.numberNode(number.longValue())
          : NODES.numberNode(number);
    }
    if (value instanceof Number number) {
      return NODES.numberNode(number.longValue());
    }
    if (value instanceof Enum<?> word) {
      return NODES.textNode(word.name().toLowerCase(Locale.ROOT));
    }
    return NODES.textNode(value.toString());
  }

  private static @Nullable Object read(Component component, Object value) {
    try {
      return component.read().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Records can be read", e);
    }
  }

  private static Component[] components(Class<?> type) {
    return KNOWN.computeIfAbsent(
        type,
        record -> {
          RecordComponent[] components = record.getRecordComponents();
          Component[] known = new Component[components.length];
          for (int i = 0; i < known.length; i++) {
            Method read = components[i].getAccessor();
            read.setAccessible(true);
            known[i] =
                new Component(
                    components[i].getName(),
                    read,
                    components[i].isAnnotationPresent(Personal.class));
          }
          return known;
        });
  }

  /** What the component {@code rows} of a record lists, or {@code null} when it has none. */
  static @Nullable Class<?> rows(Class<?> record) {
    for (RecordComponent component : record.getRecordComponents()) {
      if (component.getName().equals("rows")) {
        return element(component.getGenericType());
      }
    }
    return null;
  }

  /** What a list type lists. */
  static Class<?> element(Type list) {
    Type element = ((ParameterizedType) list).getActualTypeArguments()[0];
    return (Class<?>) (element instanceof ParameterizedType typed ? typed.getRawType() : element);
  }

  /** Whether a type is written as a text, number or yes and no. */
  static boolean isScalar(Class<?> type) {
    return !type.isRecord()
        && !List.class.isAssignableFrom(type)
        && !Map.class.isAssignableFrom(type)
        && !JsonNode.class.isAssignableFrom(type);
  }
}
