package dev.patchbay.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the embedded PostgreSQL is set: durable, on loopback only, modest, and silent about data. */
final class PostgresConfiguration {

  private static final String FILE = "postgresql.conf";
  private static final Pattern PORT = Pattern.compile("(?m)^port = (\\d+)$");

  private static final String SETTINGS =
      """
      # Written by Patchbay at each start. Put your own memory settings into custom.conf beside this.
      shared_buffers = 128MB
      work_mem = 4MB
      maintenance_work_mem = 32MB
      wal_buffers = 4MB
      max_wal_size = 512MB
      autovacuum_naptime = 5s
      autovacuum_vacuum_scale_factor = 0.4
      autovacuum_vacuum_insert_scale_factor = 0.4
      autovacuum_analyze_scale_factor = 0.4
      jit = off
      max_parallel_workers_per_gather = 0
      include_if_exists = 'custom.conf'

      fsync = on
      synchronous_commit = on
      full_page_writes = on
      wal_level = minimal
      max_wal_senders = 0

      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      port = %d
      max_connections = 60
      password_encryption = 'scram-sha-256'
      client_connection_check_interval = 5s
      idle_in_transaction_session_timeout = 60s
      tcp_keepalives_idle = 30

      timezone = 'UTC'
      log_timezone = 'UTC'
      lc_messages = 'C'
      datestyle = 'iso, ymd'
      # Rows are people: no statement and no value may reach the log.
      log_min_messages = warning
      log_min_error_statement = panic
      log_error_verbosity = terse
      log_parameter_max_length_on_error = 0
      log_checkpoints = off
      log_autovacuum_min_duration = -1
      """;

  private static final String HOSTS =
      """
      # Written by Patchbay at each start.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private PostgresConfiguration() {}

  /** Writes the settings into an initialized folder. */
  static void write(Path folder, int port) throws IOException {
    replace(folder.resolve(FILE), SETTINGS.formatted(port));
    replace(folder.resolve("pg_hba.conf"), HOSTS);
  }

  /** Whether the folder's settings are those that {@link #write} would write. */
  static boolean isWritten(Path folder, int port) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.exists(file)
        && Files.readString(file, StandardCharsets.UTF_8).equals(SETTINGS.formatted(port));
  }

  /** The port written last, unless another than us wrote the settings. */
  static Optional<Integer> port(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Matcher matcher = PORT.matcher(Files.readString(file, StandardCharsets.UTF_8));
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  /** Overwrites in place, so that the file keeps its owner. */
  private static void replace(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
