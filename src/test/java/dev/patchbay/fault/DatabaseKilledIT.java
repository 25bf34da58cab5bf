package dev.patchbay.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.fault.OpenLoopLoad.Try;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program while its embedded database is killed, left behind or fought over. */
class DatabaseKilledIT {

  private static final int KILLS = 3;
  private static final int PER_SECOND = 200;
  private static final Duration LONGEST = Duration.ofSeconds(15);

  @TempDir Path folder;

  @Test
  void refusesWhileTheDatabaseIsAwayAndGoesOnWithoutRestart() throws IOException {
    Path ledgerFile = folder.resolve("ledger");
    PackagedProgram program = PackagedProgram.get();
    try (Recorder recorder = new Recorder();
        Ledger ledger = new Ledger(ledgerFile);
        HubProcess hub = HubProcess.of(program, LoadStack.write(folder, recorder)).start()) {
      hub.awaitReady(Duration.ofMinutes(2));
      long pid = hub.pid();
      FormTraffic traffic = new FormTraffic("dbkill", hub.port());
      try (OpenLoopLoad load =
          new OpenLoopLoad(traffic, ledger, hub.port(), PER_SECOND, 64, Duration.ofMillis(500))
              .start()) {
        List<Duration> away = new ArrayList<>();
        for (int kill = 1; kill <= KILLS; kill++) {
          Poll.pause(Duration.ofSeconds(2));
          ProcessHandle postmaster = hub.postmaster().orElseThrow();
          long killed = System.nanoTime();
          postmaster.destroyForcibly();
          long before = load.acknowledged();
          assertThat(
                  Poll.until(
                      Duration.ofMinutes(2),
                      () ->
                          hub.postmaster().filter(p -> p.pid() != postmaster.pid()).isPresent()
                              && load.acknowledged() > before + PER_SECOND))
              .as("takes messages again after kill %d; it said:%n%s", kill, hub.tail(20))
              .isTrue();
          away.add(Duration.ofNanos(System.nanoTime() - killed));
        }
        assertWasSoonBack(away);
        assertThat(load.drain(Poll.onThisMachine(Duration.ofSeconds(30)))).isTrue();
        Set<String> acknowledged = Ledger.acknowledged(ledgerFile);
        Poll.until(
            Poll.onThisMachine(Duration.ofSeconds(60)),
            () -> recorder.missing(acknowledged).isEmpty());

        assertThat(recorder.missing(acknowledged)).as("acknowledged, but lost").isEmpty();
        assertThat(recorder.effectiveDuplicates()).isZero();
        assertThat(recorder.naiveDuplicates()).isLessThanOrEqualTo(KILLS * LoadStack.SLOTS);
        assertAnswersWerePrompt(load.tries());
      }
      assertThat(hub.isAlive() && hub.pid() == pid).as("the hub itself went on").isTrue();
    }
  }

  /** By the median: a test machine may stand still for some seconds now and then. */
  static void assertWasSoonBack(List<Duration> away) {
    assertThat(away.stream().sorted().toList().get(away.size() / 2))
        .as("from a kill until a second's messages were taken (median of %s)", away)
        .isLessThan(Poll.onThisMachine(Duration.ofSeconds(10)));
  }

  /** Refused within about 2 s, and nothing later than 5 s, but for one in a hundred. */
  static void assertAnswersWerePrompt(List<Try> tries) {
    Duration refusedWithin = Poll.onThisMachine(Duration.ofMillis(2_500));
    Duration answeredWithin = Poll.onThisMachine(Duration.ofSeconds(5));
    List<Try> refused = tries.stream().filter(t -> !t.answer().isAcknowledged()).toList();
    assertThat(refused).as("the kills were felt").isNotEmpty();
    assertThat(refused).extracting(t -> t.answer().status()).containsOnly(503);
    assertThat(refused)
        .allSatisfy(t -> assertThat(Integer.parseInt(t.answer().retryAfter())).isPositive());
    assertThat(slowOfAHundred(refused)).as("refused").isLessThan(refusedWithin);
    assertThat(slowOfAHundred(tries)).as("answered").isLessThan(answeredWithin);
    assertThat(tries)
        .allSatisfy(t -> assertThat(Duration.ofNanos(t.tookNanos())).isLessThan(LONGEST));
  }

  private static Duration slowOfAHundred(List<Try> tries) {
    long[] took = tries.stream().mapToLong(Try::tookNanos).sorted().toArray();
    return Duration.ofNanos(took[(int) (took.length * 0.99)]);
  }

  @Test
  void refusesASecondHubOnTheSameFolder() throws IOException {
    PackagedProgram program = PackagedProgram.get();
    try (Recorder recorder = new Recorder()) {
      Path stack = LoadStack.write(folder, recorder);
      try (HubProcess first = HubProcess.of(program, stack).start()) {
        first.awaitReady(Duration.ofMinutes(2));
        try (HubProcess second = HubProcess.of(program, stack)) {
          int code = second.start().awaitEnd(Duration.ofMinutes(2));
          assertThat(code).isNotZero();
          assertThat(second.output())
              .contains("Another hub (process " + first.pid() + ")")
              .contains("--data")
              .doesNotContain("\tat ");
        }
        assertThat(first.isReady()).as("the first goes on").isTrue();
      }
    }
  }

  @Test
  void adoptsTheDatabaseThatAKilledHubLeftBehind() throws IOException {
    assertAdoption(PackagedProgram.get(), folder, List.of());
  }

  @Test
  void doesTheSameForAnOrdinaryUser() throws IOException {
    assumeThat(System.getProperty("user.name"))
        .as("only root can become another user; as an ordinary user the other tests show this")
        .isEqualTo("root");
    assumeThat(Path.of("/usr/bin/setpriv"))
        .as("setpriv (Debian: util-linux), to become an ordinary user")
        .isExecutable();
    PackagedProgram program = PackagedProgram.get();
    List<String> nobody =
        List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    Path home = Files.createTempDirectory("patchbay-nobody");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
    try {
      assumeThat(Folders.canRead(nobody, program.jar()))
          .as("an ordinary user may read " + program.jar())
          .isTrue();
      assertAdoption(program, home, nobody);
    } finally {
      Folders.delete(home);
    }
  }

  private static void assertAdoption(PackagedProgram program, Path home, List<String> prefix)
      throws IOException {
    try (Recorder recorder = new Recorder()) {
      Path stack = LoadStack.write(home, recorder);
      Path data = home.resolve("data");
      int port = HubProcess.freePort();
      List<String> command = new ArrayList<>(prefix);
      command.addAll(program.command("run", stack, "--port", port, "--data", data));
      try (HubProcess hub = new HubProcess(command, home, data, port).start()) {
        hub.awaitReady(Duration.ofMinutes(2));
        FormTraffic traffic = new FormTraffic("orphan", port);
        try (Sender sender = new Sender(port, 30_000)) {
          assertThat(sender.send(traffic.request(1)).status()).isEqualTo(202);
        }
        ProcessHandle orphan = hub.postmaster().orElseThrow();
        hub.killNine();
        assertThat(orphan.isAlive()).as("the database outlives the hub").isTrue();

        hub.start().awaitReady(Duration.ofMinutes(2));
        assertThat(hub.postmaster()).contains(orphan);
        try (Sender sender = new Sender(port, 30_000)) {
          assertThat(sender.send(traffic.request(1)).status())
              .as("a message of before the kill is known")
              .isEqualTo(200);
        }
        hub.stop(Duration.ofSeconds(60));
        assertThat(Poll.until(Duration.ofSeconds(10), () -> hub.postmaster().isEmpty()))
            .as("the database ends with a hub that ends well")
            .isTrue();
      }
    }
  }
}
