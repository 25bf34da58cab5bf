package dev.patchbay.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * The packaged program as the launcher runs it: extracted, with an archive of its classes, under
 * the launcher's JVM options.
 */
public final class PackagedProgram {

  /** As in the launcher, for {@code run}. */
  public static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:Tier3DelayOn=0",
          "-XX:Tier3DelayOff=0",
          "-Dfile.encoding=UTF-8",
          "-Dsun.net.httpserver.nodelay=true",
          "-Xms64m",
          "-Xmx256m",
          "-XX:+ExitOnOutOfMemoryError");

  private static final int TRAINING_MESSAGES = 100;

  private final Path jar;
  private final List<String> options;

  private PackagedProgram(Path jar, List<String> options) {
    this.jar = jar;
    this.options = options;
  }

  /**
   * The one that this build has made; prepared once for each build. The system property {@code
   * hub.options} adds options for its JVM, with spaces between.
   */
  public static synchronized PackagedProgram get() {
    Path jar = Path.of(System.getProperty("patchbay.exec.jar", "target/patchbay-exec.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError(
          "There is no packaged program at %s: run ./mvnw verify, or package it first"
              .formatted(jar.toAbsolutePath()));
    }
    try {
      // Builds can be repeated to the byte, so a jar's time tells nothing.
      CRC32 build = new CRC32();
      build.update(Files.readAllBytes(jar));
      Path folder =
          jar.toAbsolutePath().resolveSibling("load-app-" + Long.toHexString(build.getValue()));
      Path extracted = folder.resolve(jar.getFileName());
      if (!Files.exists(extracted)) {
        extract(jar, folder);
      }
      Path archive = folder.resolve("classes.jsa");
      if (!Files.exists(archive)) {
        train(extracted, folder, archive);
      }
      List<String> options = new ArrayList<>(OPTIONS);
      options.addAll(
          List.of(
              "-XX:SharedArchiveFile=" + archive,
              "-Xshare:auto",
              "-Xlog:cds=off",
              "-Xlog:cds+dynamic=off"));
      Arrays.stream(System.getProperty("hub.options", "").split(" "))
          .filter(option -> !option.isBlank())
          .forEach(options::add);
      return new PackagedProgram(extracted, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command line of it. */
  public List<String> command(Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(options);
    command.add("-jar");
    command.add(jar.toString());
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return command;
  }

  /** The jar that is run. */
  Path jar() {
    return jar;
  }

  /** The JVM that runs this. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void extract(Path jar, Path folder) throws IOException {
    Path fresh = folder.resolveSibling(folder.getFileName() + ".tmp");
    Folders.delete(fresh);
    Process process =
        new ProcessBuilder(
                java(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                fresh.toString())
            .inheritIO()
            .start();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError("Extracting " + jar + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** One short run under the same load tells which classes are needed. */
  private static void train(Path jar, Path folder, Path archive) throws IOException {
    Path work = Files.createTempDirectory("patchbay-training");
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
    PackagedProgram training = new PackagedProgram(jar, options);
    try (Recorder recorder = new Recorder();
        HubProcess hub = HubProcess.of(training, LoadStack.write(work, recorder)).start()) {
      hub.awaitReady(Duration.ofMinutes(2));
      FormTraffic traffic = new FormTraffic("training", hub.port());
      try (Sender sender = new Sender(hub.port(), 10_000)) {
        for (int i = 0; i < TRAINING_MESSAGES; i++) {
          sender.send(traffic.request(i));
        }
      }
      hub.get("/actuator/prometheus");
      Poll.until(Duration.ofSeconds(20), () -> recorder.messages() == TRAINING_MESSAGES);
      hub.stop(Duration.ofMinutes(1));
    }
    Folders.delete(work);
  }
}
