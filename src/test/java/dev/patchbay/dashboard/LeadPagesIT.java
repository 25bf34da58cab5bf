package dev.patchbay.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.patchbay.fault.Poll;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The list of calls and leads in a real browser: live, by keyboard, on a desk and on a phone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeadPagesIT {

  @TempDir private static Path folder;
  private DashboardHub hub;
  private Chromium chromium;

  @BeforeAll
  void start() throws Exception {
    chromium = Chromium.start();
    hub = DashboardHub.empty(folder);
    for (int i = 1; i <= 70; i++) {
      submit("Guest %02d".formatted(i), "guest%02d@example.com".formatted(i), "spring");
    }
    until(() -> count("select count(*) from lead") == 70);
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
  void aPostedFormAppearsWithinTwoSecondsAndNothingMoves() {
    try (BrowserContext desk = chromium.desk()) {
      Page page = open(desk, "/app/leads");
      Locator third = page.locator("#leads tbody tr").nth(2);
      String name = third.locator("a").textContent();
      third.locator("input").check();
      page.locator("#leads tbody tr").nth(3).locator("a").focus();
      String focused = page.locator(":focus").textContent();

      submit("Ada Stone", "ada.stone@example.com", "autumn");

      assertThat(page.locator("#leads").getByText("Ada Stone")).isVisible(inTwoSeconds());
      assertThat(page.locator("#leads tbody tr").first()).containsText("Ada Stone");
      assertThat(page.locator(":focus")).hasText(focused);
      assertThat(page.locator("tr.picked a")).hasText(name);
      assertThat(page.locator("#live")).containsText("came in");
      chromium.sawNothingAmiss();
    }
  }

  @Test
  void whoListensIsAnsweredWithOneEventAndAsksAgainFromThere() {
    Visitor first = new Visitor(hub);
    String told = first.get("/app/leads/stream").body();
    assertThat(told).matches("retry: \\d+\nid: (\\d+)\nevent: news\ndata: \\1\n\n");
    String heard = told.replaceAll("(?s).*data: (\\d+).*", "$1");
    CompletableFuture<String> next =
        CompletableFuture.supplyAsync(
            () -> new Visitor(hub).get("/app/leads/stream", "Last-Event-ID", heard).body());
    submit("Heard Hugo", "hugo@example.com", "heard");
    assertThat(next)
        .succeedsWithin(Duration.ofSeconds(20))
        .asString()
        .contains("event: news")
        .doesNotContain("id: " + heard + "\n");
  }

  @Test
  void markingItWonByKeyboardAloneReachesTheCrm() {
    submit("Won Wendy", "wendy@example.com", "spring");
    try (BrowserContext desk = chromium.desk()) {
      Page page = open(desk, "/app/leads?campaign=spring");
      assertThat(page.locator("#leads").getByText("Won Wendy")).isVisible();
      page.keyboard().press("j");
      while (!page.locator(":focus").textContent().equals("Won Wendy")) {
        page.keyboard().press("j");
      }
      page.keyboard().press("j");
      page.keyboard().press("k");
      page.keyboard().press("x");
      assertThat(page.locator("tr.picked")).containsText("Won Wendy");
      page.keyboard().press("x");
      assertThat(page.locator("tr.picked")).hasCount(0);

      page.keyboard().press("Enter");
      assertThat(page.locator("#drawer h2")).hasText("Won Wendy");
      assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/app/leads/[0-9a-f-]{36}"));
      page.keyboard().press("Escape");
      assertThat(page.locator("#drawer")).not().isVisible();
      assertThat(page).hasURL(hub.url("/app/leads?campaign=spring"));
      assertThat(page.locator(":focus")).hasText("Won Wendy");

      page.keyboard().press("v");
      assertThat(page.locator("#l-sale")).isFocused();
      page.keyboard().type("1,250.50");
      page.keyboard().press("Enter");
      assertThat(page.locator("#drawer .notice.ok[role=status]")).containsText("Saved");
      assertThat(page.locator("#drawer")).containsText("$1,250.50");

      page.locator("#drawer [data-close]").focus();
      page.keyboard().press("s");
      assertThat(page.locator("#l-status")).isFocused();
      page.keyboard().type("won");
      page.keyboard().press("Enter");
      assertThat(page.locator("#drawer article .tag").first()).hasText("won");
      page.keyboard().press("Escape");
      assertThat(row(page, "Won Wendy")).containsText("won");
      assertThat(row(page, "Won Wendy")).containsText("$1,250.50");
      chromium.sawNothingAmiss();
    }
    until(
        () ->
            hub.told.stream()
                .anyMatch(
                    told ->
                        told.path().equals("/crm/deals")
                            && told.body().contains("won")
                            && told.body().contains("125050")));
  }

  @Test
  void whatWasSaidByMistakeIsTakenBackAndTheRuleCountsAgain() {
    submit("Mistaken Mia", "mia@example.com", "mistake");
    try (BrowserContext desk = chromium.desk()) {
      Page page = open(desk, "/app/leads?campaign=mistake");
      page.locator("#leads a[data-open]").first().click();
      page.locator("#l-status").selectOption("lost");
      page.locator("#drawer form.change .primary").first().click();
      assertThat(page.locator("#drawer")).containsText("Status is lost");
      assertThat(row(page, "Mistaken Mia")).containsText("lost");

      page.getByText("Take back").click();
      assertThat(page.locator("#drawer")).containsText("Status taken back");
      assertThat(page.getByText("Take back")).hasCount(0);
      assertThat(row(page, "Mistaken Mia")).not().containsText("lost");
      chromium.sawNothingAmiss();
    }
  }

  @Test
  void refusalsAreToldBesideTheFieldAndWhatWasTypedStays() {
    try (BrowserContext desk = chromium.desk()) {
      Page page = open(desk, "/app/leads");
      page.locator("#leads a[data-open]").first().click();
      page.locator("#l-quote").fill("12 \u20ac");
      page.locator("#l-why").fill("");
      page.locator("#drawer form.change .primary").click();
      assertThat(page.locator("#l-quote-error")).containsText("not USD");
      assertThat(page.locator("#l-why-error")).containsText("Say why");
      assertThat(page.locator("#l-quote")).hasValue("12 \u20ac");
      assertThat(page.locator("#l-quote")).hasAttribute("aria-invalid", "true");
      chromium.sawNothingAmiss();
    }
  }

  @Test
  void manyRowsBecomeSpamAtOnceAndComeBack() {
    submit("Junk One", "junk1@example.com", "junk");
    submit("Junk Two", "junk2@example.com", "junk");
    try (BrowserContext desk = chromium.desk()) {
      Page page = open(desk, "/app/leads?campaign=junk");
      assertThat(page.locator("#leads tbody tr")).hasCount(2);
      for (Locator box : page.locator("#leads input[name=lead]").all()) {
        box.check();
      }
      assertThat(page.locator("#picked")).hasText("2 rows selected");
      page.locator("#bulk-to").selectOption("spam");
      page.locator("#bulk .primary").click();
      assertThat(page.locator("#bulk-told")).containsText("Changed: 2");
      assertThat(page.locator("#leads tbody .tag.bad").getByText("spam")).hasCount(2);
      assertThat(page.locator("tr.picked")).hasCount(0);
      chromium.sawNothingAmiss();
    }
    assertThat(count("select count(*) from correction where why like 'Sorted%'")).isEqualTo(2);
  }

  @Test
  void filtersColumnsAndViewsAreInTheAddressAndSurviveAReload() {
    submit("Keep Me", "keep@example.com", "kept");
    try (BrowserContext desk = chromium.desk()) {
      Page page = open(desk, "/app/leads");
      page.locator("details.wide summary").click();
      page.locator("#f-campaign").fill("kept");
      page.locator("#f-channel").selectOption("form");
      page.locator(".wide .primary").click();
      assertThat(page).hasURL(hub.url("/app/leads?channel=form&campaign=kept"));
      page.getByText("Columns", new Page.GetByTextOptions().setExact(true)).click();
      page.locator("#c-email").check();
      page.locator("#c-sale").uncheck();
      page.getByText("Show these").click();
      assertThat(page.locator("#leads thead")).containsText("E-mail");
      assertThat(page.locator("#leads thead")).not().containsText("Sale");
      page.reload();
      assertThat(page.locator("#leads tbody tr")).hasCount(1);
      assertThat(page.locator("#leads")).containsText("keep@example.com");
      assertThat(page.locator(".chips")).containsText("kept");
      assertThat(page.locator("#tabs [aria-current] .count")).hasText("1");
      String address = page.url();

      page.getByText("Views", new Page.GetByTextOptions().setExact(true)).click();
      page.locator("#view-name").fill("Kept ones <b>");
      page.locator("#view-shared").check();
      page.getByText("Keep this view").click();
      page.navigate(hub.url("/app/leads"));
      page.getByText("Views", new Page.GetByTextOptions().setExact(true)).click();
      seen(page, "leads-views-1440-light");
      page.locator(".pop a")
          .filter(new Locator.FilterOptions().setHasText("Kept ones <b>"))
          .click();
      assertThat(parameters(page.url())).isEqualTo(parameters(address));

      HttpResponse<String> file = hub.get(page.locator("a[download]").getAttribute("href"));
      assertThat(file.body().lines()).hasSize(2);
      assertThat(file.body()).contains("keep@example.com");
      chromium.sawNothingAmiss();
    }
  }

  @Test
  void turnsPagesBelowAndFindsPeople() {
    try (BrowserContext desk = chromium.desk()) {
      Page page = open(desk, "/app/leads?campaign=spring");
      assertThat(page.locator("#leads tbody tr")).hasCount(50);
      page.locator("#older").click();
      assertThat(page.locator("#older")).hasCount(0);
      assertThat(page.locator("#leads tbody tr").count()).isGreaterThanOrEqualTo(70);
      page.locator("#q").fill("guest07@example.com");
      page.keyboard().press("Enter");
      assertThat(page.locator("#leads tbody tr")).hasCount(1);
      String id = page.locator("#leads tbody tr").getAttribute("data-lead");
      page.locator("#q").fill(id);
      page.keyboard().press("Enter");
      assertThat(page.locator("#leads tbody tr")).hasCount(1);
      assertThat(page.locator("#leads")).containsText("Guest 07");
      chromium.sawNothingAmiss();
    }
  }

  @Test
  void looksWellAndIsForEverybody() throws IOException {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(390, 1440)) {
        try (BrowserContext somebody = chromium.somebody(width, 900, scheme)) {
          String name = width + "-" + scheme.name().toLowerCase();
          Page page = open(somebody, "/app/leads?waiting=yes");
          assertThat(page.locator("#tabs .count").first()).isVisible();
          seen(page, "leads-list-" + name);
          assertThat(EveryPageIT.serious(page)).as("list " + name).isEmpty();
          page.locator("#leads a[data-open]").first().click();
          assertThat(page.locator("#drawer h2")).isVisible();
          seen(page, "leads-drawer-" + name);
          assertThat(EveryPageIT.serious(page, "#drawer")).as("drawer " + name).isEmpty();
          page.navigate(page.url());
          assertThat(page.locator("main h1")).isVisible();
          Chromium.picture(page, "leads-page-" + name);
          assertThat(EveryPageIT.serious(page)).as("page " + name).isEmpty();
          assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
              .isEqualTo(true);
        }
      }
    }
    chromium.sawNothingAmiss();
  }

  @Test
  void canBeReadAndChangedWithoutScripts() {
    String id = text("select id::text from lead order by at limit 1");
    HttpResponse<String> list = hub.get("/app/leads?campaign=spring");
    assertThat(list.body()).contains("Older</a>").contains("Guest ");
    HttpResponse<String> page = hub.get("/app/leads/" + id);
    assertThat(page.body()).contains("<h1>Guest 01").contains("method=\"post\"");
    Visitor visitor = new Visitor(hub);
    String address = "/app/leads/" + id;
    HttpResponse<String> refused =
        visitor.submit(
            address,
            address,
            "status",
            "quoted",
            "wasStatus",
            "new",
            "quote",
            "much",
            "currency",
            "USD");
    assertThat(refused.body()).contains("no amount").contains("Say why");
    HttpResponse<String> done =
        visitor.submit(
            address,
            address,
            "status",
            "quoted",
            "wasStatus",
            "new",
            "quote",
            "80",
            "currency",
            "USD",
            "why",
            "They asked.");
    assertThat(done.statusCode()).isEqualTo(303);
    String after = hub.get("/app/leads/" + id).body();
    assertThat(after).contains("They asked.").contains("$80.00");
    assertThat(hub.get("/app/leads/no-such").statusCode()).isEqualTo(404);
    assertThat(hub.get("/app/leads?sort=sideways").statusCode()).isEqualTo(400);
  }

  private static LocatorAssertions.IsVisibleOptions inTwoSeconds() {
    return new LocatorAssertions.IsVisibleOptions()
        .setTimeout(Poll.onThisMachine(Duration.ofSeconds(2)).toMillis());
  }

  private Page open(BrowserContext somebody, String path) {
    Page page = somebody.newPage();
    page.navigate(hub.url(path));
    return page;
  }

  /** How much of it is seen at once. */
  private static void seen(Page page, String name) {
    String folder = System.getProperty("patchbay.screenshots");
    if (folder != null) {
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
    }
  }

  private static Locator row(Page page, String name) {
    return page.locator("#leads tr").filter(new Locator.FilterOptions().setHasText(name));
  }

  private void submit(String name, String email, String campaign) {
    HttpResponse<String> answer =
        hub.submit(
            form(
                Map.of(
                    "name",
                    name,
                    "email",
                    email,
                    "message",
                    "Coffee for twenty, please.",
                    "utm_source",
                    "google",
                    "utm_medium",
                    "cpc",
                    "utm_campaign",
                    campaign)));
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
  }

  static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(
            value ->
                value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Map<String, String> parameters(String address) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : address.substring(address.indexOf('?') + 1).split("&")) {
      parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return parameters;
  }

  private long count(String query) {
    return Long.parseLong(text(query));
  }

  private String text(String query) {
    return hub.database()
        .inTransaction(
            sql -> {
              try (var statement = sql.prepareStatement(query);
                  var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
              }
            });
  }

  private static void until(BooleanSupplier done) {
    assertThat(Poll.until(Duration.ofSeconds(30), done)).isTrue();
  }
}
