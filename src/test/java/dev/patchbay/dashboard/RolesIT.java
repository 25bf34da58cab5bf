package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.access.Audit;
import dev.patchbay.access.AuditEntry;
import dev.patchbay.access.People;
import dev.patchbay.access.People.Rights;
import dev.patchbay.access.Role;
import dev.patchbay.access.WelcomeLinks;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;

/** Every route of the dashboard as nobody, as a viewer without grants, an operator and an admin. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesIT {

  private static final Pattern ADMINS = Pattern.compile("/app/(people|tokens|audit)(/.*)?");

  /** What everybody may do with their own sign-in. */
  private static final Pattern OWN = Pattern.compile("/app/(me|sign-out)(/.*)?");

  private static final Set<String> NO_ACTS = Set.of("view", "export", "sign-in", "choose-password");

  @TempDir private static Path folder;
  private DashboardHub hub;
  private final Map<Role, Visitor> visitors = new EnumMap<>(Role.class);

  @BeforeAll
  void start() {
    hub =
        DashboardHub.with(
            folder,
            Map.of("patchbay.api.open-on-loopback", "false", "patchbay.sign-in.bcrypt-cost", "10"));
    for (Role role : Role.values()) {
      String code =
          hub.database()
              .inTransaction(
                  sql ->
                      hub.bean(WelcomeLinks.class)
                          .make(
                              sql,
                              hub.bean(People.class)
                                  .add(
                                      sql,
                                      "A " + role.word(),
                                      null,
                                      new Rights(role, false, false),
                                      "a test")
                                  .orElseThrow()
                                  .id(),
                              "a test"));
      Visitor visitor = new Visitor(hub);
      String path = "/app/welcome/" + code;
      assertThat(
              visitor
                  .submit(
                      path,
                      path,
                      "name",
                      "A " + role.word(),
                      "password",
                      SignInIT.PASSWORD,
                      "again",
                      SignInIT.PASSWORD)
                  .statusCode())
          .isEqualTo(303);
      visitors.put(role, visitor);
    }
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  @Test
  void nobodyGetsPastTheSignIn() {
    Visitor nobody = new Visitor(hub);
    String token = nobody.token("/app/sign-in");
    for (PageRoute route : routes()) {
      if (route.open()) {
        continue;
      }
      HttpResponse<String> answer =
          route.method().equals(HttpMethod.GET)
              ? nobody.get(path(route))
              : nobody.post(path(route), "_csrf", token);
      if (route.method().equals(HttpMethod.GET)) {
        assertThat(answer.statusCode()).as(name(route)).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElse(""))
            .as(name(route))
            .startsWith("/app/sign-in");
      } else {
        assertThat(answer.statusCode()).as(name(route)).isEqualTo(401);
      }
    }
    assertThat(routes().stream().filter(PageRoute::open).map(PageRoute::path).distinct())
        .as("what is open is told here")
        .containsExactlyInAnyOrder("/app/sign-in", "/app/welcome/{id}");
  }

  @Test
  void whatRoleSeesWhatPage() {
    for (PageRoute route : routes()) {
      if (!route.method().equals(HttpMethod.GET)) {
        continue;
      }
      for (Role role : Role.values()) {
        int status = visitors.get(role).get(path(route)).statusCode();
        if (ADMINS.matcher(route.path()).matches() && role != Role.ADMIN) {
          assertThat(status).as("%s as %s", name(route), role).isEqualTo(403);
        } else if (!route.path().contains("{") && role != Role.VIEWER) {
          assertThat(status).as("%s as %s", name(route), role).isIn(200, 303);
        } else {
          assertThat(status).as("%s as %s", name(route), role).isIn(200, 303, 403, 404);
        }
      }
    }
  }

  @Test
  void whoReadsDoesNotAct() {
    Visitor viewer = visitors.get(Role.VIEWER);
    String token = viewer.token("/app/me");
    for (PageRoute route : routes()) {
      if (route.method().equals(HttpMethod.GET)
          || route.open()
          || OWN.matcher(route.path()).matches()) {
        continue;
      }
      assertThat(viewer.post(path(route), "why", "a test").statusCode())
          .as("%s without a token", name(route))
          .isEqualTo(403);
      HttpResponse<String> answer = viewer.post(path(route), "_csrf", token, "why", "a test");
      assertThat(answer.statusCode()).as(name(route)).isLessThan(500);
      if (ADMINS.matcher(route.path()).matches()) {
        assertThat(answer.statusCode()).as(name(route)).isEqualTo(403);
      }
    }
    List<AuditEntry> rows =
        hub.database().inTransaction(sql -> hub.bean(Audit.class).page(sql, null, 10_000));
    assertThat(rows)
        .filteredOn(row -> row.who().equals("A viewer"))
        .as("what a viewer did")
        .allMatch(row -> NO_ACTS.contains(row.action()) || row.what().startsWith("/api/v1/views"));
  }

  private List<PageRoute> routes() {
    return hub.routes().stream().filter(route -> !route.path().endsWith("/stream")).toList();
  }

  private static String path(PageRoute route) {
    return route.path().replaceAll("\\{[a-z]+\\}", new UUID(1, 2).toString());
  }

  private static String name(PageRoute route) {
    return route.method() + " " + route.path();
  }
}
