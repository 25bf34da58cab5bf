package dev.patchbay.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The packaged program as a process of its own: started, watched, killed and started again. */
public final class HubProcess implements AutoCloseable {

  private final List<String> command;
  private final Path data;
  private final int port;
  private final Path output;
  private final Map<String, String> environment = new HashMap<>();
  private Process process;
  private long startedNanos;

  /**
   * A hub that {@link #start} starts.
   *
   * @param command the program, {@code java} or a launcher first
   * @param folder for what it prints; {@code data} is where its database lives
   */
  public HubProcess(List<String> command, Path folder, Path data, int port) {
    this.command = command;
    this.data = data;
    this.port = port;
    this.output = folder.resolve("hub-" + port + ".log");
  }

  /** The usual one: a stack on the embedded database of {@code folder/data}, on a free port. */
  public static HubProcess of(PackagedProgram program, Path stack) {
    Path folder = stack.toAbsolutePath().getParent();
    Path data = folder.resolve("data");
    int port = freePort();
    return new HubProcess(
        program.command("run", stack, "--port", port, "--data", data), folder, data, port);
  }

  /** Sets a variable of its environment, from the next start on. */
  public HubProcess with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Starts the process; does not wait. */
  public HubProcess start() {
    try {
      startedNanos = System.nanoTime();
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
      builder.environment().putAll(environment);
      process = builder.start();
      process.getOutputStream().close();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until it says it is ready.
   *
   * @return time since its start
   */
  public Duration awaitReady(Duration patience) {
    boolean ready = Poll.until(patience, () -> !process.isAlive() || isReady());
    Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
    if (!ready || !process.isAlive()) {
      throw new AssertionError(
          "The hub %s after %.1f s. It said:%n%s"
              .formatted(
                  process.isAlive() ? "is not ready" : "ended with " + process.exitValue(),
                  took.toMillis() / 1e3,
                  tail(60)));
    }
    return took;
  }

  /** Whether it answers that it is ready. */
  public boolean isReady() {
    return get("/actuator/health/readiness").isPresent();
  }

  /** Text of one of its pages, where it answers 200 in time. */
  public Optional<String> get(String path) {
    return get(path, null);
  }

  /** The same for who has a token. */
  public Optional<String> get(String path, @Nullable String token) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setConnectTimeout(500);
      connection.setReadTimeout(5_000);
      if (token != null) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      try {
        return connection.getResponseCode() == 200
            ? Optional.of(
                new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            : Optional.empty();
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Ends it as {@code kill -9} does; it gets no say. The embedded database lives on. */
  public void killNine() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  /** Asks it to end and waits. */
  public int stop(Duration patience) {
    process.destroy();
    return awaitEnd(patience);
  }

  /** Waits for its end and gives its exit code. */
  public int awaitEnd(Duration patience) {
    try {
      return process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS).exitValue();
    } catch (TimeoutException e) {
      throw new AssertionError(
          "The hub did not end within %s. It said:%n%s".formatted(patience, tail(60)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the process lives. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Its data folder. */
  public Path data() {
    return data;
  }

  /** All it printed. */
  public String output() {
    try {
      return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The main process of its embedded database, where one lives. */
  public Optional<ProcessHandle> postmaster() {
    try {
      Path file = data.resolve("postgres").resolve("postmaster.pid");
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Ends what this started, the embedded database too. */
  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      process.destroy();
      try {
        awaitEnd(Duration.ofSeconds(30));
      } catch (AssertionError e) {
        process.destroyForcibly();
      }
    }
    postmaster().ifPresent(ProcessHandle::destroy);
  }

  /** The end of what it printed. */
  public String tail(int lines) {
    List<String> all = new ArrayList<>(output().lines().toList());
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  /** A loopback port that nobody has now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
