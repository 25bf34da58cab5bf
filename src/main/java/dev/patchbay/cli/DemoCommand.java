package dev.patchbay.cli;

import dev.patchbay.cli.HubStarter.RunningHub;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.demo.Demo;
import dev.patchbay.demo.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Shows a whole small business at work. */
@Command(
    name = "demo",
    description = "Runs an example with faked vendors and made-up traffic, all on this machine.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final int INTERRUPTED = 130;

  private final HubStarter hub;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "STORY",
      completionCandidates = Stories.class,
      description = "One of ${COMPLETION-CANDIDATES}. Default: harbor-coffee.")
  private String story = Demo.STORIES.get(0);

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Seconds.class,
      description =
          "Send for this long (30s, 2m), wait until all has arrived, and end: 0 when every message"
              + " is accounted for, else 1.")
  private @Nullable Duration length;

  @Option(names = "--rate", description = "Messages a second. Default: ${DEFAULT-VALUE}.")
  private double rate = 5;

  @Option(names = "--seed", description = "Same seed, same people. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(names = "--json", description = "End with one line of JSON.")
  private boolean json;

  @Option(names = "--port", description = "The hub's TCP port; 0 takes a free one. Default: 8080.")
  private int port = 8080;

  @Option(
      names = "--data",
      description = "Keep everything in this folder. Default: a new one, deleted at the end.")
  private @Nullable Path data;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  DemoCommand(HubStarter hub) {
    this.hub = hub;
  }

  @Override
  public Integer call() throws Exception {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    if (!Demo.STORIES.contains(story)) {
      throw new ParameterException(
          command, "There is no story '%s': take one of %s".formatted(story, Demo.STORIES));
    }
    Path kept = data;
    Path folder = kept == null ? Files.createTempDirectory("patchbay-demo") : kept.toAbsolutePath();
    Files.createDirectories(folder);
    Thread caller = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(caller), "demo-end"));
    PrintWriter out = command.getOut();
    PrintWriter live = json ? command.getErr() : out;
    live.println("Starting a small business and its hub; the first time this takes some seconds.");
    try {
      Demo demo =
          new Demo(
              story,
              folder,
              seed,
              Clock.systemUTC(),
              live::println,
              name -> Optional.ofNullable(System.getenv(name)));
      open.push(demo);
      Summary summary = demo.run(this::start, rate, length);
      if (json) {
        out.println(summary.json());
      } else {
        live.println(summary.accountsForAll() ? "Every message is accounted for." : summary.json());
      }
      return summary.accountsForAll() ? 0 : PatchbayCommand.FAILED;
    } catch (DatabaseException e) {
      if (Thread.interrupted()) {
        return INTERRUPTED; // the hub was faster at ending than we were
      }
      throw e;
    } finally {
      close();
      if (kept == null) {
        try {
          delete(folder);
        } catch (IOException e) {
          live.println("Not all of " + folder + " could be deleted; it is no longer needed.");
        }
      }
      closed.countDown();
    }
  }

  private int start(Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("server.address", "127.0.0.1");
    all.put("patchbay.api.open-on-loopback", "true");
    all.put("server.port", Integer.toString(port));
    RunningHub running = hub.start(all);
    open.push(running);
    return running.port();
  }

  /** Ctrl-C: lets the demo close what it opened, hub first. */
  private void end(Thread caller) {
    if (closed.getCount() == 0) {
      return;
    }
    caller.interrupt();
    try {
      if (!closed.await(20, TimeUnit.SECONDS)) {
        caller.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  /** What can be run. */
  static final class Stories implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Demo.STORIES.iterator();
    }
  }

  /** Reads 30s, 2m, 1h. */
  static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Duration.parse("PT" + text.strip());
      } catch (java.time.format.DateTimeParseException e) {
        throw new TypeConversionException("'" + text + "' is no time: write 30s, 2m or 1h");
      }
    }
  }
}
