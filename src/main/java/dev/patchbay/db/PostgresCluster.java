package dev.patchbay.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The files of one PostgreSQL and the programs that start and stop it. */
final class PostgresCluster {

  private static final String USER = "patchbay";
  private static final int LOWEST_PORT = 15_000;
  private static final int PORTS = 16_000; // below what systems give to outgoing connections
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long LOG_LIMIT = 4L << 20;

  private final DataFolder data;
  private final Path folder;
  private final PostgresAccount account;
  private final PostgresBinaries binaries;
  private final PostgresCommands commands;

  private PostgresCluster(
      DataFolder data,
      Path folder,
      PostgresAccount account,
      PostgresBinaries binaries,
      PostgresCommands commands) {
    this.data = data;
    this.folder = folder;
    this.account = account;
    this.binaries = binaries;
    this.commands = commands;
  }

  /** Unpacks the programs and initializes the folder, each only where that was not done before. */
  static PostgresCluster prepare(DataFolder data, Path cache) throws IOException {
    PostgresCommands commands = new PostgresCommands();
    Path folder = data.postgres();
    boolean initialized = Files.isDirectory(folder);
    Path working = initialized ? folder : data.path().resolve("postgres.initializing");
    if (!initialized) {
      PostgresBinaries.remove(working);
    }
    PostgresAccount account = PostgresAccount.of(working, commands);
    PostgresBinaries binaries =
        PostgresBinaries.unpack(
            account.sharesOurFiles() ? cache : data.path().resolve("postgres-binaries"));
    PostgresCluster cluster = new PostgresCluster(data, folder, account, binaries, commands);
    if (!initialized) {
      cluster.initialize(working);
    }
    return cluster;
  }

  /** Where the files are. */
  Path folder() {
    return folder;
  }

  /** User and password, as JDBC properties; the caller may add to them. */
  Properties credentials() throws IOException {
    return credentials(data.password());
  }

  /** User and password from a password file. */
  static Properties credentials(Path password) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty(
        "password", Files.readString(password, StandardCharsets.US_ASCII).strip());
    return properties;
  }

  /** The process that runs on the folder now. */
  Optional<Postmaster> running() throws IOException {
    return Postmaster.running(folder);
  }

  /** Whether the settings on disk are the ones that would be written for {@code port}. */
  boolean isConfiguredFor(int port) throws IOException {
    return PostgresConfiguration.isWritten(folder, port);
  }

  /** Starts PostgreSQL and waits until it answers, on the port it had before if that is free. */
  Postmaster start() throws IOException {
    long start = System.nanoTime();
    if (Files.exists(data.log()) && Files.size(data.log()) > LOG_LIMIT) {
      Files.delete(data.log());
    }
    while (true) {
      PostgresConfiguration.write(folder, port());
      try {
        commands.run(
            account.as(
                List.of(
                    binaries.program("pg_ctl"),
                    "start",
                    "--silent",
                    "--wait",
                    "--timeout=60",
                    "--pgdata=" + folder,
                    "--log=" + log())));
        return running()
            .orElseThrow(() -> new IOException("PostgreSQL ended as soon as it had started"));
      } catch (IOException e) {
        // Sessions of a killed PostgreSQL may need a moment to go.
        if (Thread.currentThread().isInterrupted() || System.nanoTime() - start > START_NANOS) {
          throw e;
        }
        pause();
      }
    }
  }

  /**
   * Stops PostgreSQL if it runs: sessions first, then a checkpoint; by force if it does not end.
   */
  void stop() throws IOException {
    if (running().isEmpty()) {
      return;
    }
    try {
      stop("fast");
    } catch (IOException e) {
      if (running().isPresent()) {
        stop("immediate");
      }
    }
  }

  /** A moment's rest between two tries. */
  static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
  }

  private void stop(String mode) throws IOException {
    commands.run(
        account.as(
            List.of(
                binaries.program("pg_ctl"),
                "stop",
                "--silent",
                "--wait",
                "--timeout=30",
                "--mode=" + mode,
                "--pgdata=" + folder)));
  }

  private void initialize(Path working) throws IOException {
    Path password = data.password();
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    byte[] chance = new byte[24];
    new SecureRandom().nextBytes(chance);
    Files.writeString(password, HexFormat.of().formatHex(chance), StandardCharsets.US_ASCII);
    account.give(password, commands);
    commands.run(
        account.as(
            List.of(
                binaries.program("initdb"),
                "--pgdata=" + working,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                // Many rounds protect passwords that people think up; this one is 192 random bits,
                // and each round is paid for at each connection of each start.
                "--set=scram_iterations=1",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums")));
    Files.move(working, folder, StandardCopyOption.ATOMIC_MOVE);
    for (Path path : List.of(password, data.path())) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private Path log() throws IOException {
    if (!Files.exists(data.log())) {
      Files.createFile(
          data.log(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      account.give(data.log(), commands);
    }
    return data.log();
  }

  private int port() throws IOException {
    Optional<Integer> before = PostgresConfiguration.port(folder);
    if (before.isPresent() && isFree(before.get())) {
      return before.get();
    }
    SecureRandom chance = new SecureRandom();
    int port = LOWEST_PORT + chance.nextInt(PORTS);
    while (!isFree(port)) {
      port = LOWEST_PORT + chance.nextInt(PORTS);
    }
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
