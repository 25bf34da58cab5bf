package dev.patchbay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.fault.ClosedLoopLoad;
import dev.patchbay.fault.FormTraffic;
import dev.patchbay.fault.HubProcess;
import dev.patchbay.fault.LoadStack;
import dev.patchbay.fault.OpenLoopLoad;
import dev.patchbay.fault.PackagedProgram;
import dev.patchbay.fault.Poll;
import dev.patchbay.fault.Recorder;
import dev.patchbay.fault.Sender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Measures the packaged program, and beside it what the same machine could do at most. */
@DisabledIfSystemProperty(named = "bench", matches = "(?!hub).+")
class HubBench {

  private static final int SECONDS = Integer.getInteger("bench.seconds", 60);
  private static final int PER_SECOND = Integer.getInteger("bench.rate", 200);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

  private static final int CONNECTIONS = Integer.getInteger("bench.connections", 64);
  private static final Duration ROUND = Duration.ofSeconds(Math.min(10, Math.max(3, SECONDS / 6)));
  private static final int MOST_A_ROUND = 60_000;

  @TempDir Path folder;

  private final BenchReport report = new BenchReport();
  private int runs;

  @Test
  void measures() throws IOException {
    PackagedProgram program = PackagedProgram.get();
    try (Recorder recorder = new Recorder();
        HubProcess hub = HubProcess.of(program, LoadStack.write(folder, recorder));
        BareInserts inserts = new BareInserts(folder.resolve("bare"));
        HubProcess door = bareDoor()) {
      startUp(hub);
      door.start();
      steady(hub, recorder);
      saturation(hub, recorder, door, inserts);
      report.add("hub, most memory ever", "MB", ProcessMemory.peakMb(hub.pid()));
    }
    String machine =
        "%s, %d processors, load average %.1f"
            .formatted(
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    System.out.println(machine + "\n" + report.table());
    report.write(Path.of("target", "bench.json"));
    if (Boolean.getBoolean("bench.strict")) {
      assertThat(report.missed()).as("figures that miss their target").isEmpty();
    }
  }

  /** First on an empty data folder, then as after a restart. */
  private void startUp(HubProcess hub) {
    report.add("first webhook accepted after the first start ever", "s", firstAccepted(hub));
    hub.stop(Duration.ofSeconds(30));
    double[] again = new double[3];
    for (int i = 0; i < again.length; i++) {
      again[i] = firstAccepted(hub);
      if (i < again.length - 1) {
        hub.stop(Duration.ofSeconds(30));
      }
    }
    report.atMost("first webhook accepted after a start (median of 3)", "s", median(again), 5);
  }

  private double firstAccepted(HubProcess hub) {
    FormTraffic traffic = traffic(hub.port());
    long begin = System.nanoTime();
    hub.start();
    try (Sender sender = new Sender(hub.port(), 10_000)) {
      boolean accepted =
          Poll.until(
              Duration.ofMinutes(2),
              () -> !hub.isAlive() || sender.send(traffic.request(0)).isAcknowledged());
      assertThat(accepted && hub.isAlive()).as("it started; it said:%n%s", hub.tail(60)).isTrue();
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private void steady(HubProcess hub, Recorder recorder) {
    hub.awaitReady(Duration.ofMinutes(1));
    load(hub, recorder, Math.min(20, SECONDS), false);
    recorder.clear();
    HubClocks before = HubClocks.of(hub.get("/actuator/prometheus").orElseThrow());
    load(hub, recorder, SECONDS, true);
    HubClocks after = HubClocks.of(hub.get("/actuator/prometheus").orElseThrow());
    report.add("  hub's own clock: ack p50", "ms", own(before, after, "ack", 0.5));
    report.add("  hub's own clock: ack p99", "ms", own(before, after, "ack", 0.99));
    report.add("  hub's own clock: delivery p50", "ms", own(before, after, "delivery", 0.5));
    report.add("  hub's own clock: delivery p99", "ms", own(before, after, "delivery", 0.99));
    report.atMost("  twice at the destination", "", recorder.naiveDuplicates(), 0);
    report.atMost("  hub, memory", "MB", ProcessMemory.residentMb(hub.pid()), 350);
    report.add(
        "  its PostgreSQL, memory (shared pages once)",
        "MB",
        hub.postmaster().map(ProcessMemory::familyMb).orElse(0.0));
  }

  /** Open loop; the first run only warms up. */
  private void load(HubProcess hub, Recorder recorder, int length, boolean counts) {
    FormTraffic traffic = traffic(hub.port());
    try (OpenLoopLoad load =
        new OpenLoopLoad(traffic, null, hub.port(), PER_SECOND, 32, Duration.ofSeconds(1))) {
      long begin = System.nanoTime();
      load.start();
      Poll.pause(Duration.ofSeconds(length));
      assertThat(load.drain(Duration.ofSeconds(60))).as("all is acknowledged").isTrue();
      double seconds = (System.nanoTime() - begin) / 1e9;
      List<String> sent = new ArrayList<>();
      for (long number = 0; number < load.started(); number++) {
        sent.add(traffic.id(number));
      }
      Poll.until(Duration.ofSeconds(60), () -> recorder.missing(sent).isEmpty());
      if (counts) {
        open(load, traffic, sent, seconds, recorder);
      }
    }
  }

  private void open(
      OpenLoopLoad load,
      FormTraffic traffic,
      List<String> sent,
      double seconds,
      Recorder recorder) {
    Histogram ack = load.ackNanos();
    Histogram delivered = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    for (long number = 0; number < sent.size(); number++) {
      long arrived = recorder.firstNanos(traffic.id(number));
      if (arrived > 0) {
        delivered.recordValue(Math.max(0, arrived - load.dueNanos(number)));
      }
    }
    report.add(
        "open loop at %d/s for %d s: accepted".formatted(PER_SECOND, SECONDS),
        "/s",
        sent.size() / seconds);
    report.add("  ack p50", "ms", BenchReport.millis(ack, 50));
    report.atMost("  ack p99", "ms", BenchReport.millis(ack, 99), 20);
    report.add("  ack p99.9", "ms", BenchReport.millis(ack, 99.9));
    report.add("  sent -> delivered p50", "ms", BenchReport.millis(delivered, 50));
    report.atMost("  sent -> delivered p99", "ms", BenchReport.millis(delivered, 99), 40);
    report.add("  sent -> delivered p99.9", "ms", BenchReport.millis(delivered, 99.9));
    report.atMost("  acknowledged and lost", "", recorder.missing(sent).size(), 0);
  }

  /** Saturated for a while, and then until all is delivered. */
  private record Round(
      double accepted, double delivered, double ackP99Millis, long lost, long twice) {}

  private void saturation(HubProcess hub, Recorder recorder, HubProcess door, BareInserts inserts) {
    double[] bare = new double[ROUNDS];
    double[] rows = new double[ROUNDS];
    List<Round> rounds = new ArrayList<>();
    awaitAnswers(door.port());
    saturate(door.port(), Duration.ofSeconds(5));
    for (int round = 0; round < ROUNDS; round++) {
      bare[round] = saturate(door.port(), ROUND).perSecond();
      rows[round] = inserts.run(traffic(1), ROUND.dividedBy(2));
      rounds.add(round(hub, recorder));
    }
    double ceiling = Math.min(median(bare), median(rows));
    double accepted = median(rounds, Round::accepted);
    report.add("bare Tomcat, storing nothing: answered", "/s", median(bare));
    report.add("bare PostgreSQL, batches of 256, one writer: inserted", "/s", median(rows));
    String how = "saturation, %d connections, median of %d: ".formatted(CONNECTIONS, ROUNDS);
    report.atLeast(how + "accepted", "/s", accepted, 2_000);
    report.atLeast("  accepted, of the lower ceiling", "%", 100 * accepted / ceiling, 50);
    report.add(
        "  accepted, of both ceilings one after the other",
        "%",
        100 * accepted * (1 / median(bare) + 1 / median(rows)));
    report.atLeast(
        "  delivered meanwhile and after", "/s", median(rounds, Round::delivered), 2_000);
    report.add("  ack p99", "ms", median(rounds, Round::ackP99Millis));
    report.atMost("  acknowledged and lost", "", rounds.stream().mapToLong(Round::lost).sum(), 0);
    report.atMost(
        "  twice at the destination", "", rounds.stream().mapToLong(Round::twice).sum(), 0);
  }

  private Round round(HubProcess hub, Recorder recorder) {
    recorder.clear();
    long begin = System.nanoTime();
    ClosedLoopLoad.Result result = saturate(hub.port(), ROUND);
    Poll.until(Duration.ofMinutes(2), () -> recorder.messages() >= result.acknowledged());
    double seconds = (recorder.lastNanos() - begin) / 1e9;
    return new Round(
        result.perSecond(),
        recorder.messages() / seconds,
        BenchReport.millis(result.ackNanos(), 99),
        Math.max(0, result.acknowledged() - recorder.messages()),
        recorder.naiveDuplicates());
  }

  private void awaitAnswers(int port) {
    try (Sender sender = new Sender(port, 5_000)) {
      assertThat(
              Poll.until(
                  Duration.ofMinutes(1),
                  () -> sender.send(traffic(port).request(0)).isAcknowledged()))
          .isTrue();
    }
  }

  private ClosedLoopLoad.Result saturate(int port, Duration length) {
    FormTraffic traffic = traffic(port);
    byte[][] ready = new byte[MOST_A_ROUND][];
    for (int i = 0; i < ready.length; i++) {
      ready[i] = traffic.request(i);
    }
    LongFunction<byte[]> requests =
        number -> number < ready.length ? ready[(int) number] : traffic.request(number);
    return ClosedLoopLoad.run(requests, port, CONNECTIONS, length);
  }

  /** Each run has people of its own. */
  private FormTraffic traffic(int port) {
    runs++;
    return new FormTraffic("b" + (char) ('a' + runs / 26) + (char) ('a' + runs % 26), port);
  }

  private HubProcess bareDoor() {
    int port = HubProcess.freePort();
    List<String> command = new ArrayList<>();
    command.add(PackagedProgram.java());
    command.addAll(PackagedProgram.OPTIONS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            BareDoor.class.getName(),
            Integer.toString(port)));
    return new HubProcess(command, folder, folder.resolve("none"), port);
  }

  private static double own(HubClocks before, HubClocks after, String clock, double share) {
    return after.millis(before, "patchbay_" + clock + "_seconds", share);
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return median(rounds.stream().mapToDouble(figure).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
