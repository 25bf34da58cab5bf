package dev.patchbay.demo;

import dev.patchbay.db.OpenDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** The business's own database: call records it writes itself, and facts that the hub writes. */
final class SandboxDatabase implements AutoCloseable {

  private final OpenDatabase server;

  SandboxDatabase(OpenDatabase server) {
    this.server = server;
    server
        .database()
        .inTransaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(
                    """
                    create table if not exists cdr (
                      id bigint generated always as identity (start with 5001) primary key,
                      calldate timestamptz not null default now(), src text not null,
                      dst text not null, duration integer not null, disposition text not null);
                    create table if not exists fact (
                      event_id text primary key, type text, source text, subject text,
                      occurred_at text, email text, phone text, campaign text, amount text)
                    """);
              }
              return true;
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

  /** Records a call; its id is given back. */
  Sent record(Person caller, int seconds) {
    return server
        .database()
        .inTransaction(
            connection -> {
              try (PreparedStatement insert =
                  connection.prepareStatement(
                      "insert into cdr (src, dst, duration, disposition)"
                          + " values (?, '+13125550111', ?, 'ANSWERED') returning id")) {
                insert.setString(1, caller.phone());
                insert.setInt(2, seconds);
                try (ResultSet row = insert.executeQuery()) {
                  row.next();
                  return new Sent(
                      "phone-system", row.getString(1), null, caller.phone(), false, null);
                }
              }
            });
  }

  /** Source and subject of every fact the hub has written, with a space between. */
  Set<String> facts() {
    return server.database().inTransaction(SandboxDatabase::facts);
  }

  @Override
  public void close() {
    server.close();
  }

  private static Set<String> facts(Connection connection) throws SQLException {
    Set<String> facts = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select source, subject from fact")) {
      while (rows.next()) {
        facts.add(rows.getString(1) + " " + rows.getString(2).replaceAll("[<>]", ""));
      }
    }
    return facts;
  }
}
