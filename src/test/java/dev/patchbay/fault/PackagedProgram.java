package dev.patchbay.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program as it is packaged, laid out as the launcher lays it out: extracted, so that the JVM
 * need not read a jar in a jar.
 */
public final class PackagedProgram {

  private final Path jar;
  private final List<String> flags;

  private PackagedProgram(Path jar, List<String> flags) {
    this.jar = jar;
    this.flags = flags;
  }

  /** The one that this build has made. */
  public static PackagedProgram get() {
    Path jar = Path.of(System.getProperty("patchbay.exec.jar", "target/patchbay-exec.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError(
          "There is no packaged program at %s: run ./mvnw verify, or package it first"
              .formatted(jar.toAbsolutePath()));
    }
    return new PackagedProgram(extract(jar), List.of("-Xmx256m", "-XX:+UseSerialGC"));
  }

  /** The same with another prefix of JVM flags. */
  public PackagedProgram with(String... more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return new PackagedProgram(jar, all);
  }

  /** A command line of it. */
  public List<String> command(Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(flags);
    command.add("-jar");
    command.add(jar.toString());
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return command;
  }

  /** The JVM that runs this. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path extract(Path jar) {
    try {
      Path folder =
          jar.resolveSibling(
              "extracted-" + Long.toHexString(Files.getLastModifiedTime(jar).toMillis()));
      Path extracted = folder.resolve(jar.getFileName());
      if (!Files.exists(extracted)) {
        Process process =
            new ProcessBuilder(
                    java(),
                    "-Djarmode=tools",
                    "-jar",
                    jar.toString(),
                    "extract",
                    "--destination",
                    folder.toString())
                .inheritIO()
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
          throw new AssertionError("Extracting " + jar + " failed");
        }
      }
      return extracted.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
