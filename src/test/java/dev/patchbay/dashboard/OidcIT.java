package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.access.People;
import dev.patchbay.access.Person;
import dev.patchbay.access.Role;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Signing in at an issuer that is faked, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcIT {

  @TempDir private static Path folder;
  private FakedIssuer issuer;
  private DashboardHub hub;

  @BeforeAll
  void start() throws Exception {
    issuer = new FakedIssuer("patchbay", "made-up-secret");
    Path secret = Files.writeString(folder.resolve("secret"), "made-up-secret\n");
    hub =
        DashboardHub.with(
            folder,
            Map.of(
                "patchbay.api.open-on-loopback", "false",
                "patchbay.sign-in.passwords", "false",
                "patchbay.oidc.issuer", issuer.url(),
                "patchbay.oidc.client-id", "patchbay",
                "patchbay.oidc.client-secret-file", secret.toString(),
                "patchbay.oidc.roles-claim", "realm_access.roles",
                "patchbay.oidc.roles.admin", "it-leads",
                "patchbay.oidc.roles.viewer", "marketing,front-desk"));
  }

  @AfterAll
  void stop() {
    hub.close();
    issuer.close();
  }

  /** Goes to the issuer and gives what it was asked. */
  private Map<String, String> leave(Visitor visitor, String next) {
    HttpResponse<String> there = visitor.get("/app/oidc/start" + next);
    assertThat(there.statusCode()).as(there.body()).isEqualTo(302);
    URI location = URI.create(there.headers().firstValue("Location").orElseThrow());
    assertThat(location.toString()).startsWith(issuer.url() + "/authorize?");
    Map<String, String> asked = new HashMap<>();
    for (String pair : location.getRawQuery().split("&")) {
      int at = pair.indexOf('=');
      asked.put(
          pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
    }
    return asked;
  }

  private HttpResponse<String> comeBack(Visitor visitor, Map<String, String> asked) {
    return visitor.get(
        "/app/oidc/done?code=" + issuer.code(asked) + "&state=" + encoded(asked.get("state")));
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void tells(String subject, String name, String... roles) {
    issuer.claims =
        Map.of("sub", subject, "name", name, "realm_access", Map.of("roles", List.of(roles)));
  }

  @Test
  void theIssuersWordLetsInWithTheRoleThatItTells() {
    tells("s-1", "Ida Issued", "something", "front-desk");
    Visitor visitor = new Visitor(hub);
    Map<String, String> asked = leave(visitor, "?next=%2Fapp%2Fleads%3Fstatus%3Dnew");
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("code_challenge_method", "S256")
        .containsKeys("state", "nonce", "code_challenge");
    assertThat(URI.create(asked.get("redirect_uri")).getPath()).isEqualTo("/app/oidc/done");

    HttpResponse<String> back = comeBack(visitor, asked);

    assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
    assertThat(back.headers().firstValue("Location")).hasValue("/app/leads?status=new");
    assertThat(visitor.cookies).containsOnlyKeys("patchbay-session");
    assertThat(visitor.get("/app/me").body()).contains("Ida Issued", "viewer");
    assertThat(visitor.get("/app/people").statusCode()).isEqualTo(403);

    tells("s-1", "Ida Renamed", "it-leads");
    assertThat(comeBack(visitor, leave(visitor, "")).headers().firstValue("Location"))
        .hasValue("/app");
    assertThat(visitor.get("/app/people").statusCode()).as("an admin now").isEqualTo(200);
    assertThat(person("Ida Issued").role()).isEqualTo(Role.ADMIN);
  }

  @Test
  void nobodyTakesOverAnothersNameByBeingCalledTheSame() {
    tells("s-10", "Same Name", "marketing");
    comeBackSigned();
    tells("s-11", "Same Name", "marketing");
    Visitor second = comeBackSigned();
    assertThat(second.get("/app/me").body()).containsPattern("Same Name [0-9a-f]{4}");
  }

  private Visitor comeBackSigned() {
    Visitor visitor = new Visitor(hub);
    assertThat(comeBack(visitor, leave(visitor, "")).headers().firstValue("Location"))
        .hasValue("/app");
    return visitor;
  }

  @Test
  void whoHasNoRoleOrIsDisabledStaysOut() {
    tells("s-2", "No Role", "guests");
    refused(visitor -> comeBack(visitor, leave(visitor, "")));

    tells("s-3", "Dan Disabled", "marketing");
    Visitor dan = comeBackSigned();
    hub.database()
        .inTransaction(
            sql -> {
              hub.bean(People.class).setDisabled(sql, person("Dan Disabled").id(), true);
              return true;
            });
    assertThat(dan.isIn()).isFalse();
    refused(visitor -> comeBack(visitor, leave(visitor, "")));
  }

  @Test
  void whatWasForgedOrUsedOrMeantForAnotherIsRefused() {
    tells("s-4", "Eve Forger", "it-leads");
    refused(
        visitor -> {
          Map<String, String> asked = leave(visitor, "");
          asked.put("state", "another-state");
          return comeBack(visitor, asked);
        });
    refused(
        visitor -> {
          Map<String, String> asked = leave(new Visitor(hub), "");
          return comeBack(visitor, asked);
        });
    refused(
        visitor -> {
          Map<String, String> asked = leave(visitor, "");
          asked.put("nonce", "another-nonce");
          return comeBack(visitor, asked);
        });
    refused(
        visitor -> {
          Map<String, String> asked = leave(visitor, "");
          visitor.cookies.replaceAll((name, value) -> value.substring(1) + "A");
          return comeBack(visitor, asked);
        });
    for (String harm : List.of("key", "audience", "issuer", "expired", "none")) {
      issuer.harm = harm;
      refused(visitor -> comeBack(visitor, leave(visitor, "")));
      issuer.harm = "";
    }
    refused(visitor -> visitor.get("/app/oidc/done?error=access_denied&state=x"));
    refused(visitor -> visitor.get("/app/oidc/done"));
    Visitor visitor = new Visitor(hub);
    Map<String, String> asked = leave(visitor, "");
    String code = issuer.code(asked);
    asked.put("code_challenge", "another-challenge");
    issuer.challenge(code, "another-challenge");
    assertThat(
            visitor
                .get("/app/oidc/done?code=" + code + "&state=" + encoded(asked.get("state")))
                .headers()
                .firstValue("Location"))
        .as("PKCE")
        .hasValue("/app/sign-in?problem=elsewhere");
  }

  private void refused(java.util.function.Function<Visitor, HttpResponse<String>> way) {
    Visitor visitor = new Visitor(hub);
    HttpResponse<String> answer = way.apply(visitor);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(302, 303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/app/sign-in?problem=elsewhere");
    assertThat(visitor.isIn()).isFalse();
    assertThat(visitor.get("/app/sign-in?problem=elsewhere").body()).contains("did not work");
  }

  @Test
  void passwordsAreOff() {
    Visitor visitor = new Visitor(hub);
    assertThat(visitor.get("/app/sign-in").body())
        .contains("/app/oidc/start")
        .doesNotContain("type=\"password\"");
    assertThat(visitor.signIn("x", "y").statusCode()).isEqualTo(401);
    assertThat(visitor.get("/app/welcome/x").statusCode()).isEqualTo(404);
  }

  private Person person(String name) {
    return hub.database()
        .inTransaction(sql -> hub.bean(People.class).named(sql, name))
        .orElseThrow()
        .person();
  }
}
