package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes a canonical record out of JSON, field by field, and tells of each that does not fit. */
final class RecordShape {

  private static final Map<Class<?>, RecordShape> SHAPES = new ConcurrentHashMap<>();

  private final Constructor<?> constructor;
  private final Map<String, Type> fields = new LinkedHashMap<>();

  private RecordShape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      fields.put(components[i].getName(), components[i].getGenericType());
      types[i] = components[i].getType();
    }
    try {
      this.constructor = type.getDeclaredConstructor(types);
      // Else each call looks up who calls.
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("A record has its canonical constructor", e);
    }
  }

  /** The record, or {@code null} when nothing of it is there. */
  static <T extends Record> @Nullable T read(
      Class<T> type, JsonNode json, String path, ValueReader values) {
    return type.cast(SHAPES.computeIfAbsent(type, RecordShape::new).record(json, path, values));
  }

  private @Nullable Object record(JsonNode json, String path, ValueReader values) {
    if (!(json instanceof ObjectNode object)) {
      values.misfit(path, "an object");
      return null;
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.containsKey(name)) {
        values.unknown(path, name, fields.keySet());
      }
    }
    @Nullable Object[] arguments = new @Nullable Object[fields.size()];
    boolean empty = true;
    int index = 0;
    for (Map.Entry<String, Type> field : fields.entrySet()) {
      JsonNode value = object.get(field.getKey());
      if (value != null && !value.isNull()) {
        arguments[index] = value(field.getValue(), value, path + "." + field.getKey(), values);
        empty &= arguments[index] == null;
      }
      index++;
    }
    return empty ? null : create(arguments);
  }

  private static @Nullable Object value(Type type, JsonNode json, String path, ValueReader values) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list((Class<?>) generic.getActualTypeArguments()[0], json, path, values)
          : texts(json, path, values);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return SHAPES.computeIfAbsent(plain, RecordShape::new).record(json, path, values);
    }
    if (plain == String.class) {
      return values.text(json, path);
    }
    if (plain == Boolean.class) {
      return values.bool(json, path);
    }
    if (plain == Instant.class) {
      return values.instant(json, path);
    }
    return values.number(plain, json, path);
  }

  private static @Nullable List<Object> list(
      Class<?> type, JsonNode json, String path, ValueReader values) {
    List<Object> list = new ArrayList<>();
    Iterable<JsonNode> items = json.isArray() ? json : List.of(json);
    for (JsonNode item : items) {
      if (!item.isNull()) {
        Object value =
            SHAPES.computeIfAbsent(type, RecordShape::new).record(item, path + "[]", values);
        if (value != null) {
          list.add(value);
        }
      }
    }
    return list.isEmpty() ? null : List.copyOf(list);
  }

  private static @Nullable Map<String, String> texts(
      JsonNode json, String path, ValueReader values) {
    if (!json.isObject()) {
      values.misfit(path, "an object");
      return null;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    json.properties()
        .forEach(
            entry -> {
              String name = values.clean(entry.getKey());
              String text =
                  entry.getValue().isNull() ? null : values.text(entry.getValue(), path + ".*");
              if (name != null && text != null) {
                texts.put(name, text);
              }
            });
    return texts.isEmpty() ? null : texts;
  }

  private Object create(@Nullable Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Making a " + constructor.getDeclaringClass(), e);
    }
  }
}
