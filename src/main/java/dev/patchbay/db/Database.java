package dev.patchbay.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Runs work in transactions on PostgreSQL. Repositories take the {@link Connection} of the running
 * transaction as their first argument, so that one transaction can span several of them.
 */
public final class Database {

  /** Work inside a transaction. */
  @FunctionalInterface
  public interface Work<T extends @org.jspecify.annotations.Nullable Object> {
    /** Does the work; throwing rolls the transaction back. */
    T run(Connection connection) throws SQLException;
  }

  private static final String UNFLUSHED = "select set_config('synchronous_commit', 'off', true)";

  // Something to commit: the log is written in order, and flushed up to this at least.
  private static final String FLUSHED = "select pg_logical_emit_message(true, 'patchbay', '')";

  private final DataSource source;

  /** A database behind {@code source}, whose connections are given back after each transaction. */
  public Database(DataSource source) {
    this.source = source;
  }

  /**
   * Runs {@code work} in one transaction and commits it.
   *
   * @throws DatabaseException when the database is away or refuses; nothing was committed then,
   *     unless the connection broke during the commit itself
   */
  public <T extends @org.jspecify.annotations.Nullable Object> T inTransaction(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * The same, but the commit does not wait for the disk. Others see it at once; a crash of the
   * database within the next moments may take it back, and all that was committed after it, until a
   * transaction {@linkplain #inFlushedTransaction flushes}.
   */
  public <T extends @org.jspecify.annotations.Nullable Object> T inUnflushedTransaction(
      Work<T> work) {
    return inTransaction(
        connection -> {
          run(connection, UNFLUSHED);
          return work.run(connection);
        });
  }

  /**
   * Runs {@code work} in one transaction, and returns when all that it sees is on disk, whoever
   * committed it. Also where the work only reads: such a transaction alone waits for no disk.
   */
  public <T extends @org.jspecify.annotations.Nullable Object> T inFlushedTransaction(
      Work<T> work) {
    return inTransaction(
        connection -> {
          T result = work.run(connection);
          run(connection, FLUSHED);
          return result;
        });
  }

  private static void run(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.executeQuery().close();
    }
  }

  /** The pool itself, for libraries that insist on one. */
  public DataSource source() {
    return source;
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
