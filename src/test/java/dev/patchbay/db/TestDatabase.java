package dev.patchbay.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL for tests: one server for the whole run, one fresh, migrated database for each
 * {@code TestDatabase}.
 */
public final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final HikariDataSource pool;
  private final String name;

  private TestDatabase(HikariDataSource pool, String name) {
    this.pool = pool;
    this.name = name;
  }

  /** A fresh database with the current schema. */
  public static TestDatabase create() {
    String name = "test_" + NUMBER.incrementAndGet();
    Server.execute("create database " + name + " template migrated");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(Server.url(name));
    // Tests that use the database themselves need not wait for the disk: none cuts the power.
    config.addDataSourceProperty("options", "-c synchronous_commit=off");
    config.setMaximumPoolSize(12);
    return new TestDatabase(new HikariDataSource(config), name);
  }

  /** The database as the program uses it. */
  public Database database() {
    return new Database(pool);
  }

  /** Where it is, for programs under test that connect themselves. */
  public String url() {
    return Server.url(name);
  }

  /** Runs statements, all or none. */
  public void run(String... statements) {
    database()
        .inTransaction(
            sql -> {
              try (Statement run = sql.createStatement()) {
                for (String statement : statements) {
                  run.execute(statement);
                }
              }
              return true;
            });
  }

  /** The rows of a query, each as its columns between bars. */
  public List<String> rows(String query) {
    return database()
        .inTransaction(
            sql -> {
              List<String> rows = new ArrayList<>();
              try (Statement run = sql.createStatement();
                  ResultSet row = run.executeQuery(query)) {
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                  List<String> cells = new ArrayList<>();
                  for (int i = 1; i <= columns; i++) {
                    cells.add(row.getString(i));
                  }
                  rows.add(String.join("|", cells));
                }
              }
              return rows;
            });
  }

  @Override
  public void close() {
    pool.close();
  }

  private static final class Server {
    private static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "300")
                .start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("create database migrated");
        }
        Flyway.configure()
            .locations("classpath:db/patchbay")
            .dataSource(
                postgres.getJdbcUrl("postgres", "migrated") + "&reWriteBatchedInserts=true",
                "postgres",
                "")
            .load()
            .migrate();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException("Starting PostgreSQL for the tests", e);
      } catch (SQLException e) {
        throw new IllegalStateException("Preparing PostgreSQL for the tests", e);
      }
    }

    static String url(String name) {
      return POSTGRES.getJdbcUrl("postgres", name) + "&reWriteBatchedInserts=true";
    }

    static void execute(String sql) {
      try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException("Preparing PostgreSQL for the tests", e);
      }
    }
  }
}
