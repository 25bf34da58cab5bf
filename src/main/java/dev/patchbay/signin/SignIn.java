package dev.patchbay.signin;

import dev.patchbay.access.Audit;
import dev.patchbay.access.People;
import dev.patchbay.access.Person;
import dev.patchbay.access.Session;
import dev.patchbay.access.Sessions;
import dev.patchbay.access.Sessions.SignedIn;
import dev.patchbay.access.SignInTries;
import dev.patchbay.access.SignInTries.Counted;
import dev.patchbay.access.SignInTries.Verdict;
import dev.patchbay.db.Database;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Lets people in and out, and changes their passwords. */
public final class SignIn {

  /** Said whether or not there is such a name: who guesses learns nothing. */
  static final String WRONG = "That name and password do not belong together.";

  private static final String BUSY = "Too many are signing in at this moment. Try again.";
  private static final int LONGEST_INPUT = 1_000;

  private final Database database;
  private final People people;
  private final Sessions sessions;
  private final SignInTries tries;
  private final Audit audit;
  private final Passwords passwords;
  private final SignInSettings settings;
  private final Cookies cookies;

  SignIn(
      Database database,
      People people,
      Sessions sessions,
      SignInTries tries,
      Audit audit,
      Passwords passwords,
      SignInSettings settings,
      Cookies cookies) {
    this.database = database;
    this.people = people;
    this.sessions = sessions;
    this.tries = tries;
    this.audit = audit;
    this.passwords = passwords;
    this.settings = settings;
    this.cookies = cookies;
  }

  /** Who asks by a session, or empty: then they are nobody, or known by other means. */
  public static Optional<SignedIn> signedIn(HttpServletRequest request) {
    return request.getAttribute(SessionFilter.SIGNED_IN) instanceof SignedIn found
        ? Optional.of(found)
        : Optional.empty();
  }

  /** What forms of pages send along to prove that they are ours; empty where none is asked for. */
  public static String formToken(HttpServletRequest request) {
    return request.getAttribute(FormToken.ATTRIBUTE) instanceof String token ? token : "";
  }

  /** Signs in by name or address and password. */
  public Entry signIn(HttpServletRequest request, String name, String password) {
    if (!settings.passwords()) {
      return Entry.refused("Passwords are not used here.");
    }
    Visitor visitor = visitor(request);
    String typed = name.length() > LONGEST_INPUT ? "" : name;
    String given = password.length() > LONGEST_INPUT ? "" : password;
    try {
      return passwords.inTurn(() -> tried(request, visitor, typed, given));
    } catch (Passwords.BusyException e) {
      return Entry.refused(BUSY);
    }
  }

  /** Counted, looked up and compared alike whether or not anybody has this name. */
  private Entry tried(HttpServletRequest request, Visitor visitor, String typed, String given) {
    Counted account = Counted.account(typed);
    Counted address = Counted.address(visitor.address());
    record Look(Verdict verdict, Optional<People.Secret> found) {}
    Look look =
        database.inTransaction(
            sql -> new Look(tries.take(sql, List.of(account, address)), people.named(sql, typed)));
    if (!look.verdict().allowed()) {
      return Entry.waits(look.verdict().opensAt());
    }
    String encoded = look.found().map(People.Secret::password).orElse(null);
    boolean right =
        passwords.matches(given, encoded)
            && look.found().map(found -> found.person().disabledAt() == null).orElse(false);
    String again =
        right && encoded != null && passwords.isOutdated(encoded) ? passwords.encode(given) : null;
    Optional<String> secret =
        database.inTransaction(
            sql -> {
              Optional<People.Secret> still =
                  right ? people.lock(sql, look.found().orElseThrow().person().id()) : look.found();
              if (!right || isOther(still, encoded)) {
                noteRefusal(sql, look.found(), look.verdict());
                return Optional.empty();
              }
              Person person = still.orElseThrow().person();
              if (again != null) {
                people.setPassword(sql, person.id(), again);
              }
              tries.forgive(sql, account, address);
              tries.clear(sql);
              return Optional.of(begin(sql, request, person, "by password"));
            });
    return secret.map(this::in).orElseGet(() -> Entry.refused(WRONG));
  }

  /** The password was changed, or the person disabled, while it was compared. */
  private static boolean isOther(
      Optional<People.Secret> now, @org.jspecify.annotations.Nullable String encoded) {
    return now.isEmpty()
        || now.get().person().disabledAt() != null
        || encoded == null
        || !encoded.equals(now.get().password());
  }

  /** What was typed stays out: it may be an address, or a password in the wrong place. */
  private void noteRefusal(Connection sql, Optional<People.Secret> found, Verdict verdict)
      throws SQLException {
    String whom = found.map(one -> one.person().inAudit()).orElse("a name that nobody has");
    audit.append(sql, "nobody", "sign-in-refused", whom, null, 0);
    if (verdict.closes()) {
      audit.append(sql, "nobody", "sign-in-slowed", whom, "too many wrong tries", 0);
    }
  }

  /** Signs somebody in whose word was taken elsewhere; the browser's earlier session ends. */
  String begin(Connection sql, HttpServletRequest request, Person person, String how)
      throws SQLException {
    Optional<SignedIn> before = signedIn(request);
    if (before.isPresent()) {
      sessions.end(sql, before.get().person().id(), before.get().session().id());
    }
    String secret = sessions.begin(sql, person.id(), visitor(request).browser());
    audit.append(sql, person.name(), "sign-in", person.inAudit(), how, 1);
    return secret;
  }

  /** Signs in somebody of whom the issuer told us. */
  Entry arrived(HttpServletRequest request, Person person) {
    return in(database.inTransaction(sql -> begin(sql, request, person, "by the issuer's word")));
  }

  /** The answer that lets a browser in. */
  Entry in(String secret) {
    return Entry.done(cookies.sessionHeader(secret), cookies.visitEndHeader());
  }

  Visitor visitor(HttpServletRequest request) {
    return Visitor.of(request, settings.proxies());
  }

  /** Signs this browser out. */
  public Entry signOut(HttpServletRequest request) {
    Optional<SignedIn> found = signedIn(request);
    if (found.isPresent()) {
      SignedIn me = found.get();
      database.inTransaction(
          sql -> {
            sessions.end(sql, me.person().id(), me.session().id());
            audit.append(sql, me.person().name(), "sign-out", me.person().inAudit(), null, 1);
            return true;
          });
    }
    return Entry.done(cookies.sessionEndHeader(), cookies.visitEndHeader());
  }

  /** Where somebody is signed in. */
  public List<Session> sessions(SignedIn me) {
    return database.inTransaction(sql -> sessions.of(sql, me.person().id()));
  }

  /** Ends one of somebody's own sessions. */
  public void end(SignedIn me, UUID session) {
    database.inTransaction(
        sql -> {
          int ended = sessions.end(sql, me.person().id(), session);
          noteEnd(sql, me.person(), ended);
          return ended;
        });
  }

  /** Ends all of somebody's own sessions, this one too. */
  public Entry signOutEverywhere(SignedIn me) {
    database.inTransaction(
        sql -> {
          int ended = sessions.endAll(sql, me.person().id(), null);
          noteEnd(sql, me.person(), ended);
          return ended;
        });
    return Entry.done(cookies.sessionEndHeader(), cookies.visitEndHeader());
  }

  private void noteEnd(Connection sql, Person me, int ended) throws SQLException {
    if (ended > 0) {
      audit.append(sql, me.name(), "end-sessions", me.inAudit(), null, ended);
    }
  }

  /** Changes somebody's own password; they are signed in anew, and nowhere else. */
  public Entry changePassword(
      HttpServletRequest request, SignedIn me, String current, String fresh, String again) {
    Person person = me.person();
    String problem =
        fresh.equals(again)
            ? Passwords.problem(fresh, person.name(), person.email())
            : "The new password was not typed twice alike.";
    if (problem != null) {
      return Entry.refused(problem);
    }
    try {
      return passwords.inTurn(() -> changed(request, me, current, fresh));
    } catch (Passwords.BusyException e) {
      return Entry.refused(BUSY);
    }
  }

  private Entry changed(HttpServletRequest request, SignedIn me, String current, String fresh) {
    Person person = me.person();
    Counted account = Counted.account(person.name());
    Counted address = Counted.address(visitor(request).address());
    record Look(Verdict verdict, Optional<People.Secret> found) {}
    Look look =
        database.inTransaction(
            sql ->
                new Look(
                    tries.take(sql, List.of(account, address)), people.lock(sql, person.id())));
    if (!look.verdict().allowed()) {
      return Entry.waits(look.verdict().opensAt());
    }
    String encoded = look.found().map(People.Secret::password).orElse(null);
    boolean right = passwords.matches(current, encoded);
    String kept = right ? passwords.encode(fresh) : "";
    Optional<String> secret =
        database.inTransaction(
            sql -> {
              if (!right || isOther(people.lock(sql, person.id()), encoded)) {
                noteRefusal(sql, look.found(), look.verdict());
                return Optional.empty();
              }
              tries.forgive(sql, account, address);
              people.setPassword(sql, person.id(), kept);
              sessions.endAll(sql, person.id(), null);
              audit.append(sql, person.name(), "change-password", person.inAudit(), null, 1);
              return Optional.of(sessions.begin(sql, person.id(), visitor(request).browser()));
            });
    return secret.map(this::in).orElseGet(() -> Entry.refused("The present password is another."));
  }
}
