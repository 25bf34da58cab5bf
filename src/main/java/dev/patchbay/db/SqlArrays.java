package dev.patchbay.db;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Bound arrays, one value per row, for {@code unnest}. */
public final class SqlArrays {

  private SqlArrays() {}

  /** Ids. */
  public static Array uuids(Connection connection, Collection<UUID> ids) throws SQLException {
    return connection.createArrayOf("uuid", ids.toArray());
  }

  /**
   * One column of {@code rows}.
   *
   * @param type of the array in SQL, such as {@code timestamptz}
   */
  public static <T> Array column(
      Connection connection,
      String type,
      List<T> rows,
      Function<? super T, ? extends @Nullable Object> value)
      throws SQLException {
    @Nullable Object[] values = new @Nullable Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    return connection.createArrayOf(type, values);
  }

  /** Binds one column of {@code rows} to a place of a statement, from 1. */
  public static <T> void bind(
      Connection connection,
      PreparedStatement statement,
      int place,
      String type,
      List<T> rows,
      Function<? super T, ? extends @Nullable Object> value)
      throws SQLException {
    statement.setArray(place, column(connection, type, rows, value));
  }
}
