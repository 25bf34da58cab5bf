package dev.patchbay.db;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;

/** Bound arrays, one value per row, for {@code unnest}. */
public final class SqlArrays {

  private SqlArrays() {}

  /** Ids. */
  public static Array uuids(Connection connection, Collection<UUID> ids) throws SQLException {
    return of(connection, "uuid", ids.toArray());
  }

  /** Texts. */
  public static Array texts(Connection connection, Collection<String> texts) throws SQLException {
    return of(connection, "text", texts.toArray());
  }

  /**
   * These values.
   *
   * @param type of a value in SQL: {@code uuid} takes {@link UUID}, {@code timestamptz} {@link
   *     java.time.Instant}, {@code bigint}, {@code integer} and {@code smallint} any {@link
   *     Number}, {@code boolean} {@link Boolean}, {@code bytea} {@code byte[]}, {@code text}
   *     anything, as its text; others what the driver takes
   */
  public static Array of(Connection connection, String type, @Nullable Object[] values)
      throws SQLException {
    BinaryArray binary = BinaryArray.of(type);
    if (binary == null || !connection.isWrapperFor(BaseConnection.class)) {
      return connection.createArrayOf(type, values);
    }
    return new PgArray(connection.unwrap(BaseConnection.class), binary.oid(), binary.bytes(values));
  }

  /**
   * One column of {@code rows}.
   *
   * @param type as for {@link #of}
   */
  public static <T> Array column(
      Connection connection,
      String type,
      Collection<T> rows,
      Function<? super T, ? extends @Nullable Object> value)
      throws SQLException {
    return of(connection, type, rows.stream().map(value).toArray());
  }

  /** Binds one column of {@code rows} to a place of a statement, from 1. */
  public static <T> void bind(
      Connection connection,
      PreparedStatement statement,
      int place,
      String type,
      Collection<T> rows,
      Function<? super T, ? extends @Nullable Object> value)
      throws SQLException {
    statement.setArray(place, column(connection, type, rows, value));
  }
}
