package dev.patchbay.signin;

import dev.patchbay.access.Audit;
import dev.patchbay.access.People;
import dev.patchbay.access.Person;
import dev.patchbay.access.PersonNames;
import dev.patchbay.access.Sessions;
import dev.patchbay.access.SignInTries;
import dev.patchbay.access.SignInTries.Counted;
import dev.patchbay.access.WelcomeLinks;
import dev.patchbay.db.Database;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One-time links: whoever opens one chooses a password, and a name where they have none yet. */
public final class Welcome {

  /** Said of forged, used and old links alike. */
  public static final String NO_LINK =
      "This link is not good: it was used, is older than a day, or was replaced by a later one.";

  private final Database database;
  private final People people;
  private final Sessions sessions;
  private final WelcomeLinks links;
  private final SignInTries tries;
  private final Audit audit;
  private final Passwords passwords;
  private final SignIn signIn;

  Welcome(
      Database database,
      People people,
      Sessions sessions,
      WelcomeLinks links,
      SignInTries tries,
      Audit audit,
      Passwords passwords,
      SignIn signIn) {
    this.database = database;
    this.people = people;
    this.sessions = sessions;
    this.links = links;
    this.tries = tries;
    this.audit = audit;
    this.passwords = passwords;
    this.signIn = signIn;
  }

  /**
   * Whom a link is for.
   *
   * @param name of whom, or {@code null} where it makes an admin of whoever opens it
   * @param nameIsOpen whether they may choose a name
   */
  public record Guest(@Nullable String name, boolean nameIsOpen) {}

  /** Whom a code is for; empty when it is not good. Looking does not use it up. */
  public Optional<Guest> guest(String code) {
    return database.inTransaction(
        sql -> {
          Optional<WelcomeLinks.Link> link = links.find(sql, code);
          if (link.isEmpty()) {
            return Optional.empty();
          }
          if (link.get().person() == null) {
            return Optional.of(new Guest(null, true));
          }
          return people
              .find(sql, link.get().person())
              .filter(person -> person.disabledAt() == null)
              .map(person -> new Guest(person.name(), isNew(person)));
        });
  }

  /** Keeps what somebody chose, ends the link, and signs them in. */
  public Entry choose(
      HttpServletRequest request, String code, String name, String password, String again) {
    Optional<Guest> guest = guest(code);
    if (guest.isEmpty()) {
      return Entry.refused(NO_LINK);
    }
    Optional<String> chosen =
        guest.get().nameIsOpen() ? PersonNames.name(name) : Optional.ofNullable(guest.get().name());
    if (chosen.isEmpty()) {
      return Entry.refused(PersonNames.RULE);
    }
    String problem =
        password.equals(again)
            ? Passwords.problem(password, chosen.get(), null)
            : "The password was not typed twice alike.";
    if (problem != null) {
      return Entry.refused(problem);
    }
    try {
      String encoded = passwords.inTurn(() -> passwords.encode(password));
      return signIn.in(
          database.inTransaction(sql -> used(sql, request, code, chosen.get(), encoded)));
    } catch (Passwords.BusyException e) {
      return Entry.refused("Too many are signing in at this moment. Try again.");
    } catch (NoException e) {
      return Entry.refused(e.why);
    }
  }

  private String used(
      Connection sql, HttpServletRequest request, String code, String name, String encoded)
      throws SQLException {
    // Held until the end: of two links that make an admin, the second finds itself ended.
    people.hasAdmin(sql);
    WelcomeLinks.Link link = links.use(sql, code).orElseThrow(() -> new NoException(NO_LINK));
    Person person =
        link.person() == null
            ? people
                .add(sql, name, null, People.Rights.ADMIN, link.madeBy())
                .orElseThrow(() -> new NoException("Somebody else has that name."))
            : invited(sql, link, name);
    people.setPassword(sql, person.id(), encoded);
    if (person.role() == dev.patchbay.access.Role.ADMIN) {
      links.endOpenOnes(sql);
    }
    sessions.endAll(sql, person.id(), null);
    tries.forget(sql, Counted.account(person.name()));
    audit.append(
        sql, person.name(), "choose-password", person.inAudit(), "link by " + link.madeBy(), 1);
    return signIn.begin(sql, request, person, "by a one-time link");
  }

  private Person invited(Connection sql, WelcomeLinks.Link link, String name) throws SQLException {
    Person person =
        people
            .lock(sql, java.util.Objects.requireNonNull(link.person()))
            .map(People.Secret::person)
            .filter(found -> found.disabledAt() == null)
            .orElseThrow(() -> new NoException(NO_LINK));
    if (!isNew(person) || person.name().equals(name)) {
      return person;
    }
    if (!people.rename(sql, person.id(), name)) {
      throw new NoException("Somebody else has that name.");
    }
    return people.find(sql, person.id()).orElseThrow();
  }

  /** Nobody knows them by their name yet. */
  private static boolean isNew(Person person) {
    return !person.hasPassword() && !person.elsewhere();
  }

  /** Undoes what was done of it, the use of the link too. */
  private static final class NoException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String why;

    NoException(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }
}
