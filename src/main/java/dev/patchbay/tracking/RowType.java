package dev.patchbay.tracking;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads rows into records whose components are named as the columns, in camel case. */
final class RowType<T extends Record> {

  private final RecordComponent[] components;
  private final Constructor<T> constructor;

  RowType(Class<T> type) {
    components = type.getRecordComponents();
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Every record has its constructor", e);
    }
    constructor.setAccessible(true);
  }

  /** The columns, each after {@code alias} and a dot. */
  String columns(String alias) {
    return Stream.of(components)
        .map(component -> alias + "." + column(component.getName()))
        .collect(Collectors.joining(", "));
  }

  /** The record of the current row, whose first columns are these. */
  T read(ResultSet row) throws SQLException {
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(row, i + 1, components[i].getType());
    }
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A row does not fit its record", e);
    }
  }

  private static @Nullable Object value(ResultSet row, int column, Class<?> type)
      throws SQLException {
    if (type == Instant.class) {
      OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }
    if (type == LocalDate.class) {
      Date date = row.getDate(column);
      return date == null ? null : date.toLocalDate();
    }
    if (type == List.class) {
      Array array = row.getArray(column);
      return array == null ? List.of() : List.of((String[]) array.getArray());
    }
    if (type == UUID.class) {
      return row.getObject(column, UUID.class);
    }
    Object value = plain(row, column, type);
    return row.wasNull() ? null : value;
  }

  private static @Nullable Object plain(ResultSet row, int column, Class<?> type)
      throws SQLException {
    if (type == String.class) {
      return row.getString(column);
    }
    if (type == Long.class || type == long.class) {
      return row.getLong(column);
    }
    if (type == Integer.class || type == int.class) {
      return row.getInt(column);
    }
    if (type == Double.class || type == double.class) {
      return row.getDouble(column);
    }
    if (type == Boolean.class || type == boolean.class) {
      return row.getBoolean(column);
    }
    throw new IllegalStateException("No column is read as " + type);
  }

  static String column(String component) {
    StringBuilder column = new StringBuilder();
    for (char letter : component.toCharArray()) {
      if (Character.isUpperCase(letter)) {
        column.append('_');
      }
      column.append(letter);
    }
    return column.toString().toLowerCase(Locale.ROOT);
  }
}
