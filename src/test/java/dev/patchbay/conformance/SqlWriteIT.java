package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.db.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** The SQL Kamelet writes real rows. */
class SqlWriteIT {

  private static final String UPSERT =
      "insert into leads (event_id, email, amount) values (:?event_id, :?email,"
          + " cast(nullif(:?amount, '') as bigint)) on conflict (event_id) do update"
          + " set email = excluded.email";

  @Test
  void keepsOneRowWhenTheSameEventIsWrittenTwice() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Connection connection = DriverManager.getConnection(database.url(), "postgres", "");
        PlainCamel camel = camel()) {
      execute(
          connection, "create table leads (event_id text primary key, email text, amount bigint)");
      Map<String, String> properties =
          Map.of("url", database.url(), "username", "postgres", "statement", UPSERT);
      for (String email : new String[] {"ana@example.com", "o'neil&co=?;--@example.com"}) {
        Exchange exchange =
            camel.send(
                "jdbc-write-sink",
                properties,
                "{\"event_id\": \"e-1\", \"email\": \"%s\", \"amount\": \"\"}".formatted(email));
        assertThat(exchange.getException()).isNull();
      }
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("select email, amount from leads")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("email")).isEqualTo("o'neil&co=?;--@example.com");
        assertThat(rows.getObject("amount")).isNull();
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void tellsTheStateOfAConstraint() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Connection connection = DriverManager.getConnection(database.url(), "postgres", "");
        PlainCamel camel = camel()) {
      execute(connection, "create table leads (email text not null check (email <> ''))");
      Exchange exchange =
          camel.send(
              "jdbc-write-sink",
              Map.of(
                  "url", database.url(),
                  "username", "postgres",
                  "statement", "insert into leads (email) values (:?email)"),
              "{\"email\": \"\"}");
      assertThat(exchange.getException()).isInstanceOf(SQLException.class);
      assertThat(((SQLException) exchange.getException()).getSQLState()).isEqualTo("23514");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static PlainCamel camel() throws Exception {
    Connector connector = Catalog.only(Path.of("connectors")).find("jdbc").orElseThrow();
    PlainCamel camel = new PlainCamel();
    camel.load(connector);
    return camel;
  }
}
