package dev.patchbay.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program under load, killed again and again without a chance to say goodbye. */
class KillNineIT {

  private static final int KILLS = Integer.getInteger("kills", 10);
  private static final int PER_SECOND = Integer.getInteger("rate", 200);
  private static final Duration READY = Duration.ofSeconds(10);
  private static final long SEED = Long.getLong("seed", 20261122);

  @TempDir Path folder;

  @Test
  void losesNothingItHasAcknowledged() throws IOException {
    Path ledgerFile = folder.resolve("ledger");
    PackagedProgram program = PackagedProgram.get();
    try (Recorder recorder = new Recorder();
        Ledger ledger = new Ledger(ledgerFile);
        HubProcess hub = HubProcess.of(program, LoadStack.write(folder, recorder)).start()) {
      hub.awaitReady(Duration.ofMinutes(2));
      FormTraffic traffic = new FormTraffic("kill", hub.port());
      try (OpenLoopLoad load =
          new OpenLoopLoad(traffic, ledger, hub.port(), PER_SECOND, 32, Duration.ofMillis(1_000))
              .start()) {
        List<Duration> ready = killAgainAndAgain(hub, load);

        assertThat(load.drain(Poll.onThisMachine(Duration.ofSeconds(60))))
            .as("every message is acknowledged in the end")
            .isTrue();
        Set<String> acknowledged = Ledger.acknowledged(ledgerFile);
        assertThat(acknowledged).hasSize(Math.toIntExact(load.started()));
        Poll.until(
            Poll.onThisMachine(Duration.ofSeconds(60)),
            () -> recorder.missing(acknowledged).isEmpty());
        assertThat(recorder.missing(acknowledged))
            .as("acknowledged, but not delivered within 60 s of the last kill")
            .isEmpty();
        assertThat(recorder.effectiveDuplicates())
            .as("twice at a destination that upserts by delivery id")
            .isZero();
        assertThat(recorder.naiveDuplicates())
            .as("twice at a destination without memory, after %d kills", KILLS)
            .isLessThanOrEqualTo(KILLS * LoadStack.SLOTS);
        assertThat(recorder.unknown()).isZero();
        System.out.printf(
            "kill -9 x%d at %d/s: %d acknowledged, 0 lost, %d twice at a naive destination,"
                + " ready again after %.1f s (median), %.1f s (longest)%n",
            KILLS,
            PER_SECOND,
            acknowledged.size(),
            recorder.naiveDuplicates(),
            ready.get(ready.size() / 2).toMillis() / 1e3,
            ready.get(ready.size() - 1).toMillis() / 1e3);
        assertThat(ready.get(ready.size() / 2))
            .as("until ready after a kill (median)")
            .isLessThan(Poll.onThisMachine(READY));
      }
      assertThat(hub.stop(Duration.ofSeconds(30))).as("exit code after SIGTERM").isEqualTo(143);
    }
  }

  /** Gives how long each start took until the hub was ready, shortest first. */
  private static List<Duration> killAgainAndAgain(HubProcess hub, OpenLoopLoad load) {
    Random random = new Random(SEED);
    List<Duration> ready = new ArrayList<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      long before = load.acknowledged();
      Poll.pause(Duration.ofMillis(1_000 + random.nextInt(3_000)));
      hub.killNine();
      assertThat(load.acknowledged()).as("acknowledged before kill %d", kill).isGreaterThan(before);
      ready.add(hub.start().awaitReady(Duration.ofMinutes(2)));
    }
    Collections.sort(ready);
    return ready;
  }
}
