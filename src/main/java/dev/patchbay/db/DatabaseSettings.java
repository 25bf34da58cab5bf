package dev.patchbay.db;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database to open.
 *
 * @param url a {@code jdbc:postgresql://} address, or {@code null} for the embedded PostgreSQL on
 *     {@code data}
 * @param data the hub's data folder; made when absent
 * @param allowUnsafe whether a database that may lose committed rows is used with a warning
 * @param poolSize connections kept at most
 */
public record DatabaseSettings(@Nullable String url, Path data, boolean allowUnsafe, int poolSize) {

  /** Connections that one hub needs: the inbox, the pipeline, lanes, reads. */
  public static final int DEFAULT_POOL_SIZE = 10;

  /** The embedded PostgreSQL on a data folder. */
  public static DatabaseSettings embedded(Path data) {
    return new DatabaseSettings(null, data, false, DEFAULT_POOL_SIZE);
  }

  /** Tells no address: it may hold a password. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + (url == null ? "embedded on " + data : "external") + "]";
  }
}
