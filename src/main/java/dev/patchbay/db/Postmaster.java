package dev.patchbay.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The main process of a PostgreSQL, as the lock file in its folder tells of it.
 *
 * @param pid process id
 * @param port loopback port it listens on
 */
record Postmaster(long pid, int port) {

  private static final String FILE = "postmaster.pid";

  /**
   * The running PostgreSQL of a folder. A lock file left by a process that is gone, or whose number
   * was given to another program since, is removed.
   */
  static Optional<Postmaster> running(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (lines.size() < 4) {
      return Optional.empty();
    }
    Postmaster postmaster =
        new Postmaster(
            Long.parseLong(lines.get(0).strip()), Integer.parseInt(lines.get(3).strip()));
    if (postmaster.isAlive()) {
      return Optional.of(postmaster);
    }
    Files.deleteIfExists(file);
    return Optional.empty();
  }

  /** Whether the process lives and is a PostgreSQL; one that only waits to be buried does not. */
  boolean isAlive() {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return handle.isPresent()
        && !isZombie()
        && handle.get().info().command().map(command -> command.contains("postgres")).orElse(true);
  }

  private boolean isZombie() {
    try {
      String status =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return status.substring(status.lastIndexOf(')') + 1).strip().startsWith("Z");
    } catch (IOException e) {
      return false;
    }
  }
}
