package dev.patchbay.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of the distribution, in a folder of its own, as an administrator would run it. */
final class DebianPostgres implements AutoCloseable {

  private static final String NOBODY = "65534";

  private final Path programs;
  private final Path folder;
  private final int port = HubProcess.freePort();
  private final List<String> prefix;

  private DebianPostgres(Path programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
    this.prefix =
        System.getProperty("user.name").equals("root")
            ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")
            : List.of();
  }

  /** Where the newest one's programs are, or empty when none is installed. */
  static Optional<Path> programs() throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo);
    }
  }

  /** Initializes one and starts it. */
  static DebianPostgres start(Path programs) throws IOException {
    DebianPostgres postgres =
        new DebianPostgres(programs, Files.createTempDirectory("patchbay-debian"));
    if (!postgres.prefix.isEmpty()) {
      run(List.of("chown", NOBODY + ":" + NOBODY, postgres.folder.toString()));
    }
    postgres.as("initdb", "--auth=trust", "--username=hub", "--pgdata=" + postgres.folder);
    postgres.start();
    postgres.as("createdb", "--host=127.0.0.1", "--port=" + postgres.port, "--username=hub", "hub");
    return postgres;
  }

  /** As a hub is told of it. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/hub?user=hub";
  }

  /** Starts it, again after a kill; waits until it answers. */
  void start() throws IOException {
    as(
        "pg_ctl",
        "start",
        "--silent",
        "--wait",
        "--pgdata=" + folder,
        "--log=" + folder.resolve("log"),
        "--options=-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
            .formatted(port));
  }

  /** Ends its main process as {@code kill -9} does; the others end by themselves then. */
  void killNine() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle main = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> others = main.children().toList();
    main.destroyForcibly();
    others.forEach(other -> other.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  @Override
  public void close() throws IOException {
    as("pg_ctl", "stop", "--silent", "--wait", "--mode=immediate", "--pgdata=" + folder);
    Folders.delete(folder);
  }

  private void as(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    Path output = Files.createTempFile("patchbay", ".out");
    try {
      int code =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException(command + " ended with " + code + ": " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      Files.delete(output);
    }
  }
}
