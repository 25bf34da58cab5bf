package dev.patchbay.demo;

import dev.patchbay.db.OpenDatabase;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The business's own database: rows it writes itself, and rows that the hub writes. */
final class SandboxDatabase implements AutoCloseable {

  private final OpenDatabase server;

  /**
   * Makes its tables.
   *
   * @param schema statements that can be run again
   */
  SandboxDatabase(OpenDatabase server, String schema) {
    this.server = server;
    server
        .database()
        .inTransaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.execute(schema);
              }
            });
  }

  /** Address for the stack, with no credentials. */
  String url() {
    return server.url();
  }

  /** Password of the user that the stack logs in as. */
  String password() {
    return server.password();
  }

  /** Writes a row; its id is given back. */
  String write(String statement, List<String> values) {
    return server
        .database()
        .inTransaction(
            connection -> {
              try (PreparedStatement insert = connection.prepareStatement(statement)) {
                for (int i = 0; i < values.size(); i++) {
                  insert.setString(i + 1, values.get(i));
                }
                try (ResultSet row = insert.executeQuery()) {
                  row.next();
                  return row.getString(1);
                }
              }
            });
  }

  /** What a query finds, as texts; what is null is empty. */
  List<List<String>> rows(String query) {
    return server
        .database()
        .inTransaction(
            connection -> {
              List<List<String>> all = new ArrayList<>();
              try (Statement statement = connection.createStatement();
                  ResultSet rows = statement.executeQuery(query)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                  List<String> row = new ArrayList<>(columns);
                  for (int i = 1; i <= columns; i++) {
                    row.add(Objects.requireNonNullElse(rows.getString(i), ""));
                  }
                  all.add(row);
                }
              }
              return all;
            });
  }

  @Override
  public void close() {
    server.close();
  }
}
