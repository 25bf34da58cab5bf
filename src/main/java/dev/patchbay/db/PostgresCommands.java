package dev.patchbay.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short programs to their end, within a bounded time. */
final class PostgresCommands {

  private static final int LIMIT_SECONDS = 120;

  /**
   * Runs a program that must succeed.
   *
   * @throws IOException when it fails, with what it said
   */
  void run(List<String> command) throws IOException {
    Path output = Files.createTempFile("patchbay", ".out");
    try {
      int status = execute(command, output);
      if (status != 0) {
        throw new IOException(
            "%s ended with %d: %s"
                .formatted(
                    Path.of(program(command)).getFileName(),
                    status,
                    Files.readString(output, StandardCharsets.UTF_8).strip()));
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Whether a program is there and ends well. */
  boolean succeeds(List<String> command) {
    try {
      run(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int execute(List<String> command, Path output) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            "%s did not end within %d s".formatted(program(command), LIMIT_SECONDS));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while running " + program(command), e);
    }
    return process.exitValue();
  }

  /** The first word that is a program of PostgreSQL, else the first word. */
  private static String program(List<String> command) {
    return command.stream()
        .filter(word -> word.endsWith("/initdb") || word.endsWith("/pg_ctl"))
        .findFirst()
        .orElse(command.get(0));
  }
}
