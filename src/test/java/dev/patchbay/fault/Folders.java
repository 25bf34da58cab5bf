package dev.patchbay.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that tests make outside of a {@code TempDir}. */
final class Folders {

  private Folders() {}

  /** Removes a folder with all in it; an absent one is fine. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Whether a program under this prefix could read a file. */
  static boolean canRead(List<String> prefix, Path file) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("test", "-r", file.toString()));
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
