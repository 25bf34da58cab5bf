package dev.patchbay.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/**
 * Opens a database: starts or finds it, brings its schema up to date, checks that it is durable.
 */
public final class DatabaseOpener {

  /**
   * A hub that is stopped amid a transaction (a frozen machine) keeps its locks no longer than
   * this, so that the others can go on.
   */
  private static final int IDLE_IN_TRANSACTION_SECONDS = 20;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private DatabaseOpener() {}

  /**
   * Opens it for the hub that owns {@code settings.data()}.
   *
   * @throws DatabaseRefusedException when it cannot be reached within 30 s, is not durable, or the
   *     data folder is in another hub's hands
   */
  public static OpenDatabase open(DatabaseSettings settings) {
    return migrated(openBare(settings));
  }

  /** As {@link #open}, but without the hub's tables: for what people keep beside it. */
  public static OpenDatabase openBare(DatabaseSettings settings) {
    DataFolder folder = DataFolder.claim(settings.data());
    try {
      String url = settings.url();
      if (url != null) {
        HikariDataSource pool = pool(url, new Properties(), settings.poolSize());
        return ready(new OpenDatabase(pool, Optional.empty(), List.of(folder)), settings);
      }
      LocalPostgres postgres = LocalPostgres.start(folder, cache(folder));
      HikariDataSource pool = pool(postgres.url(), postgres.credentials(), settings.poolSize());
      return ready(
          new OpenDatabase(pool, Optional.of(postgres), List.of(postgres, folder)), settings);
    } catch (IOException e) {
      folder.close();
      throw new DatabaseRefusedException(
          "database.start-failed",
          "Reading the password of the embedded PostgreSQL: %s.".formatted(e),
          "Bring postgres.password back into the data folder from a backup.",
          e);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Opens the embedded database of a data folder whether or not a hub is using it now: joins a
   * running one, else starts it for the time being. For commands such as replay.
   */
  public static OpenDatabase join(DatabaseSettings settings) {
    if (settings.url() != null) {
      return migrated(
          ready(
              new OpenDatabase(
                  pool(settings.url(), new Properties(), settings.poolSize()),
                  Optional.empty(),
                  List.of()),
              settings));
    }
    try {
      return open(settings);
    } catch (DatabaseRefusedException e) {
      if (!e.finding().kind().equals("database.folder-in-use")) {
        throw e;
      }
      return beside(settings, e);
    }
  }

  private static OpenDatabase beside(DatabaseSettings settings, DatabaseRefusedException inUse) {
    try {
      Postmaster postmaster =
          Postmaster.running(settings.data().resolve("postgres")).orElseThrow(() -> inUse);
      Properties credentials =
          PostgresCluster.credentials(settings.data().resolve("postgres.password"));
      HikariDataSource pool = pool(LocalPostgres.url(postmaster.port()), credentials, 2);
      return ready(new OpenDatabase(pool, Optional.empty(), List.of()), settings);
    } catch (IOException e) {
      inUse.addSuppressed(e);
      throw inUse;
    }
  }

  /** Where the unpacked programs are kept for all hubs of this account. */
  /** Shared by all hubs of this account; accounts of services often have no home to share it in. */
  private static Path cache(DataFolder folder) {
    String chosen = System.getProperty("patchbay.cache");
    if (chosen != null) {
      return Path.of(chosen);
    }
    Path home = Path.of(System.getProperty("user.home"));
    return Files.isWritable(home)
        ? home.resolve(".cache").resolve("patchbay")
        : folder.path().resolve("postgres-binaries");
  }

  private static OpenDatabase ready(OpenDatabase database, DatabaseSettings settings) {
    try {
      check(database, settings);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static OpenDatabase migrated(OpenDatabase database) {
    try {
      Flyway.configure(DatabaseOpener.class.getClassLoader())
          .dataSource(database.database().source())
          .locations("classpath:db/patchbay")
          // While one connection migrates, which may take long, another holds the lock.
          .initSql("set idle_in_transaction_session_timeout = 0")
          .load()
          .migrate();
      database.renewConnections();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static void check(OpenDatabase database, DatabaseSettings settings) {
    long start = System.nanoTime();
    while (true) {
      try (Connection connection = database.database().source().getConnection()) {
        DatabaseSafety.check(connection, settings.allowUnsafe());
        return;
      } catch (SQLException e) {
        if (System.nanoTime() - start > PATIENCE_NANOS || Thread.currentThread().isInterrupted()) {
          throw new DatabaseRefusedException(
              "database.away",
              "The database does not answer (SQL state %s).".formatted(e.getSQLState()),
              "Start it, and check address, user and password in --db.",
              e);
        }
        PostgresCluster.pause();
      }
    }
  }

  private static HikariDataSource pool(String url, Properties credentials, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("patchbay");
    config.setJdbcUrl(url);
    config.setDataSourceProperties(credentials);
    config.addDataSourceProperty("ApplicationName", "patchbay");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("loginTimeout", "3");
    config.addDataSourceProperty("socketTimeout", "30");
    config.setConnectionInitSql(
        "set idle_in_transaction_session_timeout = '" + IDLE_IN_TRANSACTION_SECONDS + "s'");
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(Math.min(size, 4));
    config.setConnectionTimeout(TimeUnit.MILLISECONDS.toMillis(1500));
    config.setValidationTimeout(TimeUnit.SECONDS.toMillis(1));
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }
}
