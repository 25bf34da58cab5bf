package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.access.People;
import dev.patchbay.access.People.Rights;
import dev.patchbay.access.Role;
import dev.patchbay.access.WelcomeLinks;
import dev.patchbay.fault.Poll;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the list of calls and leads shows and lets do, by who looks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeadViewersIT {

  private static final String PASSWORD = "three quiet herons";

  @TempDir private static Path folder;
  private DashboardHub hub;
  private Visitor masked;
  private Visitor editor;
  private String lead;

  @BeforeAll
  void start() throws Exception {
    hub =
        DashboardHub.with(
            folder,
            Map.of("patchbay.api.open-on-loopback", "false", "patchbay.sign-in.bcrypt-cost", "10"));
    hub.submit(
        "name=Ada+Stone&email=ada.stone@example.com&phone=%2B13125550142"
            + "&message=Call+Ada+Stone&utm_source=google");
    masked = person("Max Marketing", "max@example.com", false, false);
    editor = person("Eve Editor", "eve@example.com", true, true);
    assertThat(Poll.until(Duration.ofSeconds(30), () -> (lead = found()) != null)).isTrue();
  }

  @AfterAll
  void stop() {
    if (hub != null) {
      hub.close();
    }
  }

  @Test
  void whoeverMayNotSeePeopleSeesMasksAndCannotSearchOrChange() {
    for (String path : new String[] {"/app/leads", "/app/leads/" + lead, "/app/leads.csv"}) {
      HttpResponse<String> page = masked.get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body())
          .as(path)
          .doesNotContain("Ada")
          .doesNotContain("Stone")
          .doesNotContain("ada.stone")
          .doesNotContain("3125550142");
    }
    assertThat(masked.get("/app/leads").body())
        .doesNotContain("name=\"q\"")
        .doesNotContain("id=\"bulk\"")
        .doesNotContain("name=\"lead\"")
        .contains("masked");
    assertThat(masked.get("/app/leads/" + lead).body()).doesNotContain("id=\"l-status\"");
    assertThat(masked.get("/app/leads?q=ada").statusCode()).isEqualTo(403);
    String address = "/app/leads/" + lead;
    assertThat(
            masked
                .submit(address, address, "status", "won", "wasStatus", "new", "why", "x")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            masked
                .submit("/app/leads", "/app/leads/bulk", "lead", lead, "to", "spam", "why", "x")
                .statusCode())
        .isEqualTo(403);
    assertThat(hub.get("/app/leads/stream").statusCode()).as("nobody").isNotEqualTo(200);
  }

  @Test
  void viewsAreOnesOwnUntilTheyAreShared() {
    keep(editor, "Mine alone", false);
    keep(editor, "For all", true);
    keep(masked, "Max's", false);
    assertThat(editor.get("/app/leads").body())
        .contains("Mine alone", "For all")
        .doesNotContain("Max&#39;s");
    assertThat(masked.get("/app/leads").body())
        .contains("For all", "Max&#39;s")
        .doesNotContain("Mine alone");
    assertThat(keep(masked, "Pushed", true)).isEqualTo(403);
    assertThat(
            masked
                .submit(
                    "/app/leads", "/app/leads/views", "name", "Whom I look for", "query", "q=ada")
                .statusCode())
        .as("a view names nobody")
        .isEqualTo(400);
  }

  @Test
  void nothingIsChangedWithoutTheTokenOfAForm() {
    HttpResponse<String> answer =
        editor.post("/app/leads/" + lead, "status", "lost", "wasStatus", "new", "why", "x");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(editor.get("/app/leads/" + lead).body()).contains("id=\"l-status\"", "Ada Stone");
  }

  private static int keep(Visitor visitor, String name, boolean shared) {
    String[] form = {"name", name, "query", "status=new"};
    String[] all = {"name", name, "query", "status=new", "shared", "yes"};
    return visitor.submit("/app/leads", "/app/leads/views", shared ? all : form).statusCode();
  }

  private Visitor person(String name, String email, boolean personal, boolean correct) {
    UUID id =
        hub.database()
            .inTransaction(
                sql ->
                    hub.bean(People.class)
                        .add(
                            sql, name, email, new Rights(Role.VIEWER, personal, correct), "a test"))
            .orElseThrow()
            .id();
    String code =
        hub.database().inTransaction(sql -> hub.bean(WelcomeLinks.class).make(sql, id, "a test"));
    String path = "/app/welcome/" + code;
    Visitor visitor = new Visitor(hub);
    visitor.submit(path, path, "name", name, "password", PASSWORD, "again", PASSWORD);
    if (!visitor.isIn()) {
      visitor.signIn(name, PASSWORD);
    }
    assertThat(visitor.isIn()).isTrue();
    return visitor;
  }

  private String found() {
    return hub.database()
        .inTransaction(
            sql -> {
              try (var statement = sql.prepareStatement("select id::text from lead");
                  var row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
              }
            });
  }
}
