package dev.patchbay.db;

import dev.patchbay.thread.Daemons;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL of one data folder. It runs apart from this process, so a killed hub
 * leaves it running and the next one adopts it; when it dies itself it is started again.
 */
final class LocalPostgres implements AutoCloseable {

  private static final String NAME = "patchbay";
  private static final int WATCH_MILLIS = 250;
  private static final long ADOPTION_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final Logger log = LoggerFactory.getLogger(LocalPostgres.class);

  private final PostgresCluster cluster;
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(Daemons.named("postgres-watchdog"));
  private volatile Postmaster postmaster;

  private LocalPostgres(PostgresCluster cluster, Postmaster postmaster) {
    this.cluster = cluster;
    this.postmaster = postmaster;
  }

  /**
   * Starts or adopts the PostgreSQL of a claimed data folder.
   *
   * @param cache folder for the unpacked programs, shared by all hubs of this account
   */
  static LocalPostgres start(DataFolder folder, Path cache) {
    try {
      PostgresCluster cluster = PostgresCluster.prepare(folder, cache);
      Optional<Postmaster> orphan = adoptable(cluster);
      Postmaster postmaster = orphan.isPresent() ? orphan.get() : cluster.start();
      createDatabase(cluster, postmaster.port());
      LocalPostgres postgres = new LocalPostgres(cluster, postmaster);
      postgres.watchdog.scheduleWithFixedDelay(
          postgres::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
      return postgres;
    } catch (IOException | SQLException e) {
      throw new DatabaseRefusedException(
          "database.start-failed",
          "Starting the embedded PostgreSQL on %s: %s.".formatted(folder.path(), e.getMessage()),
          "See %s.".formatted(folder.log()),
          e);
    }
  }

  /** JDBC address without credentials. */
  String url() {
    return url(postmaster.port(), NAME);
  }

  /** User and password. */
  Properties credentials() throws IOException {
    return cluster.credentials();
  }

  /** Process id of the main process now running. */
  long pid() {
    return postmaster.pid();
  }

  /** Stops PostgreSQL; sessions are ended, committed rows are safe. */
  @Override
  public void close() {
    watchdog.shutdownNow();
    try {
      if (!watchdog.awaitTermination(1, TimeUnit.MINUTES)) {
        log.warn("A restart of the embedded PostgreSQL is still under way");
      }
      cluster.stop();
    } catch (IOException e) {
      log.warn("Stopping the embedded PostgreSQL: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** JDBC address of a database on a loopback port. */
  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Address of the hub's own database on a loopback port. */
  static String url(int port) {
    return url(port, NAME);
  }

  private void watch() {
    if (postmaster.isAlive()) {
      return;
    }
    try {
      log.warn("The embedded PostgreSQL (process {}) is gone: starting it again", postmaster.pid());
      postmaster = cluster.start();
      log.info("The embedded PostgreSQL is back (process {})", postmaster.pid());
    } catch (IOException | RuntimeException e) {
      log.error("Starting the embedded PostgreSQL again: {}", e.getMessage());
    }
  }

  /** What a killed hub left running, if it is ours and set as we would set it; else it is ended. */
  private static Optional<Postmaster> adoptable(PostgresCluster cluster) throws IOException {
    Optional<Postmaster> orphan = cluster.running();
    if (orphan.isEmpty()) {
      return Optional.empty();
    }
    if (cluster.isConfiguredFor(orphan.get().port()) && adopt(cluster, orphan.get())) {
      log.info("Adopted the embedded PostgreSQL left running as process {}", orphan.get().pid());
      return orphan;
    }
    log.info("Stopping the PostgreSQL left running as process {}", orphan.get().pid());
    cluster.stop();
    return Optional.empty();
  }

  private static boolean adopt(PostgresCluster cluster, Postmaster orphan) throws IOException {
    long start = System.nanoTime();
    while (orphan.isAlive() && System.nanoTime() - start < ADOPTION_NANOS) {
      try (Connection connection = connect(cluster, orphan.port());
          Statement statement = connection.createStatement()) {
        try (ResultSet row = statement.executeQuery("show data_directory")) {
          row.next();
          if (!Path.of(row.getString(1)).toRealPath().equals(cluster.folder())) {
            return false;
          }
        }
        statement.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
        return true;
      } catch (SQLException e) {
        if (!"57P03".equals(e.getSQLState())) { // still starting up
          return false;
        }
        PostgresCluster.pause();
      }
    }
    return false;
  }

  private static void createDatabase(PostgresCluster cluster, int port)
      throws SQLException, IOException {
    try (Connection connection = connect(cluster, port);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select 1 from pg_database where datname = '%s'".formatted(NAME))) {
      if (!row.next()) {
        statement.execute("create database " + NAME);
      }
    }
  }

  private static Connection connect(PostgresCluster cluster, int port)
      throws SQLException, IOException {
    Properties properties = cluster.credentials();
    properties.setProperty("loginTimeout", "30");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(url(port, "postgres"), properties);
  }
}
