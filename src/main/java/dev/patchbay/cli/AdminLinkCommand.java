package dev.patchbay.cli;

import dev.patchbay.access.Audit;
import dev.patchbay.access.People;
import dev.patchbay.access.Person;
import dev.patchbay.access.Role;
import dev.patchbay.access.SignInTries;
import dev.patchbay.access.SignInTries.Counted;
import dev.patchbay.access.WelcomeLinks;
import dev.patchbay.event.Ids;
import dev.patchbay.plan.Plan;
import dev.patchbay.stack.StackReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets in those who are locked out: whoever may read the database may do that anyway. */
@Command(
    name = "admin-link",
    description = {
      "Prints a one-time link, good for 24 hours, by which whoever opens it becomes an admin;",
      "with --person, by which that person chooses a new password and is let in again."
    },
    mixinStandardHelpOptions = true)
final class AdminLinkCommand implements Callable<Integer> {

  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  private final People people = new People(clock, new Ids(clock, random));
  private final WelcomeLinks links = new WelcomeLinks(clock, random);
  private final SignInTries tries = new SignInTries(clock);
  private final Audit audit = new Audit(clock);

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The stack, for its publicUrl. Default: ${DEFAULT-VALUE}, where it is there.")
  private Path stack = Path.of("stack.yaml");

  @Option(
      names = "--port",
      description = "The hub's port, where its stack has no publicUrl. Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description = "Whose password is to be chosen anew.")
  private @Nullable String name;

  @Mixin private HubDatabase hub = new HubDatabase();

  @Override
  public Integer call() {
    Optional<String> code = hub.with(database -> database.inTransaction(this::make));
    if (code.isEmpty()) {
      Objects.requireNonNull(spec)
          .commandLine()
          .getErr()
          .println("Nobody signs in as '%s'.".formatted(name));
      return PatchbayCommand.FAILED;
    }
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .println(base() + WelcomeLinks.PATH + code.get());
    return 0;
  }

  private Optional<String> make(Connection sql) throws SQLException {
    if (name == null) {
      String code = links.make(sql, null, HubDatabase.operator());
      audit.append(sql, HubDatabase.operator(), "admin-link", "a new admin", null, 1);
      return Optional.of(code);
    }
    Optional<Person> found = people.named(sql, name).map(People.Secret::person);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Person person = found.get();
    people.setDisabled(sql, person.id(), false);
    tries.forget(sql, Counted.account(person.name()));
    if (person.email() != null) {
      tries.forget(sql, Counted.account(person.email()));
    }
    String code = links.make(sql, person.id(), HubDatabase.operator());
    audit.append(
        sql,
        HubDatabase.operator(),
        "admin-link",
        person.inAudit() + (person.role() == Role.ADMIN ? "" : ", no admin"),
        null,
        1);
    return Optional.of(code);
  }

  private String base() {
    if (Files.isReadable(stack)) {
      URI url = StackReader.read(stack).publicUrl();
      if (url != null) {
        return Plan.absolute(url, "");
      }
    }
    return "http://127.0.0.1:" + port;
  }
}
