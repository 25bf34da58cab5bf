package dev.patchbay.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

  /** The part of the class path that the forked hub needs. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "classes$|postgres|Hikari|flyway|slf4j|logback|commons-|xz-|jackson|jspecify");

  @TempDir Path folder;

  @Test
  void isDurableHiddenAndRefusesASecondHub() throws Exception {
    Path data = folder.resolve("a data folder");
    try (OpenDatabase open = DatabaseOpener.open(DatabaseSettings.embedded(data))) {
      assertThat(show(open, "fsync")).isEqualTo("on");
      assertThat(show(open, "synchronous_commit")).isEqualTo("on");
      assertThat(show(open, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(show(open, "unix_socket_directories")).isEmpty();
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(data.resolve("postgres.password"))))
          .isEqualTo("rw-------");

      assertThatThrownBy(() -> DatabaseOpener.open(DatabaseSettings.embedded(data)))
          .isInstanceOf(DatabaseRefusedException.class)
          .hasMessageContaining("Another hub (process " + ProcessHandle.current().pid() + ")")
          .hasMessageContaining("--data");
      try (OpenDatabase joined = DatabaseOpener.join(DatabaseSettings.embedded(data))) {
        assertThat(show(joined, "port")).isEqualTo(show(open, "port"));
      }
    }
    assertThat(Postmaster.running(data.resolve("postgres"))).isEmpty();
  }

  @Test
  void keepsRowsAndComesBackByItselfWhenPostgresIsKilled() throws Exception {
    try (OpenDatabase open = DatabaseOpener.open(DatabaseSettings.embedded(folder))) {
      execute(open, "create table kept (id int)");
      execute(open, "insert into kept values (1)");
      long first = open.embeddedPid().orElseThrow();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      // Its children outlive it for a moment and still serve.
      within(
          Duration.ofSeconds(60),
          () -> assertThat(open.embeddedPid().orElseThrow()).isNotEqualTo(first));
      within(Duration.ofSeconds(60), () -> execute(open, "insert into kept values (2)"));
      assertThat(one(open, "select count(*) from kept")).isEqualTo("2");
    }
  }

  @Test
  void adoptsWhatAKilledHubLeftRunning() throws Exception {
    Process hub = fork(List.of(), folder);
    long orphan = pidOf(hub);
    hub.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(orphan)).isPresent();

    try (OpenDatabase open = DatabaseOpener.open(DatabaseSettings.embedded(folder))) {
      assertThat(open.embeddedPid()).contains(orphan);
      assertThat(one(open, "select count(*) from left_behind")).isEqualTo("1");
    }
    assertThat(Postmaster.running(folder.resolve("postgres"))).isEmpty();
  }

  @Test
  void startsAgainWhenHubAndPostgresWereBothKilled() throws Exception {
    Process hub = fork(List.of(), folder);
    long postgres = pidOf(hub);
    hub.destroyForcibly().waitFor();
    ProcessHandle.of(postgres).orElseThrow().destroyForcibly();

    try (OpenDatabase open = DatabaseOpener.open(DatabaseSettings.embedded(folder))) {
      assertThat(open.embeddedPid().orElseThrow()).isNotEqualTo(postgres);
      assertThat(one(open, "select count(*) from left_behind")).isEqualTo("1");
    }
  }

  @Test
  void beginsAnewWhenItWasKilledWhileInitializing() throws Exception {
    Files.createDirectories(folder.resolve("postgres.initializing/base"));
    Files.writeString(folder.resolve("postgres.initializing/PG_VERSION"), "17\n");
    Files.writeString(folder.resolve("postgres.password"), "half");

    try (OpenDatabase open = DatabaseOpener.open(DatabaseSettings.embedded(folder))) {
      assertThat(one(open, "select count(*) from message")).isEqualTo("0");
    }
  }

  @Test
  void runsForAnOrdinaryUser() throws Exception {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "an ordinary user runs all of these tests anyway");
    Path home = Files.createTempDirectory("patchbay-nobody");
    try {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
      Path classes = home.resolve("classes");
      String path = copyClassPath(classes);
      Process hub =
          fork(
              List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
              path,
              home.resolve("data"),
              home.resolve("cache"));
      assertThat(pidOf(hub)).isPositive();
      hub.destroy();
      assertThat(hub.waitFor(30, TimeUnit.SECONDS)).isTrue();
      within(
          Duration.ofSeconds(10),
          () -> assertThat(Postmaster.running(home.resolve("data/postgres"))).isEmpty());
    } finally {
      new PostgresCommands().run(List.of("rm", "-rf", home.toString()));
    }
  }

  @Test
  void refusesADatabaseThatMayLoseRowsUnlessToldOtherwise() {
    try (TestDatabase test = TestDatabase.create()) {
      String unsafe = test.url() + "&options=-c%20synchronous_commit=off";
      DatabaseSettings refused = new DatabaseSettings(unsafe, folder, false, 2);
      assertThatThrownBy(() -> DatabaseOpener.open(refused))
          .isInstanceOf(DatabaseRefusedException.class)
          .hasMessageContaining("synchronous_commit = off");

      DatabaseSettings allowed = new DatabaseSettings(unsafe, folder, true, 2);
      try (OpenDatabase open = DatabaseOpener.open(allowed)) {
        assertThat(open.isEmbedded()).isFalse();
        assertThat(show(open, "synchronous_commit")).isEqualTo("off");
      }
    }
  }

  private static Process fork(List<String> prefix, Path data) throws IOException {
    return fork(
        prefix,
        System.getProperty("java.class.path"),
        data,
        Path.of(System.getProperty("user.home"), ".cache", "patchbay"));
  }

  private static Process fork(List<String> prefix, String classPath, Path data, Path cache)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dpatchbay.cache=" + cache,
            "-cp",
            classPath,
            EmbeddedHub.class.getName(),
            data.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Reads on until the forked hub tells the process id of its PostgreSQL. */
  private static long pidOf(Process hub) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = hub.inputReader().readLine();
        line != null;
        line = hub.inputReader().readLine()) {
      if (line.startsWith(EmbeddedHub.READY)) {
        return Long.parseLong(line.substring(EmbeddedHub.READY.length()));
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the forked hub ended: " + said);
  }

  /** The class path in a place that any account can read. */
  private static String copyClassPath(Path target) throws IOException {
    Files.createDirectories(target);
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path source = Path.of(entry);
      if (!entry.isEmpty() && Files.exists(source) && NEEDED.matcher(entry).find()) {
        Path copy = target.resolve(copies.size() + "-" + source.getFileName());
        new PostgresCommands().run(List.of("cp", "-r", source.toString(), copy.toString()));
        copies.add(copy.toString());
      }
    }
    new PostgresCommands().run(List.of("chmod", "-R", "a+rX", target.toString()));
    return String.join(":", copies);
  }

  private static String show(OpenDatabase open, String setting) {
    return one(open, "show " + setting);
  }

  private static String one(OpenDatabase open, String sql) {
    return open.database()
        .inTransaction(
            connection -> {
              try (var statement = connection.createStatement();
                  var row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
              }
            });
  }

  private static void execute(OpenDatabase open, String sql) {
    open.database()
        .inTransaction(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.execute(sql);
              }
            });
  }

  /** Tries until it succeeds. */
  private static void within(Duration limit, Attempt attempt) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        attempt.run();
        return;
      } catch (DatabaseException | AssertionError e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  private interface Attempt {
    void run() throws Exception;
  }
}
