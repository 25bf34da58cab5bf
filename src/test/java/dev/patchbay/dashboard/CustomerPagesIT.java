package dev.patchbay.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.patchbay.access.Caller;
import dev.patchbay.access.Scope;
import dev.patchbay.fault.Poll;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** People find a customer, read their way, and decide who is who, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerPagesIT {

  private static final String WHO = "X-Who";

  @TempDir private static Path folder;
  private DashboardHub hub;
  private Chromium chromium;

  @BeforeAll
  void start() {
    chromium = Chromium.start();
    hub =
        DashboardHub.afterAYear(
            folder,
            3_000,
            request ->
                Optional.of(
                    "viewer".equals(request.getHeader(WHO))
                        ? new Caller("viewer", Set.of(Scope.READ))
                        : Caller.trusted("kim")));
  }

  @AfterAll
  void stop() {
    if (hub != null) {
      hub.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void findsACustomerAndReadsTheirWayWithEachAttempt() {
    submit("Grace Holloway", "grace.holloway@example.com", null);
    until(
        () ->
            count(
                    "select count(*) from delivery where state = 1 and customer = "
                        + whose("grace.holloway@example.com"))
                > 0);
    try (BrowserContext desk = chromium.desk()) {
      Page page = desk.newPage();
      page.navigate(hub.url("/app/customers"));
      page.getByLabel("E-mail, phone number, id, or how a name begins").fill("grace hol");
      page.keyboard().press("Enter");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Grace Holloway")).click();

      assertThat(page.locator("h1")).hasText("Grace Holloway");
      assertThat(page.locator("#journey")).containsText("Sent a form");
      page.locator("#journey summary")
          .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("crm took it"))
          .first()
          .click();
      assertThat(page.locator("#journey ol.tries").first()).containsText("Taken.");
      assertThat(page.locator("#record")).containsText("grace.holloway@example.com");
      assertThat(page.locator("#tools")).containsText("crm");
    }
    chromium.sawNothingAmiss();
  }

  @Test
  void saysInPlainWordsThatAToolDeletedSomebody() {
    submit("Hugo Lindt", "hugo.lindt@example.com", null);
    until(
        () ->
            count(
                    "select count(*) from delivery where state = 1 and customer = "
                        + whose("hugo.lindt@example.com"))
                > 0);
    String removed =
        """
        insert into event (id, message, type, source, time, received_at, customer, data)
        values (gen_random_uuid(), gen_random_uuid(), 'contact.removed', 'crm',
          now() + interval '1 day', now() + interval '1 day', %s,
          '{"person":{"externalIds":{"crm":"7"}},"removal":{"reason":"deleted"}}')"""
            .formatted(whose("hugo.lindt@example.com"));
    hub.database().inTransaction(sql -> sql.createStatement().executeUpdate(removed));
    try (BrowserContext desk = chromium.desk()) {
      Page page = desk.newPage();
      find(page, "hugo.lindt@example.com");

      assertThat(page.locator("#journey")).containsText("Deleted in crm");
      assertThat(page.locator("#tools")).containsText("Deleted in crm");
    }
    chromium.sawNothingAmiss();
  }

  @Test
  void mergesTwoCustomersAndSeparatesThemToWhatTheyWere() {
    submit("Mona Verhoeven", "mona@example.com", null);
    submit("Mona V", null, "+13125550171");
    until(() -> known("mona@example.com") && known("+13125550171"));
    try (BrowserContext desk = chromium.desk()) {
      Page page = desk.newPage();
      String one = find(page, "mona@example.com");
      String before = page.locator("#record").innerText();
      String other = find(page, "+13125550171");
      String otherBefore = page.locator("#record").innerText();

      page.navigate(hub.url(one + "/merge"));
      page.locator("#q").fill("+13125550171");
      page.keyboard().press("Enter");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Compare")).click();
      assertThat(page.locator(".sides")).containsText("mona@example.com");
      Chromium.picture(page, "customer-merge");
      page.getByLabel("Why they are one person").fill("She told us so.");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Merge")).click();
      assertThat(page.locator("main")).containsText("Both records are one now.");
      assertThat(page.locator("#record")).containsText("+13125550171");
      assertThat(page.locator("#who")).containsText("Two records became one");
      assertThat(page.locator("#who")).containsText("by kim");

      page.getByLabel("Why they are two").fill("Her sister.");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Separate again"))
          .click();
      assertThat(page.locator("main")).containsText("two records again");
      page.navigate(hub.url(one));
      assertThat(page.locator("#record").innerText()).isEqualTo(before);
      page.navigate(hub.url(other));
      assertThat(page.locator("#record").innerText()).isEqualTo(otherBefore);
    }
    assertThat(count("select count(*) from audit where action = 'post' and what like '%/merge'"))
        .isEqualTo(1);
    chromium.sawNothingAmiss();
  }

  @Test
  void aDoubtfulMatchIsDecidedByKeyboardAndTakenBack() throws IOException {
    submit("Olga Brandt", "olga@example.com", null);
    submit("Peter Quill", null, "+13125550172");
    until(() -> known("olga@example.com") && known("+13125550172"));
    submit("Olga Brandt", "olga@example.com", "+13125550172");
    until(() -> count("select count(*) from identity_review where state = 'open'") > 0);
    try (BrowserContext desk = chromium.desk()) {
      Page page = desk.newPage();
      page.navigate(hub.url("/app/reviews"));
      assertThat(page.locator(".pair")).containsText("full names known of the two differ");
      assertThat(EveryPageIT.serious(page)).isEmpty();
      Chromium.picture(page, "reviews-one");
      page.keyboard().press("j");
      page.keyboard().press("y");
      assertThat(page.locator(".pair")).containsText("Decided: the same person.");
      assertThat(whose("olga@example.com")).isEqualTo(whose("+13125550172"));

      page.locator(".pair")
          .getByRole(
              AriaRole.BUTTON,
              new com.microsoft.playwright.Locator.GetByRoleOptions().setName("Undo"))
          .click();
      assertThat(page.locator(".pair")).containsText("Same person");
      assertThat(whose("olga@example.com")).isNotEqualTo(whose("+13125550172"));
      page.keyboard().press("j");
      page.keyboard().press("n");
      assertThat(page.locator(".pair")).containsText("Decided: two people.");
      page.navigate(hub.url("/app/reviews"));
      assertThat(page.locator("main")).containsText("Nothing is in doubt.");
    }
    chromium.sawNothingAmiss();
  }

  @Test
  void erasesAfterTheWordWasTypedAndNobodyIsFoundAnyMore() throws IOException {
    submit("Rosa Delgado", "rosa.delgado@example.com", null);
    until(
        () ->
            count(
                    "select count(*) from delivery where state = 1 and customer = "
                        + whose("rosa.delgado@example.com"))
                > 0);
    try (BrowserContext desk = chromium.desk()) {
      Page page = desk.newPage();
      String rosa = find(page, "rosa.delgado@example.com");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Erase…")).click();
      assertThat(page.locator("main")).containsText("This cannot be undone.");
      assertThat(page.locator("main")).containsText("crm");
      assertThat(EveryPageIT.serious(page)).isEmpty();
      Chromium.picture(page, "customer-erase");
      page.getByLabel("Why, without naming them").fill("Asked for it.");
      page.locator("#typed").fill("no");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Erase for good"))
          .click();
      assertThat(page.locator("#mistyped")).isVisible();
      page.locator("#typed").fill("erase");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Erase for good"))
          .click();
      assertThat(page.locator("h1")).hasText("Erased");
      Chromium.picture(page, "customer-erased");

      for (String q : List.of("rosa.delgado@example.com", "rosa del", "Delgado")) {
        page.navigate(hub.url("/app/customers?q=" + encoded(q)));
        assertThat(page.locator("main")).containsText("Nobody is known by that.");
      }
      assertThat(hub.get(rosa).body()).doesNotContain("Delgado");

      submit("Rosa Delgado", "rosa.delgado@example.com", null);
      until(() -> known("rosa.delgado@example.com"));
      find(page, "rosa.delgado@example.com");
      assertThat(page.locator("main")).containsText("was erased on");
    }
    chromium.complaints.removeIf(each -> each.contains("400"));
    chromium.sawNothingAmiss();
  }

  @Test
  void whoMayNotKnowSeesMasksAndNothingToDecideBy() {
    submit("Wanda Kowalska", "wanda@example.com", "+13125550173");
    until(() -> known("wanda@example.com"));
    String path = "/app/customers/" + whose("wanda@example.com").replace("'", "");
    for (String page : List.of(path, "/app/customers", "/app/reviews", "/app/differences/people")) {
      HttpResponse<String> answer = hub.get(page, WHO, "viewer");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body())
          .doesNotContain("wanda@", "Wanda", "Kowalska", "3125550173")
          .doesNotContain("<form method=\"post\" action=\"/app/customers", "/erase\"", "/export\"");
    }
    assertThat(hub.get(path, WHO, "viewer").body()).contains("***@***").doesNotContain("/merge");
    for (String refused : List.of("/export", "/erase")) {
      assertThat(hub.get(path + refused, WHO, "viewer").statusCode()).isEqualTo(403);
    }
    assertThat(hub.get("/app/customers?q=wanda@example.com", WHO, "viewer").statusCode())
        .isEqualTo(403);
    assertThat(hub.get(path).body()).contains("wanda@example.com", "/erase");
  }

  @Test
  void aNameThatIsAPageStaysText() {
    String name = "<img src=x onerror=alert(1)>\"'><script>document.title='gone'</script>";
    submit(name, "x-ss@example.com", null);
    until(() -> known("x-ss@example.com"));
    try (BrowserContext desk = chromium.desk()) {
      Page page = desk.newPage();
      String path = find(page, "x-ss@example.com");
      assertThat(page.locator("main img")).hasCount(0);
      assertThat(page.locator("main")).containsText("onerror=alert(1)");
      assertThat(page.title()).isNotEqualTo("gone");
      page.navigate(hub.url(path + "/merge?with=" + path.substring(path.lastIndexOf('/') + 1)));
      assertThat(page.locator("main img")).hasCount(0);
    }
    chromium.sawNothingAmiss();
  }

  @Test
  void theRecordCanBeUsedByEverybodyOnEveryScreen() throws IOException {
    String busiest =
        one(
            """
            select l.customer from lead l join sale s on s.customer = l.customer
            join customer c on c.id = l.customer
            group by 1 order by count(distinct l.id) desc, count(*) desc, 1 limit 1""");
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(390, 1440)) {
        try (BrowserContext somebody = chromium.somebody(width, 900, scheme)) {
          Page page = somebody.newPage();
          page.navigate(hub.url("/app/customers/" + busiest));
          String name = "customer-%d-%s".formatted(width, scheme.name().toLowerCase());
          Chromium.picture(page, name);
          assertThat(EveryPageIT.serious(page)).as(name).isEmpty();
          assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
              .as(name)
              .isEqualTo(true);
          page.navigate(hub.url("/app/reports/journey/" + busiest));
          assertThat(page.locator("main")).containsText("Until crm had it");
          Chromium.picture(page, name.replace("customer", "journey-report"));
          assertThat(EveryPageIT.serious(page)).as(name).isEmpty();
        }
      }
    }
    chromium.sawNothingAmiss();
  }

  @Test
  void differencesAreCountedOpenToThePeopleAndAreRepaired() throws IOException {
    hub.status = 400;
    submit("Ingrid Solberg", "ingrid@example.com", null);
    until(() -> known("ingrid@example.com"));
    String dead =
        "select count(*) from delivery where state = 2 and destination = 'crm' and customer = "
            + whose("ingrid@example.com");
    until(() -> count(dead) > 0);
    hub.status = 200;
    try (BrowserContext desk = chromium.desk()) {
      Page page = desk.newPage();
      page.navigate(hub.url("/app/differences?again=yes"));
      assertThat(page.locator("#counts")).containsText("Not in crm");
      assertThat(page.locator("main")).containsText("crm");
      Chromium.picture(page, "differences-desk");
      page.locator("#counts td a").first().click();
      assertThat(page.locator("h1")).hasText("Who differs");
      assertThat(page.locator("tbody tr").first()).isVisible();
      assertThat(EveryPageIT.serious(page)).isEmpty();
      assertThat(page.locator("main")).containsText("send 1 again that had been given up");
      Chromium.picture(page, "differences-people");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Repair these")).click();
      assertThat(page.locator("main")).containsText("1 that had been given up are on their way");
      until(() -> count(dead) == 0);
      page.reload();
      assertThat(page.locator("main")).containsText("Nobody differs so any more.");
    }
    chromium.sawNothingAmiss();
  }

  private String find(Page page, String text) {
    page.navigate(hub.url("/app/customers?q=" + encoded(text)));
    page.locator("tbody th a").first().click();
    page.locator("#journey").waitFor();
    return java.net.URI.create(page.url()).getPath();
  }

  private void submit(String name, String email, String phone) {
    String form =
        "name="
            + encoded(name)
            + (email == null ? "" : "&email=" + encoded(email))
            + (phone == null ? "" : "&phone=" + encoded(phone));
    assertThat(hub.submit(form).statusCode()).isBetween(200, 202);
  }

  private boolean known(String value) {
    return count("select count(*) from identifier where value = '" + value + "'") > 0;
  }

  private String whose(String value) {
    return "'" + one("select customer from identifier where value = '" + value + "'") + "'";
  }

  private long count(String query) {
    return Long.parseLong(one(query));
  }

  private String one(String query) {
    return hub.database()
        .inTransaction(
            sql -> {
              try (ResultSet row = sql.createStatement().executeQuery(query)) {
                return row.next() ? row.getString(1) : "00000000-0000-0000-0000-000000000000";
              }
            });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void until(BooleanSupplier done) {
    assertThat(Poll.until(Duration.ofSeconds(30), done)).as("in time").isTrue();
  }
}
