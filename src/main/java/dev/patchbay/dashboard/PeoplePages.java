package dev.patchbay.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.access.Scope;
import dev.patchbay.web.RefusedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** For admins: who may sign in, which programs may call, and who did and saw what. */
final class PeoplePages implements PagePart {

  private static final String PEOPLE = "/api/v1/people";
  private static final String TOKENS = "/api/v1/tokens";

  private static final List<Choice> ROLES =
      List.of(
          new Choice("viewer", "Viewer", "reads everything; for marketing and the front desk"),
          new Choice("operator", "Operator", "keeps connections running and sends again; for IT"),
          new Choice("admin", "Admin", "everything, other people's roles too"));

  private static final List<Choice> SCOPES =
      List.of(
          new Choice("read", "read", "leads, journeys and views; who people are stays masked"),
          new Choice("read:personal", "read:personal", "names, addresses, numbers and answers"),
          new Choice("correct", "correct", "status and value of leads, and who is who"),
          new Choice("replay", "replay", "send deliveries again"),
          new Choice("admin", "admin", "erase, export, people, tokens and the audit"));

  private static final List<String> ACTIONS =
      List.of(
          "view",
          "export",
          "post",
          "patch",
          "sign-in",
          "sign-in-refused",
          "sign-in-slowed",
          "sign-out",
          "choose-password",
          "change-password",
          "end-sessions",
          "invite",
          "set-role",
          "disable",
          "create",
          "revoke");

  /** Something to choose, and what it means. */
  record Choice(String word, String title, String about) {}

  /** Somebody as the list shows them. */
  record PersonLine(
      UUID id,
      String name,
      @Nullable String email,
      String role,
      boolean personal,
      boolean correct,
      String state,
      boolean elsewhere,
      int sessions,
      Instant createdAt,
      String createdBy,
      @Nullable Instant signedInAt) {}

  record Everybody(List<PersonLine> rows) {}

  /** A token as the list shows it. */
  record TokenLine(
      UUID id,
      String name,
      List<String> scopes,
      Instant createdAt,
      String createdBy,
      @Nullable Instant revokedAt) {}

  record AllTokens(List<TokenLine> rows) {}

  /** A row of the audit. */
  record AuditLine(
      long seq,
      Instant at,
      String who,
      String action,
      String what,
      @Nullable String why,
      long records) {}

  /** Whether the chain is whole. */
  record AuditState(
      boolean whole, long entries, @Nullable Long wrongAt, @Nullable String problem) {}

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get("/app/people", call -> people(call, 200, Map.of())),
        PageRoute.post("/app/people", this::invite),
        PageRoute.get("/app/people/{id}", call -> person(call, 200, Map.of())),
        PageRoute.post("/app/people/{id}", this::change),
        PageRoute.post("/app/people/{id}/link", this::link),
        PageRoute.post("/app/people/{id}/sign-out", this::signOut),
        PageRoute.get("/app/tokens", call -> tokens(call, 200, Map.of())),
        PageRoute.post("/app/tokens", this::makeToken),
        PageRoute.post("/app/tokens/{id}/revoke", this::revoke),
        PageRoute.get("/app/audit", this::audit));
  }

  private PageAnswer people(PageCall call, int status, Map<String, ?> more)
      throws RefusedException {
    Map<String, Object> values = new HashMap<>();
    values.put("people", call.read(PEOPLE, Map.of(), Everybody.class).rows());
    values.put("roles", ROLES);
    values.put("made", null);
    values.put("link", null);
    values.put("refused", null);
    values.put("form", Map.of("name", "", "email", "", "role", "viewer"));
    values.putAll(more);
    return new PageAnswer.Html(status, "people", values);
  }

  private PageAnswer invite(PageCall call) throws RefusedException {
    Map<String, Object> body = new LinkedHashMap<>();
    Map<String, String> form = new LinkedHashMap<>();
    for (String field : List.of("name", "email", "role")) {
      String text = call.text(field);
      form.put(field, text == null ? "" : text);
      if (text != null) {
        body.put(field, text);
      }
    }
    body.put("personal", call.text("personal") != null);
    body.put("correct", call.text("correct") != null);
    try {
      JsonNode made = call.act(HttpMethod.POST, PEOPLE, body);
      return people(call, 200, told(call, made));
    } catch (RefusedException e) {
      return people(call, e.status(), Map.of("refused", e, "form", form));
    }
  }

  /** Whom a link is for, and the link as it is handed on. */
  private static Map<String, ?> told(PageCall call, JsonNode made) {
    String link = made.path("link").asText();
    return Map.of(
        "made",
        made.path("name").asText(),
        "link",
        link.startsWith("/") ? call.request().uri().resolve(link).toString() : link);
  }

  private PageAnswer person(PageCall call, int status, Map<String, ?> more)
      throws RefusedException {
    PersonLine person =
        call.read(PEOPLE, Map.of(), Everybody.class).rows().stream()
            .filter(each -> each.id().toString().equals(call.id()))
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusedException(
                        404,
                        "page.nobody",
                        "There is nobody of this id.",
                        "Choose somebody from the list of people."));
    Map<String, Object> values = new HashMap<>();
    values.put("person", person);
    values.put("roles", ROLES);
    values.put("made", null);
    values.put("link", null);
    values.put("refused", null);
    values.putAll(more);
    return new PageAnswer.Html(status, "person", values);
  }

  private PageAnswer change(PageCall call) throws RefusedException {
    Map<String, Object> body = new LinkedHashMap<>();
    String disabled = call.text("disabled");
    if (disabled == null) {
      body.put("role", String.valueOf(call.text("role")));
      body.put("personal", call.text("personal") != null);
      body.put("correct", call.text("correct") != null);
    } else {
      body.put("disabled", disabled.equals("yes"));
    }
    body.put("why", Objects.requireNonNullElse(call.text("why"), ""));
    try {
      call.act(HttpMethod.PATCH, PEOPLE + "/" + call.id(), body);
      return PageAnswer.redirect("/app/people/" + call.id());
    } catch (RefusedException e) {
      return person(call, e.status(), Map.of("refused", e));
    }
  }

  private PageAnswer link(PageCall call) throws RefusedException {
    try {
      JsonNode made =
          call.act(
              HttpMethod.POST,
              PEOPLE + "/" + call.id() + "/link",
              Map.of("why", "asked for on the page"));
      return person(call, 200, told(call, made));
    } catch (RefusedException e) {
      return person(call, e.status(), Map.of("refused", e));
    }
  }

  private PageAnswer signOut(PageCall call) throws RefusedException {
    call.act(
        HttpMethod.POST,
        PEOPLE + "/" + call.id() + "/sign-out",
        Map.of("why", "asked for on the page"));
    return PageAnswer.redirect("/app/people/" + call.id());
  }

  private PageAnswer tokens(PageCall call, int status, Map<String, ?> more)
      throws RefusedException {
    Map<String, Object> values = new HashMap<>();
    values.put("tokens", call.read(TOKENS, Map.of(), AllTokens.class).rows());
    values.put(
        "scopes",
        SCOPES.stream()
            .filter(choice -> Scope.of(choice.word()).map(call.caller()::may).orElse(false))
            .toList());
    values.put("made", null);
    values.put("token", null);
    values.put("refused", null);
    values.putAll(more);
    return new PageAnswer.Html(status, "tokens", values);
  }

  private PageAnswer makeToken(PageCall call) throws RefusedException {
    Map<String, Object> body = new LinkedHashMap<>();
    if (call.text("name") != null) {
      body.put("name", call.text("name"));
    }
    body.put("scopes", call.texts("scope"));
    try {
      JsonNode made = call.act(HttpMethod.POST, TOKENS, body);
      return tokens(
          call,
          200,
          Map.of("made", made.path("name").asText(), "token", made.path("token").asText()));
    } catch (RefusedException e) {
      return tokens(call, e.status(), Map.of("refused", e));
    }
  }

  private PageAnswer revoke(PageCall call) throws RefusedException {
    try {
      call.act(
          HttpMethod.POST,
          TOKENS + "/" + call.id() + "/revoke",
          Map.of("why", "asked for on the page"));
      return PageAnswer.redirect("/app/tokens");
    } catch (RefusedException e) {
      return tokens(call, e.status(), Map.of("refused", e));
    }
  }

  private PageAnswer audit(PageCall call) throws RefusedException {
    Map<String, String> asked = call.given(List.of("who", "action", "from", "to", "after"));
    PageCall.Listing<AuditLine> page = call.list("/api/v1/audit", asked, AuditLine.class);
    Map<String, Object> values = new HashMap<>();
    values.put("rows", page.rows());
    values.put("actions", ACTIONS);
    Map<String, String> shown = new HashMap<>();
    for (String field : List.of("who", "action", "from", "to")) {
      shown.put(field, asked.getOrDefault(field, ""));
    }
    values.put("asked", shown);
    values.put(
        "state",
        call.text("check") == null
            ? null
            : call.read("/api/v1/audit/state", Map.of(), AuditState.class));
    values.put("more", page.later("/app/audit", asked, "after"));
    return PageAnswer.html("audit", values);
  }
}
