package dev.patchbay.route;

import dev.patchbay.db.Database;
import dev.patchbay.inbox.PollCursors;
import java.util.Optional;

/** Positions of polled sources in the database. */
public final class StoredPositions implements CursorPositions {

  private final Database database;
  private final PollCursors cursors;

  /** Kept by {@code cursors} in {@code database}. */
  public StoredPositions(Database database, PollCursors cursors) {
    this.database = database;
    this.cursors = cursors;
  }

  @Override
  public Optional<String> get(String connection, String name) {
    return database.inTransaction(sql -> cursors.get(sql, connection, name));
  }

  @Override
  public void move(String connection, String name, String position) {
    database.inTransaction(
        sql -> {
          cursors.move(sql, connection, name, position);
          return true;
        });
  }
}
