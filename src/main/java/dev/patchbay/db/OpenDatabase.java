package dev.patchbay.db;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Optional;

/** A database in use: its pool and, where it is the embedded one, the PostgreSQL beneath. */
public final class OpenDatabase implements AutoCloseable {

  private final HikariDataSource pool;
  private final Optional<LocalPostgres> local;
  private final List<AutoCloseable> closeLast;

  OpenDatabase(
      HikariDataSource pool, Optional<LocalPostgres> local, List<AutoCloseable> closeLast) {
    this.pool = pool;
    this.local = local;
    this.closeLast = closeLast;
  }

  /** For transactions. */
  public Database database() {
    return new Database(pool);
  }

  /** Whether it is the embedded one, which no other hub can be using. */
  public boolean isEmbedded() {
    return local.isPresent();
  }

  /** JDBC address; holds no credentials where it is the embedded one. */
  public String url() {
    return pool.getJdbcUrl();
  }

  /** The password beside the address, or empty text where the address holds it. Never print it. */
  public String password() {
    return pool.getDataSourceProperties().getProperty("password", "");
  }

  /** Closes the connections there are, each as soon as nobody uses it, in favor of new ones. */
  void renewConnections() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /** Process id of the embedded PostgreSQL, for tests that kill it. */
  Optional<Long> embeddedPid() {
    return local.map(LocalPostgres::pid);
  }

  /** Gives the connections back, stops the embedded PostgreSQL and leaves the data folder. */
  @Override
  public void close() {
    pool.close();
    for (AutoCloseable part : closeLast) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("Closing the database", e);
      }
    }
  }
}
