package dev.patchbay.dashboard;

import dev.patchbay.access.Session;
import dev.patchbay.access.Sessions.SignedIn;
import dev.patchbay.signin.Entry;
import dev.patchbay.signin.NextPage;
import dev.patchbay.signin.SignIn;
import dev.patchbay.signin.SignInSettings;
import dev.patchbay.signin.Welcome;
import dev.patchbay.web.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerResponse;

/** Signing in and out, one-time links, and somebody's own sign-in. */
final class SignInPages implements PagePart {

  private static final String SIGN_IN = "/app/sign-in";

  private final SignInSettings settings;
  private final Supplier<SignIn> signIn;
  private final Supplier<Welcome> welcome;

  /** Pages by these, which are made when the first of them is opened. */
  SignInPages(SignInSettings settings, Supplier<SignIn> signIn, Supplier<Welcome> welcome) {
    this.settings = settings;
    this.signIn = signIn;
    this.welcome = welcome;
  }

  /** A browser in which somebody is signed in. */
  record SessionLine(Session session, boolean here) {}

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get(SIGN_IN, this::door).forEverybody(),
        PageRoute.post(SIGN_IN, this::enter).forEverybody(),
        PageRoute.post("/app/sign-out", this::leave),
        PageRoute.get("/app/welcome/{id}", this::invitation).forEverybody(),
        PageRoute.post("/app/welcome/{id}", this::choose).forEverybody(),
        PageRoute.get("/app/me", call -> me(call, null)),
        PageRoute.post("/app/me/password", this::changePassword),
        PageRoute.post("/app/me/sessions/{id}/end", this::end),
        PageRoute.post("/app/me/sign-out-everywhere", this::leaveEverywhere));
  }

  private PageAnswer door(PageCall call) {
    String next = NextPage.of(call.text("next"));
    if (SignIn.signedIn(asked(call)).isPresent()) {
      return PageAnswer.redirect(next);
    }
    return door(call, 200, null, "");
  }

  private PageAnswer door(PageCall call, int status, @Nullable Entry refused, String name) {
    Map<String, Object> values = new HashMap<>();
    String next = NextPage.of(call.text("next"));
    values.put("next", next.equals(NextPage.HOME) ? null : next);
    values.put("refused", refused);
    values.put("amiss", "elsewhere".equals(call.text("problem")));
    values.put("name", name);
    values.put("passwords", settings.passwords());
    values.put("elsewhere", settings.elsewhere());
    values.put("elsewhereLink", elsewhere(next));
    return new PageAnswer.Html(status, "sign-in", values);
  }

  private static String elsewhere(String next) {
    return Links.of(
        "/app/oidc/start", next.equals(NextPage.HOME) ? Map.of() : Map.of("next", next));
  }

  private PageAnswer enter(PageCall call) {
    String name = Objects.requireNonNullElse(call.text("name"), "");
    Entry entry = signIn.get().signIn(asked(call), name, raw(call, "password"));
    if (entry.isDone()) {
      return go(NextPage.of(call.text("next")), entry);
    }
    return door(call, entry.opensAt() == null ? 401 : 429, entry, name);
  }

  private PageAnswer leave(PageCall call) {
    return go(SIGN_IN, signIn.get().signOut(asked(call)));
  }

  private PageAnswer invitation(PageCall call) throws RefusedException {
    Optional<Welcome.Guest> guest = guest(call);
    return guest.isEmpty() ? noLink() : invitation(guest.get(), 200, null, guest.get().name());
  }

  private Optional<Welcome.Guest> guest(PageCall call) {
    return settings.passwords() ? welcome.get().guest(call.id()) : Optional.empty();
  }

  private static PageAnswer noLink() {
    return new PageAnswer.Html(404, "welcome-not", Map.of("text", Welcome.NO_LINK));
  }

  private static PageAnswer invitation(
      Welcome.Guest guest, int status, @Nullable Entry refused, @Nullable String name) {
    Map<String, Object> values = new HashMap<>();
    values.put("guest", guest);
    values.put("refused", refused);
    values.put("name", name == null ? "" : name);
    return new PageAnswer.Html(status, "welcome", values);
  }

  private PageAnswer choose(PageCall call) {
    Optional<Welcome.Guest> guest = guest(call);
    if (guest.isEmpty()) {
      return noLink();
    }
    String name = Objects.requireNonNullElse(call.text("name"), "");
    Entry entry =
        welcome
            .get()
            .choose(asked(call), call.id(), name, raw(call, "password"), raw(call, "again"));
    if (entry.isDone()) {
      return go(NextPage.HOME, entry);
    }
    return Welcome.NO_LINK.equals(entry.problem())
        ? noLink()
        : invitation(guest.get(), 400, entry, name);
  }

  private PageAnswer me(PageCall call, @Nullable Entry refused) {
    Map<String, Object> values = new HashMap<>();
    Optional<SignedIn> me = SignIn.signedIn(asked(call));
    values.put("person", me.map(SignedIn::person).orElse(null));
    values.put("refused", refused);
    values.put("changed", "yes".equals(call.text("changed")));
    values.put("passwords", settings.passwords());
    values.put(
        "sessions",
        me.map(
                found ->
                    signIn.get().sessions(found).stream()
                        .map(
                            session ->
                                new SessionLine(session, session.id().equals(found.session().id())))
                        .toList())
            .orElse(List.of()));
    return new PageAnswer.Html(
        refused == null ? 200 : refused.opensAt() == null ? 400 : 429, "me", values);
  }

  private PageAnswer changePassword(PageCall call) throws RefusedException {
    Entry entry =
        signIn
            .get()
            .changePassword(
                asked(call),
                known(call),
                raw(call, "current"),
                raw(call, "password"),
                raw(call, "again"));
    return entry.isDone() ? go("/app/me?changed=yes", entry) : me(call, entry);
  }

  private PageAnswer end(PageCall call) throws RefusedException {
    SignedIn me = known(call);
    try {
      signIn.get().end(me, UUID.fromString(call.id()));
    } catch (IllegalArgumentException e) {
      return PageAnswer.redirect("/app/me");
    }
    return PageAnswer.redirect("/app/me");
  }

  private PageAnswer leaveEverywhere(PageCall call) throws RefusedException {
    return go(SIGN_IN, signIn.get().signOutEverywhere(known(call)));
  }

  private static SignedIn known(PageCall call) throws RefusedException {
    return SignIn.signedIn(asked(call))
        .orElseThrow(
            () ->
                new RefusedException(
                    409,
                    "page.nobody",
                    "Nobody is signed in here: this machine is let in as it is.",
                    "Sign in by name and password first."));
  }

  /** As it was typed: blanks at the ends belong to a password. */
  private static String raw(PageCall call, String name) {
    return call.request().param(name).orElse("");
  }

  private static HttpServletRequest asked(PageCall call) {
    return call.request().servletRequest();
  }

  private static PageAnswer go(String path, Entry entry) {
    return new PageAnswer.Raw(
        ServerResponse.seeOther(URI.create(path))
            .headers(
                headers ->
                    entry.cookies().forEach(cookie -> headers.add(HttpHeaders.SET_COOKIE, cookie)))
            .build());
  }
}
