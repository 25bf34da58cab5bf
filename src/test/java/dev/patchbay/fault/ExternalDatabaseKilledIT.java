package dev.patchbay.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on a PostgreSQL of its own administrator, killed and brought back. */
class ExternalDatabaseKilledIT {

  private static final int KILLS = 3;
  private static final int PER_SECOND = 200;
  private static final Duration AWAY = Duration.ofSeconds(3);

  @TempDir Path folder;

  @Test
  void refusesWhileTheDatabaseIsAwayAndGoesOnWithoutRestart() throws IOException {
    Optional<Path> programs = DebianPostgres.programs();
    assumeThat(programs).as("a PostgreSQL server under /usr/lib/postgresql").isPresent();
    Path ledgerFile = folder.resolve("ledger");
    PackagedProgram program = PackagedProgram.get();
    try (DebianPostgres postgres = DebianPostgres.start(programs.orElseThrow());
        Recorder recorder = new Recorder();
        Ledger ledger = new Ledger(ledgerFile)) {
      Path stack = LoadStack.write(folder, recorder);
      Path data = folder.resolve("data");
      int port = HubProcess.freePort();
      try (HubProcess hub =
              new HubProcess(
                      program.command(
                          "run", stack, "--port", port, "--data", data, "--db", postgres.url()),
                      folder,
                      data,
                      port)
                  .start();
          OpenLoopLoad load =
              new OpenLoopLoad(
                  new FormTraffic("external", port),
                  ledger,
                  port,
                  PER_SECOND,
                  64,
                  Duration.ofMillis(500))) {
        hub.awaitReady(Duration.ofMinutes(2));
        load.start();
        List<Duration> away = new ArrayList<>();
        for (int kill = 1; kill <= KILLS; kill++) {
          Poll.pause(Duration.ofSeconds(2));
          postgres.killNine();
          Poll.pause(AWAY);
          postgres.start();
          long back = System.nanoTime();
          long before = load.acknowledged();
          assertThat(
                  Poll.until(
                      Duration.ofMinutes(2), () -> load.acknowledged() > before + PER_SECOND))
              .as("takes messages again; it said:%n%s", hub.tail(20))
              .isTrue();
          away.add(Duration.ofNanos(System.nanoTime() - back));
        }
        DatabaseKilledIT.assertWasSoonBack(away);
        assertThat(load.drain(Poll.onThisMachine(Duration.ofSeconds(30)))).isTrue();
        Set<String> acknowledged = Ledger.acknowledged(ledgerFile);
        Poll.until(
            Poll.onThisMachine(Duration.ofSeconds(60)),
            () -> recorder.missing(acknowledged).isEmpty());
        assertThat(recorder.missing(acknowledged))
            .as("acknowledged, but lost; the rows say %s", rows(postgres.url()))
            .isEmpty();
        assertThat(recorder.effectiveDuplicates()).isZero();
        assertThat(Orphans.of(postgres.url())).isEmpty();
        DatabaseKilledIT.assertAnswersWerePrompt(load.tries());
        assertThat(hub.stop(Duration.ofSeconds(30))).isEqualTo(143);
      }
    }
  }

  /** What is not done, and why: states and kinds, no people. */
  private static List<String> rows(String url) {
    String sql =
        """
        select 'message ' || state || ' replica ' || coalesce(replica::text, '-') || ' '
               || coalesce(findings->0->>'kind', '') || ': ' || count(*)
        from message where state <> 1 group by state, replica, findings->0->>'kind'
        union all
        select 'delivery ' || state || ' claim ' || coalesce(claimed_by::text, '-') || ' attempts '
               || attempts || ' ' || coalesce(error_kind, '') || ' due in '
               || round(extract(epoch from due_at - clock_timestamp())) || ' s: ' || count(*)
        from delivery where state <> 1
        group by state, claimed_by, attempts, error_kind,
                 round(extract(epoch from due_at - clock_timestamp()))
        union all
        select 'lane token ' || token || ' paused ' || paused from lane""";
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet result = connection.createStatement().executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    } catch (SQLException e) {
      rows.add("nothing: " + e.getMessage());
    }
    return rows;
  }
}
