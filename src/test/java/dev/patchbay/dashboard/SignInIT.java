package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.access.Audit;
import dev.patchbay.access.AuditEntry;
import dev.patchbay.access.People;
import dev.patchbay.access.People.Rights;
import dev.patchbay.access.Person;
import dev.patchbay.access.Role;
import dev.patchbay.access.WelcomeLinks;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Signing in as an attacker and as a florist would, over real sockets and a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInIT {

  static final String PASSWORD = "three quiet herons";

  @TempDir private static Path folder;
  private DashboardHub hub;
  private Person ana;

  @BeforeAll
  void start() {
    hub =
        DashboardHub.with(
            folder,
            Map.of("patchbay.api.open-on-loopback", "false", "patchbay.sign-in.bcrypt-cost", "10"));
    ana = person("Ana Díaz", "ana@example.com", Role.ADMIN);
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  @BeforeEach
  void forgetTries() {
    hub.database()
        .inTransaction(
            sql -> {
              try (Statement statement = sql.createStatement()) {
                return statement.execute("delete from sign_in_try");
              }
            });
  }

  /** Somebody who chose {@link #PASSWORD} by a link. */
  private Person person(String name, String email, Role role) {
    Person made =
        hub.database()
            .inTransaction(
                sql ->
                    hub.bean(People.class)
                        .add(sql, name, email, new Rights(role, true, true), "a test"))
            .orElseThrow();
    assertThat(choose(new Visitor(hub), link(made.id()), name, PASSWORD).statusCode())
        .isEqualTo(303);
    return made;
  }

  private String link(UUID person) {
    return hub.database()
        .inTransaction(sql -> hub.bean(WelcomeLinks.class).make(sql, person, "a test"));
  }

  private static HttpResponse<String> choose(
      Visitor visitor, String code, String name, String password) {
    String path = "/app/welcome/" + code;
    return visitor.submit(path, path, "name", name, "password", password, "again", password);
  }

  @Test
  void aNameOrAnAddressAndThePasswordLetIn() {
    for (String name : List.of("Ana Díaz", "ana díaz", "ANA@example.com ")) {
      Visitor visitor = new Visitor(hub);
      HttpResponse<String> answer = visitor.signIn(name, PASSWORD);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
      assertThat(answer.headers().firstValue("Location")).hasValue("/app");
      HttpResponse<String> me = visitor.get("/app/me");
      assertThat(me.statusCode()).isEqualTo(200);
      assertThat(me.body()).contains("Ana Díaz", "this one");
    }
  }

  @Test
  void cookiesAreForThisSiteAndNoScript() {
    Visitor visitor = new Visitor(hub);
    HttpResponse<String> answer = visitor.signIn("Ana Díaz", PASSWORD);
    List<String> set = answer.headers().allValues("Set-Cookie");
    assertThat(set).isNotEmpty();
    for (String cookie : set) {
      assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/app");
    }
    assertThat(visitor.cookies).containsOnlyKeys("patchbay-session");
    assertThat(visitor.get("/app/leads").headers().allValues("Set-Cookie"))
        .as("no session of the servlet's")
        .isEmpty();
  }

  @Test
  void whoeverIsWrongLearnsNothing() {
    Visitor visitor = new Visitor(hub);
    HttpResponse<String> known = visitor.signIn("Ana Díaz", "not her password");
    HttpResponse<String> unknown = visitor.signIn("Nobody Here", "not her password");
    assertThat(known.statusCode()).isEqualTo(401);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(plain(known.body(), "Ana Díaz")).isEqualTo(plain(unknown.body(), "Nobody Here"));
    Person invited =
        hub.database()
            .inTransaction(
                sql ->
                    hub.bean(People.class)
                        .add(sql, "Invited One", null, new Rights(Role.VIEWER, true, true), "x"))
            .orElseThrow();
    assertThat(plain(visitor.signIn(invited.name(), "").body(), invited.name()))
        .isEqualTo(plain(known.body(), "Ana Díaz"));
  }

  private static String plain(String body, String name) {
    return body.replaceAll("(content|value)=\"[A-Za-z0-9_=-]{40,}\"", "")
        .replace("value=\"" + name + "\"", "value=\"\"")
        .replace("value=\"" + name.replace("í", "&iacute;") + "\"", "value=\"\"");
  }

  @Test
  void itTakesAsLongForANameThatNobodyHas() {
    Visitor visitor = new Visitor(hub);
    visitor.signIn("warm up", "x");
    long known = fastest(visitor, "Ana Díaz");
    forgetTries();
    long unknown = fastest(visitor, "Nobody At All");
    assertThat((double) known / unknown).isBetween(0.3, 3.0);
    assertThat(unknown).as("a password was compared").isGreaterThan(15_000_000L);
  }

  private static long fastest(Visitor visitor, String name) {
    long best = Long.MAX_VALUE;
    String token = visitor.token("/app/sign-in");
    for (int i = 0; i < 4; i++) {
      long from = System.nanoTime();
      visitor.post("/app/sign-in", "_csrf", token, "name", name, "password", "wrong password");
      best = Math.min(best, System.nanoTime() - from);
    }
    return best;
  }

  @Test
  void tooManyTriesMustWaitEvenWithTheRightPassword() {
    Person bob = person("Bob Under Attack", null, Role.VIEWER);
    for (String name : List.of(bob.name(), "Made Up Name")) {
      Visitor visitor = new Visitor(hub);
      for (int i = 0; i < 5; i++) {
        assertThat(visitor.signIn(name, "guess number " + i).statusCode()).isEqualTo(401);
      }
      HttpResponse<String> closed = visitor.signIn(name, PASSWORD);
      assertThat(closed.statusCode()).isEqualTo(429);
      assertThat(closed.body()).contains("too many tries").contains("in ");
      assertThat(visitor.isIn()).isFalse();
    }
    assertThat(new Visitor(hub).signIn("Ana Díaz", PASSWORD).statusCode())
        .as("others still can")
        .isEqualTo(303);
    assertThat(audited())
        .filteredOn(row -> row.what().contains("Bob Under Attack"))
        .extracting(AuditEntry::action)
        .contains("sign-in-refused", "sign-in-slowed");
    assertThat(audited().toString()).as("what was typed stays out").doesNotContain("Made Up Name");
  }

  @Test
  void manyAtOnceGetNoMoreTriesThanOneByOne() throws InterruptedException {
    Person carl = person("Carl Crowded", null, Role.VIEWER);
    java.util.concurrent.atomic.AtomicInteger looked =
        new java.util.concurrent.atomic.AtomicInteger();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                Visitor visitor = new Visitor(hub);
                String token = visitor.token("/app/sign-in");
                for (int n = 0; n < 5; n++) {
                  if (visitor
                          .post(
                              "/app/sign-in", "_csrf", token, "name", carl.name(), "password", "x")
                          .statusCode()
                      == 401) {
                    looked.incrementAndGet();
                  }
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(looked.get()).isEqualTo(5);
  }

  @Test
  void oneAddressCannotTryOneNameAfterTheOther() {
    Visitor visitor = new Visitor(hub);
    String token = visitor.token("/app/sign-in");
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      answers.add(
          visitor
              .post("/app/sign-in", "_csrf", token, "name", "name" + i, "password", "summer26")
              .statusCode());
    }
    assertThat(answers.subList(0, 20)).containsOnly(401);
    assertThat(answers.subList(20, 24)).containsOnly(429);
    HttpResponse<String> behindAProxy =
        visitor.send(
            visitor
                .request(
                    "/app/sign-in",
                    "Content-Type",
                    "application/x-www-form-urlencoded",
                    "X-Forwarded-For",
                    "203.0.113.9, 198.51.100.7")
                .POST(
                    BodyPublishers.ofString(
                        "_csrf=" + token + "&name=other&password=some+password")));
    assertThat(behindAProxy.statusCode()).as("another client of the proxy").isEqualTo(401);
    HttpResponse<String> forged =
        visitor.send(
            visitor
                .request(
                    "/app/sign-in",
                    "Content-Type",
                    "application/x-www-form-urlencoded",
                    "X-Forwarded-For",
                    "203.0.113.9, 127.0.0.1")
                .POST(BodyPublishers.ofString("_csrf=" + token + "&name=other&password=x")));
    assertThat(forged.statusCode()).as("only the proxy's own word counts").isEqualTo(429);
  }

  @Test
  void aSessionBegunBeforeSignInIsNotTheOneAfter() {
    Visitor visitor = new Visitor(hub);
    visitor.get("/app/sign-in");
    String planted = "A".repeat(43);
    visitor.cookies.put("patchbay-session", planted);
    visitor.signIn("Ana Díaz", PASSWORD);
    String first = visitor.cookies.get("patchbay-session");
    assertThat(first).isNotEqualTo(planted);
    String token = visitor.token("/app/me");
    visitor.post("/app/sign-in", "_csrf", token, "name", "Ana Díaz", "password", PASSWORD);
    String second = visitor.cookies.get("patchbay-session");
    assertThat(second).isNotEqualTo(first);
    visitor.cookies.put("patchbay-session", first);
    assertThat(visitor.isIn()).as("the earlier one ended").isFalse();
    visitor.cookies.put("patchbay-session", planted);
    assertThat(visitor.isIn()).isFalse();
  }

  @Test
  void signingOutEndsTheSessionItself() {
    Visitor visitor = new Visitor(hub);
    visitor.signIn("Ana Díaz", PASSWORD);
    String kept = visitor.cookies.get("patchbay-session");
    assertThat(visitor.submit("/app/me", "/app/sign-out").statusCode()).isEqualTo(303);
    assertThat(visitor.cookies).doesNotContainKey("patchbay-session");
    visitor.cookies.put("patchbay-session", kept);
    assertThat(visitor.isIn()).isFalse();
  }

  @Test
  void nothingIsDoneWithoutTheTokenOfAForm() {
    Visitor visitor = new Visitor(hub);
    visitor.signIn("Ana Díaz", PASSWORD);
    Visitor other = new Visitor(hub);
    other.signIn("Ana Díaz", PASSWORD);
    String of = other.token("/app/me");
    assertThat(visitor.post("/app/sign-out").statusCode()).isEqualTo(403);
    for (String wrong : List.of("", "x", "A".repeat(86), of)) {
      assertThat(visitor.post("/app/sign-out", "_csrf", wrong).statusCode())
          .as("token %s", wrong)
          .isEqualTo(403);
    }
    assertThat(
            visitor
                .send(
                    visitor
                        .request("/app/sign-out", "X-CSRF-Token", of, "HX-Request", "true")
                        .POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(403);
    assertThat(visitor.isIn()).isTrue();
    for (String[] sent :
        new String[][] {
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"},
          {"Origin", "https://evil.example"},
          {"Origin", "not an origin"}
        }) {
      HttpResponse<String> answer =
          visitor.send(
              visitor
                  .request(
                      "/app/sign-out", sent[0], sent[1], "X-CSRF-Token", visitor.token("/app/me"))
                  .POST(BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(sent[1]).isEqualTo(403);
    }
    assertThat(visitor.isIn()).isTrue();
    HttpResponse<String> right =
        visitor.send(
            visitor
                .request(
                    "/app/sign-out",
                    "Sec-Fetch-Site",
                    "same-origin",
                    "X-CSRF-Token",
                    visitor.token("/app/me"))
                .POST(BodyPublishers.noBody()));
    assertThat(right.statusCode()).isEqualTo(303);
  }

  @Test
  void signingInNeedsATokenToo() {
    Visitor visitor = new Visitor(hub);
    assertThat(visitor.post("/app/sign-in", "name", "Ana Díaz", "password", PASSWORD).statusCode())
        .isEqualTo(403);
    assertThat(visitor.isIn()).isFalse();
  }

  @Test
  void theWayBackLeadsNowhereElse() {
    HttpResponse<String> sent = new Visitor(hub).get("/app/leads?status=new&q=a%20b");
    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(sent.headers().firstValue("Location"))
        .hasValue("/app/sign-in?next=%2Fapp%2Fleads%3Fstatus%3Dnew%26q%3Da%2520b");
    for (String[] next :
        new String[][] {
          {"/app/leads?status=new", "/app/leads?status=new"},
          {"https://evil.example/", "/app"},
          {"//evil.example/app", "/app"},
          {"/app//evil.example", "/app"},
          {"/\\evil.example", "/app"},
          {"/app/../hooks/x", "/app"},
          {"/app/%2e%2e/hooks", "/app"},
          {"/application", "/app"},
          {"/app/x\r\nSet-Cookie: a=b", "/app"},
          {"javascript:alert(1)", "/app"},
          {"/app/sign-out", "/app"},
          {"", "/app"}
        }) {
      Visitor visitor = new Visitor(hub);
      HttpResponse<String> answer =
          visitor.submit(
              "/app/sign-in",
              "/app/sign-in",
              "name",
              "Ana Díaz",
              "password",
              PASSWORD,
              "next",
              next[0]);
      assertThat(answer.headers().firstValue("Location")).as(next[0]).hasValue(next[1]);
    }
  }

  @Test
  void scriptsAndStreamsAreToldAndNotLedAstray() {
    Visitor visitor = new Visitor(hub);
    HttpResponse<String> part =
        visitor.get(
            "/app/leads", "HX-Request", "true", "HX-Current-URL", hub.url("/app/leads?status=won"));
    assertThat(part.statusCode()).isEqualTo(401);
    assertThat(part.headers().firstValue("HX-Redirect"))
        .hasValue("/app/sign-in?next=%2Fapp%2Fleads%3Fstatus%3Dwon");
    assertThat(visitor.get("/app/leads", "Accept", "text/event-stream").statusCode())
        .isEqualTo(401);
  }

  @Test
  void aForgedOrUsedOrOldLinkOpensNothing() {
    Person dora = person("Dora Once", null, Role.VIEWER);
    String code = link(dora.id());
    HttpResponse<String> forged = new Visitor(hub).get("/app/welcome/" + "x".repeat(43));
    assertThat(forged.statusCode()).isEqualTo(404);
    assertThat(new Visitor(hub).get("/app/welcome/" + code).statusCode()).isEqualTo(200);
    assertThat(new Visitor(hub).get("/app/welcome/" + code).statusCode())
        .as("a look does not use it up")
        .isEqualTo(200);
    assertThat(choose(new Visitor(hub), code, "Dora Once", "short").statusCode()).isEqualTo(400);
    assertThat(choose(new Visitor(hub), code, "Dora Once", "dora once dora").statusCode())
        .as("her name")
        .isEqualTo(400);
    Visitor dorasOld = new Visitor(hub);
    dorasOld.signIn("Dora Once", PASSWORD);
    Visitor visitor = new Visitor(hub);
    assertThat(choose(visitor, code, "Dora Once", "another long password").statusCode())
        .isEqualTo(303);
    assertThat(visitor.isIn()).isTrue();
    assertThat(dorasOld.isIn()).as("signed out elsewhere").isFalse();
    assertThat(choose(new Visitor(hub), code, "Dora Once", "a third long password").statusCode())
        .isEqualTo(404);
    assertThat(new Visitor(hub).signIn("Dora Once", "another long password").statusCode())
        .isEqualTo(303);
    String old = link(dora.id());
    hub.database()
        .inTransaction(
            sql -> {
              try (Statement statement = sql.createStatement()) {
                return statement.execute(
                    "update welcome_link set ends_at = now() - interval '1 second'");
              }
            });
    HttpResponse<String> tooOld = new Visitor(hub).get("/app/welcome/" + old);
    assertThat(tooOld.statusCode()).isEqualTo(404);
    assertThat(tooOld.body().replaceAll("content=\"[^\"]{40,}\"", ""))
        .isEqualTo(forged.body().replaceAll("content=\"[^\"]{40,}\"", ""));
  }

  @Test
  void aChangedPasswordSignsOutEverywhereElse() {
    Person eve = person("Eve Changes", null, Role.VIEWER);
    Visitor here = new Visitor(hub);
    here.signIn(eve.name(), PASSWORD);
    Visitor there = new Visitor(hub);
    there.signIn(eve.name(), PASSWORD);
    String fresh = "five hungry otters";
    assertThat(change(here, "not it at all", fresh).statusCode()).isEqualTo(400);
    assertThat(there.isIn()).isTrue();
    String before = here.cookies.get("patchbay-session");
    assertThat(change(here, PASSWORD, fresh).statusCode()).isEqualTo(303);
    assertThat(here.cookies.get("patchbay-session")).isNotEqualTo(before);
    assertThat(here.isIn()).isTrue();
    assertThat(there.isIn()).isFalse();
    assertThat(new Visitor(hub).signIn(eve.name(), PASSWORD).statusCode()).isEqualTo(401);
  }

  private static HttpResponse<String> change(Visitor visitor, String current, String fresh) {
    return visitor.submit(
        "/app/me", "/app/me/password", "current", current, "password", fresh, "again", fresh);
  }

  @Test
  void whoeverIsDisabledIsOutAtOnce() {
    Person fred = person("Fred Leaves", null, Role.OPERATOR);
    Visitor freds = new Visitor(hub);
    freds.signIn(fred.name(), PASSWORD);
    assertThat(freds.isIn()).isTrue();
    Visitor admin = new Visitor(hub);
    admin.signIn(ana.name(), PASSWORD);
    String page = "/app/people/" + fred.id();
    assertThat(admin.submit(page, page, "disabled", "yes", "why", "left us").statusCode())
        .isEqualTo(303);
    assertThat(freds.isIn()).isFalse();
    assertThat(new Visitor(hub).signIn(fred.name(), PASSWORD).statusCode()).isEqualTo(401);
    String own = "/app/people/" + ana.id();
    assertThat(admin.submit(own, own, "disabled", "yes", "why", "oops").statusCode())
        .as("the last admin stays")
        .isEqualTo(409);
    assertThat(admin.submit(own, own, "role", "viewer", "why", "oops").statusCode()).isEqualTo(409);
    assertThat(admin.isIn()).isTrue();
  }

  @Test
  void anotherRoleHoldsAtOnce() {
    Person gail = person("Gail Grows", null, Role.VIEWER);
    Visitor gails = new Visitor(hub);
    gails.signIn(gail.name(), PASSWORD);
    assertThat(gails.get("/app/people").statusCode()).isEqualTo(403);
    Visitor admin = new Visitor(hub);
    admin.signIn(ana.name(), PASSWORD);
    String page = "/app/people/" + gail.id();
    admin.submit(page, page, "role", "admin", "why", "takes over");
    assertThat(gails.get("/app/people").statusCode()).isEqualTo(200);
    admin.submit(page, page, "role", "viewer", "why", "no longer");
    assertThat(gails.get("/app/people").statusCode()).isEqualTo(403);
  }

  @Test
  void everyAnswerHasTheHeadersErrorsToo() {
    Visitor visitor = new Visitor(hub);
    Visitor admin = new Visitor(hub);
    admin.signIn(ana.name(), PASSWORD);
    for (HttpResponse<String> answer :
        List.of(
            visitor.get("/app"),
            visitor.get("/app/sign-in"),
            visitor.get("/app/leads"),
            visitor.get("/app/no-such-page"),
            visitor.get("/app/welcome/x"),
            visitor.get("/app/;x=1/leads"),
            visitor.get("/app/leads", "HX-Request", "true"),
            visitor.post("/app/sign-in", "name", "x"),
            visitor.post("/app/leads"),
            visitor.signIn("x", "y"),
            visitor.send(visitor.request("/app/leads").method("DELETE", BodyPublishers.noBody())),
            admin.get("/app/me"),
            admin.get("/app/no-such-page"),
            admin.get("/app/people/x"),
            admin.submit("/app/me", "/app/no-such-page"),
            admin.get("/app/assets/x/app.css"),
            admin.get("/app/assets/x/none.css"))) {
      String what = answer.request().method() + " " + answer.uri() + " " + answer.statusCode();
      assertThat(answer.statusCode()).as(what).isNotEqualTo(500);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(what)
          .startsWith("default-src 'none'; script-src 'self';")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options"))
          .as(what)
          .hasValue("nosniff");
      assertThat(answer.headers().firstValue("X-Frame-Options")).as(what).hasValue("DENY");
      assertThat(answer.headers().firstValue("Referrer-Policy")).as(what).hasValue("no-referrer");
      assertThat(answer.headers().firstValue("Cross-Origin-Opener-Policy"))
          .as(what)
          .hasValue("same-origin");
      if (!answer.uri().getPath().endsWith("app.css")) {
        assertThat(answer.headers().firstValue("Cache-Control")).as(what).hasValue("no-store");
      }
    }
  }

  @Test
  void otherDoorsDoNotPassThroughTheFilters() {
    Visitor admin = new Visitor(hub);
    admin.signIn(ana.name(), PASSWORD);
    for (String path : List.of("/hooks/website-form", "/api/v1/leads", "/actuator/health")) {
      HttpResponse<String> answer = admin.get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy")).as(path).isEmpty();
    }
    assertThat(admin.get("/api/v1/leads").statusCode()).as("a cookie is no token").isEqualTo(401);
    assertThat(hub.submit("name=Zoe&email=zoe@example.com").statusCode())
        .as("a form needs no token of ours")
        .isBetween(200, 299);
  }

  @Test
  void noAddressIsInTheAudit() {
    new Visitor(hub).signIn("ana@example.com", PASSWORD);
    new Visitor(hub).signIn("ana@example.com", "wrong password");
    new Visitor(hub).signIn("somebody@example.com", "wrong password");
    assertThat(audited().toString()).contains("sign-in").doesNotContain("@");
    assertThat(
            hub.database()
                .<Boolean>inTransaction(sql -> hub.bean(Audit.class).verify(sql).isWhole()))
        .isTrue();
  }

  private List<AuditEntry> audited() {
    return hub.database().inTransaction(sql -> hub.bean(Audit.class).page(sql, null, 10_000));
  }
}
