package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions of a query that add up, and their bound values. */
final class Where {

  private final StringBuilder sql = new StringBuilder("true");
  private final List<@Nullable Object> values = new ArrayList<>();

  /** Adds a condition with one {@code ?} for each value. */
  Where and(String condition, Object... bound) {
    sql.append(" and (").append(condition).append(')');
    values.addAll(List.of(bound));
    return this;
  }

  /** Adds that {@code column} is the text; {@link Parameter#NONE} also means that it is null. */
  Where isText(String column, String text) {
    return text.equals(Parameter.NONE)
        ? and(column + " is null or " + column + " = ?", text)
        : and(column + " = ?", text);
  }

  String sql() {
    return sql.toString();
  }

  /** The statement with these conditions' values bound from the parameter {@code first} on. */
  static PreparedStatement prepare(Connection connection, String sql, List<?> values)
      throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      query.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
    }
    return query;
  }

  List<@Nullable Object> values() {
    return values;
  }
}
