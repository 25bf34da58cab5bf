package dev.patchbay.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory processes hold, as Linux counts it; 0 where it does not say. */
final class ProcessMemory {

  private ProcessMemory() {}

  /** Resident megabytes of a process. */
  static double residentMb(long pid) {
    return field(Path.of("/proc/" + pid + "/status"), "VmRSS:") / 1024.0;
  }

  /** The most that ever were resident. */
  static double peakMb(long pid) {
    return field(Path.of("/proc/" + pid + "/status"), "VmHWM:") / 1024.0;
  }

  /** Megabytes of a process and its children; what they share counts once. */
  static double familyMb(ProcessHandle parent) {
    return Stream.concat(Stream.of(parent), parent.descendants())
            .mapToLong(each -> field(Path.of("/proc/" + each.pid() + "/smaps_rollup"), "Pss:"))
            .sum()
        / 1024.0;
  }

  private static long field(Path file, String name) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0;
    }
  }
}
