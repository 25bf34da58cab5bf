package dev.patchbay.web;

import dev.patchbay.access.Audit;
import dev.patchbay.access.Caller;
import dev.patchbay.access.People;
import dev.patchbay.access.People.Rights;
import dev.patchbay.access.Person;
import dev.patchbay.access.PersonNames;
import dev.patchbay.access.Personal;
import dev.patchbay.access.Role;
import dev.patchbay.access.Scope;
import dev.patchbay.access.Sessions;
import dev.patchbay.access.WelcomeLinks;
import dev.patchbay.plan.Plan;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Who may sign in: invited by one-time links, with a role. */
final class PeopleApi implements ApiPart {

  private final People people;
  private final Sessions sessions;
  private final WelcomeLinks links;
  private final Audit audit;
  private final @Nullable URI publicUrl;

  /**
   * People by these rows.
   *
   * @param publicUrl by what address links lead here, or {@code null}: then they are paths
   */
  PeopleApi(
      People people, Sessions sessions, WelcomeLinks links, Audit audit, @Nullable URI publicUrl) {
    this.people = people;
    this.sessions = sessions;
    this.links = links;
    this.audit = audit;
    this.publicUrl = publicUrl;
  }

  /**
   * Somebody.
   *
   * @param state {@code invited}, {@code active} or {@code disabled}
   * @param sessions browsers that are signed in
   */
  record PersonRow(
      UUID id,
      String name,
      @Personal @Nullable String email,
      Role role,
      boolean personal,
      boolean correct,
      String state,
      boolean elsewhere,
      int sessions,
      Instant createdAt,
      String createdBy,
      @Nullable Instant signedInAt,
      @Nullable Instant disabledAt) {}

  record Everybody(List<PersonRow> rows) {}

  /** Invite; a viewer sees people and corrects leads unless told not to. */
  record InviteBody(
      String name,
      @Nullable String email,
      String role,
      @Nullable Boolean personal,
      @Nullable Boolean correct) {}

  /** Change; what is absent stays. */
  record RightsBody(
      @Nullable String role,
      @Nullable Boolean personal,
      @Nullable Boolean correct,
      @Nullable Boolean disabled,
      String why) {}

  /** A new link. */
  record LinkBody(String why) {}

  /** End all sessions. */
  record SignOutBody(String why) {}

  /**
   * A link, told this once.
   *
   * @param link address to open, good once, for a day
   */
  record OneTimeLink(UUID id, String name, String link) {}

  /** Who was changed. */
  record PersonChanged(UUID id, String state) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
                "/api/v1/people",
                "Who may sign in, by name.",
                List.of(),
                Everybody.class,
                this::list)
            .needing(Scope.ADMIN),
        act(
            HttpMethod.POST,
            "/api/v1/people",
            "Invites somebody: whoever opens the link chooses a password.",
            InviteBody.class,
            OneTimeLink.class,
            this::invite),
        act(
            HttpMethod.PATCH,
            "/api/v1/people/{id}",
            "Changes what somebody may do, or lets them in no more; at once, wherever they are.",
            RightsBody.class,
            PersonChanged.class,
            this::change),
        act(
            HttpMethod.POST,
            "/api/v1/people/{id}/link",
            "Makes a new one-time link to choose a password by; earlier links end.",
            LinkBody.class,
            OneTimeLink.class,
            this::link),
        act(
            HttpMethod.POST,
            "/api/v1/people/{id}/sign-out",
            "Ends all sessions of somebody.",
            SignOutBody.class,
            PersonChanged.class,
            this::signOut));
  }

  private static ApiRoute act(
      HttpMethod method,
      String path,
      String about,
      Class<? extends Record> body,
      Class<?> answer,
      ApiRoute.Handler handler) {
    return ApiRoute.act(method, path, Scope.ADMIN, about, body, answer, handler);
  }

  private Object list(Connection sql, ApiCall call) throws SQLException {
    List<PersonRow> rows = new java.util.ArrayList<>();
    for (Person person : people.list(sql)) {
      rows.add(
          new PersonRow(
              person.id(),
              person.name(),
              person.email(),
              person.role(),
              person.personal(),
              person.correct(),
              state(person),
              person.elsewhere(),
              sessions.of(sql, person.id()).size(),
              person.createdAt(),
              person.createdBy(),
              person.signedInAt(),
              person.disabledAt()));
    }
    return new Everybody(rows);
  }

  private Object invite(Connection sql, ApiCall call) throws SQLException, RefusedException {
    InviteBody body = call.body(InviteBody.class);
    String name =
        PersonNames.name(ApiBody.given(body.name(), "name"))
            .orElseThrow(() -> refused("This is no name.", PersonNames.RULE));
    String email = body.email();
    if (email != null && !email.isBlank()) {
      email =
          PersonNames.email(email)
              .orElseThrow(() -> refused("This is no e-mail address.", "Write name@example.com."));
    } else {
      email = null;
    }
    Rights rights =
        new Rights(
            role(ApiBody.given(body.role(), "role")),
            !Boolean.FALSE.equals(body.personal()),
            !Boolean.FALSE.equals(body.correct()));
    mayGive(call.caller(), rights.role().scopes(rights.personal(), rights.correct()));
    Person person =
        people
            .add(sql, name, email, rights, call.caller().name())
            .orElseThrow(
                () ->
                    new RefusedException(
                        409,
                        "people.taken",
                        "Somebody, or an API token, has that name or address.",
                        "Choose another name."));
    audit.append(
        sql, call.caller().name(), "invite", person.inAudit() + " as " + words(rights), null, 1);
    return oneTime(sql, call, person);
  }

  private Object change(Connection sql, ApiCall call) throws SQLException, RefusedException {
    RightsBody body = call.body(RightsBody.class);
    // Taken first: of two admins who disable each other, one stays.
    people.hasAdmin(sql);
    Person before = somebody(sql, call);
    Rights rights =
        new Rights(
            body.role() == null ? before.role() : role(body.role()),
            body.personal() == null ? before.personal() : body.personal(),
            body.correct() == null ? before.correct() : body.correct());
    boolean disabled = body.disabled() == null ? before.disabledAt() != null : body.disabled();
    boolean wasAdmin = isAdmin(before);
    if (!disabled || body.role() != null) {
      mayGive(call.caller(), rights.role().scopes(rights.personal(), rights.correct()));
    }
    people.setRights(sql, before.id(), rights);
    if (disabled != (before.disabledAt() != null)) {
      people.setDisabled(sql, before.id(), disabled);
    }
    if (disabled) {
      sessions.endAll(sql, before.id(), null);
      links.endOf(sql, before.id());
    }
    if (wasAdmin && !people.hasAdmin(sql)) {
      throw new RefusedException(
          409,
          "people.last-admin",
          "Nobody could change anything here any more.",
          "Make somebody else an admin first.");
    }
    audit.append(
        sql,
        call.caller().name(),
        disabled ? "disable" : "set-role",
        before.inAudit() + " to " + words(rights),
        body.why(),
        1);
    return new PersonChanged(before.id(), state(somebody(sql, call)));
  }

  private Object link(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Person person = somebody(sql, call);
    if (person.disabledAt() != null) {
      throw new RefusedException(
          409, "people.disabled", "They may not sign in.", "Let them in again first.");
    }
    mayGive(call.caller(), person.caller().scopes());
    return oneTime(sql, call, person);
  }

  private Object signOut(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Person person = somebody(sql, call);
    sessions.endAll(sql, person.id(), null);
    return new PersonChanged(person.id(), state(person));
  }

  private OneTimeLink oneTime(Connection sql, ApiCall call, Person person) throws SQLException {
    String path = WelcomeLinks.PATH + links.make(sql, person.id(), call.caller().name());
    return new OneTimeLink(person.id(), person.name(), Plan.absolute(publicUrl, path));
  }

  private Person somebody(Connection sql, ApiCall call) throws SQLException, RefusedException {
    return people.find(sql, call.id()).orElseThrow(ApiCall::notFound);
  }

  private static boolean isAdmin(Person person) {
    return person.role() == Role.ADMIN
        && person.disabledAt() == null
        && (person.hasPassword() || person.elsewhere());
  }

  /** No scope implies another, so nobody hands on what they do not have. */
  static void mayGive(Caller caller, Set<Scope> scopes) throws RefusedException {
    for (Scope scope : scopes) {
      if (!caller.may(scope)) {
        throw new RefusedException(
            403,
            "api.forbidden",
            "Nobody gives the scope %s who does not have it.".formatted(scope.word()),
            "Ask somebody who has it.");
      }
    }
  }

  private static Role role(String word) throws RefusedException {
    return Role.of(word)
        .orElseThrow(
            () -> refused("There is no such role.", "Known roles are viewer, operator and admin."));
  }

  private static String words(Rights rights) {
    return rights.role() == Role.VIEWER
        ? "viewer"
            + (rights.personal() ? ", sees people" : "")
            + (rights.correct() ? ", corrects leads" : "")
        : rights.role().word();
  }

  private static String state(Person person) {
    if (person.disabledAt() != null) {
      return "disabled";
    }
    return person.hasPassword() || person.elsewhere() ? "active" : "invited";
  }

  private static RefusedException refused(String text, String remedy) {
    return new RefusedException(400, "api.body", text, Objects.requireNonNull(remedy));
  }
}
