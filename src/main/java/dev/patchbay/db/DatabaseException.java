package dev.patchbay.db;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database is away or refused; {@link #isAway} tells which. */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String sqlState;

  /** Wraps what JDBC said; the message holds the SQL state only, since texts may quote data. */
  public DatabaseException(SQLException cause) {
    super("Talking to the database: SQL state " + cause.getSQLState(), cause);
    this.sqlState = cause.getSQLState();
  }

  /** The five-character SQL state, or {@code null} when the driver gave none. */
  public @Nullable String sqlState() {
    return sqlState;
  }

  /**
   * Whether the database could not be reached or is going away (classes 08 and 57, no state, or out
   * of connections), so that the same work may succeed later.
   */
  public boolean isAway() {
    return sqlState == null
        || sqlState.startsWith("08")
        || sqlState.startsWith("57")
        || sqlState.startsWith("53")
        || sqlState.equals("25006");
  }

  /** Whether running the same transaction again may succeed (serialization, deadlock, unique). */
  public boolean isConflict() {
    return sqlState != null && (sqlState.startsWith("40") || sqlState.equals("23505"));
  }
}
