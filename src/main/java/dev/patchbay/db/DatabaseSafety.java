package dev.patchbay.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a database keeps what it says it has committed. */
final class DatabaseSafety {

  private static final List<String> NEEDED =
      List.of("fsync", "synchronous_commit", "full_page_writes");
  private static final Logger log = LoggerFactory.getLogger(DatabaseSafety.class);

  private DatabaseSafety() {}

  /** The settings of this session under which committed rows may be lost; empty is safe. */
  static List<String> unsafe(Connection connection) throws SQLException {
    List<String> unsafe = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String setting : NEEDED) {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
          if (row.next() && row.getString(1).equals("off")) {
            unsafe.add(setting + " = off");
          }
        }
      }
    }
    return unsafe;
  }

  /**
   * Refuses a database that may lose committed rows.
   *
   * @param allowed whether it is used all the same, with a warning
   */
  static void check(Connection connection, boolean allowed) throws SQLException {
    List<String> unsafe = unsafe(connection);
    if (unsafe.isEmpty()) {
      return;
    }
    String text =
        "This database may lose rows that it has committed: %s."
            .formatted(String.join(", ", unsafe));
    if (!allowed) {
      throw new DatabaseRefusedException(
          "database.unsafe",
          text,
          "Set them to on in postgresql.conf, for the role and for the database, or accept the loss"
              + " with patchbay.database.allow-unsafe=true.");
    }
    log.warn("{} Used all the same, because patchbay.database.allow-unsafe says so.", text);
  }
}
