package dev.patchbay.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two hubs on one database, the one that sends is stopped in mid-air and wakes up later. */
class FrozenHubIT {

  private static final int PER_SECOND = 50;

  /** A hub without a heartbeat counts as gone after 15 s. */
  private static final Duration FROZEN = Duration.ofSeconds(25);

  @TempDir Path folder;

  @Test
  void leavesItsLanesToTheOtherAndWritesNothingStaleWhenItWakes()
      throws IOException, InterruptedException {
    Optional<Path> programs = DebianPostgres.programs();
    assumeThat(programs).as("a PostgreSQL server under /usr/lib/postgresql").isPresent();
    Path ledgerFile = folder.resolve("ledger");
    PackagedProgram program = PackagedProgram.get();
    try (DebianPostgres postgres = DebianPostgres.start(programs.orElseThrow());
        Recorder recorder = new Recorder();
        Ledger ledger = new Ledger(ledgerFile);
        HubProcess first = hub(program, recorder, postgres, "first").start()) {
      first.awaitReady(Duration.ofMinutes(2));
      Poll.until(Duration.ofSeconds(30), () -> owner(postgres) > 0);
      long frozen = owner(postgres);
      try (HubProcess other = hub(program, recorder, postgres, "other").start();
          OpenLoopLoad load =
              new OpenLoopLoad(
                  new FormTraffic("frozen", other.port()),
                  ledger,
                  other.port(),
                  PER_SECOND,
                  16,
                  Duration.ofMillis(1_000))) {
        other.awaitReady(Duration.ofMinutes(2));
        load.start();
        Poll.until(Duration.ofSeconds(30), () -> recorder.messages() > PER_SECOND);

        signal("STOP", first);
        assertThat(Poll.until(FROZEN.plusSeconds(20), () -> owner(postgres) != frozen))
            .as("the other hub takes the lane; it said:%n%s", other.tail(20))
            .isTrue();
        long delivered = recorder.messages();
        assertThat(
                Poll.until(
                    Duration.ofSeconds(60), () -> recorder.messages() > delivered + PER_SECOND))
            .as("and sends; it said:%n%s", other.tail(20))
            .isTrue();
        signal("CONT", first);
        Poll.pause(Duration.ofSeconds(5));

        assertThat(load.drain(Poll.onThisMachine(Duration.ofSeconds(30)))).isTrue();
        Set<String> acknowledged = Ledger.acknowledged(ledgerFile);
        Poll.until(
            Poll.onThisMachine(Duration.ofSeconds(60)),
            () -> recorder.missing(acknowledged).isEmpty());
        assertThat(recorder.missing(acknowledged)).as("acknowledged, but lost").isEmpty();
        assertThat(recorder.effectiveDuplicates()).isZero();
        assertThat(recorder.naiveDuplicates())
            .as("what was under way when it froze may be told twice, no more")
            .isLessThanOrEqualTo(LoadStack.SLOTS);
        assertThat(attemptsBeyondDeliveries(postgres))
            .as("attempts written by the hub that no longer owned the lane")
            .isZero();
        assertThat(Orphans.of(postgres.url())).isEmpty();
        assertThat(Poll.until(Duration.ofSeconds(30), first::isReady))
            .as("the hub that slept is back; it said:%n%s", first.tail(20))
            .isTrue();
        assertThat(owner(postgres)).as("and leaves the lane where it is").isNotEqualTo(frozen);
        assertThat(other.stop(Duration.ofSeconds(30))).isEqualTo(143);
      }
    }
  }

  private HubProcess hub(
      PackagedProgram program, Recorder recorder, DebianPostgres postgres, String name)
      throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    int port = HubProcess.freePort();
    return new HubProcess(
        program.command(
            "run",
            LoadStack.write(own, recorder),
            "--port",
            port,
            "--data",
            own.resolve("data"),
            "--db",
            postgres.url()),
        own,
        own.resolve("data"),
        port);
  }

  private static void signal(String signal, HubProcess hub)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(hub.pid())).start();
    assertThat(kill.waitFor()).as("kill -%s", signal).isZero();
  }

  /** The hub that holds the lane, or 0. */
  private static long owner(DebianPostgres postgres) {
    return number(
        postgres, "select coalesce(max(replica), 0) from lane where destination = 'destination'");
  }

  private static long attemptsBeyondDeliveries(DebianPostgres postgres) {
    return number(
        postgres,
        """
        select count(*) from (
          select delivery from attempt where verdict = 'accepted'
          group by delivery having count(*) > 1) twice""");
  }

  private static long number(DebianPostgres postgres, String sql) {
    try (var connection = DriverManager.getConnection(postgres.url());
        var row = connection.createStatement().executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
