package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.access.Audit;
import dev.patchbay.access.People;
import dev.patchbay.access.People.Rights;
import dev.patchbay.access.Person;
import dev.patchbay.access.SignInTries;
import dev.patchbay.access.SignInTries.Counted;
import dev.patchbay.access.WelcomeLinks;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AdminLinkCommandIT {

  @TempDir Path folder;

  private final TestDatabase test = TestDatabase.create();
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  private final People people = new People(clock, new Ids(clock, random));
  private final WelcomeLinks links = new WelcomeLinks(clock, random);
  private final SignInTries tries = new SignInTries(clock);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aLinkMakesAnAdminAtTheStacksOwnAddress() throws IOException {
    Path stack = folder.resolve("stack.yaml");
    Files.writeString(
        stack,
        "stack: made-up\nregion: US\npublicUrl: https://hooks.example.com/\n"
            + "connections: {}\nflows: {}\n");

    assertThat(run(stack.toString())).as(err.toString()).isZero();

    String link = out.toString().strip();
    assertThat(link).startsWith("https://hooks.example.com/app/welcome/");
    assertThat(link(link).person()).isNull();
    assertThat(
            test.database()
                .inTransaction(sql -> new Audit(clock).page(sql, null, 1))
                .get(0)
                .action())
        .isEqualTo("admin-link");
  }

  @Test
  void aPersonWhoIsLockedOutIsLetInAgain() {
    Person ana =
        test.database()
            .inTransaction(
                sql -> {
                  Person made = people.add(sql, "Ana", null, Rights.ADMIN, "test").orElseThrow();
                  people.setDisabled(sql, made.id(), true);
                  for (int i = 0; i < 5; i++) {
                    tries.take(
                        sql, List.of(Counted.account("ana"), Counted.address("192.0.2." + i)));
                  }
                  return made;
                });

    assertThat(run("none.yaml", "--port", "8123", "--person", "ANA")).as(err.toString()).isZero();

    String link = out.toString().strip();
    assertThat(link).startsWith("http://127.0.0.1:8123/app/welcome/");
    assertThat(link(link).person()).isEqualTo(ana.id());
    Optional<Person> now = test.database().inTransaction(sql -> people.find(sql, ana.id()));
    assertThat(now.orElseThrow().disabledAt()).isNull();
    assertThat(
            test.database()
                .inTransaction(sql -> tries.waits(sql, Counted.account("ana")).isPresent())
                .booleanValue())
        .isFalse();
    assertThat(run("none.yaml", "--person", "Bob")).isEqualTo(1);
    assertThat(err.toString()).contains("Nobody signs in as 'Bob'.");
  }

  private WelcomeLinks.Link link(String address) {
    String code = address.substring(address.lastIndexOf('/') + 1);
    Optional<WelcomeLinks.Link> found = test.database().inTransaction(sql -> links.find(sql, code));
    return found.orElseThrow();
  }

  private int run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("admin-link", "--db", test.url()));
    line.addAll(List.of(arguments));
    CommandLine commands =
        PatchbayCommand.commands(
            properties -> {
              throw new IllegalStateException("No hub is needed");
            });
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(line.toArray(String[]::new));
  }
}
