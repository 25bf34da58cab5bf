package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.patchbay.delivery.LaneState;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.fault.Poll;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bad day in a real browser: an outage is told in words, mended, and what was given up is sent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LEADS = 4;

  @TempDir private static Path folder;
  private DashboardHub hub;
  private Chromium chromium;

  @BeforeAll
  void start() {
    chromium = Chromium.start();
    hub = DashboardHub.empty(folder);
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
  @Order(1)
  void aRefusedTokenIsToldOnTodayWithWhoWaitsAndWhatToDoWithoutLosingOnesPlace() {
    try (BrowserContext somebody = chromium.desk()) {
      Page page = somebody.newPage();
      page.navigate(hub.url("/app"));
      assertThat(page.locator("h1").textContent()).isEqualTo("Today");
      page.locator("#go-leads").focus();

      hub.status = 401;
      submit(LEADS);

      Locator concern =
          page.locator(".notice.bad", new Page.LocatorOptions().setHasText("CRM (HubSpot)"));
      soon(concern)
          .containsText(Pattern.compile("CRM \\(HubSpot\\) refuses .* since \\d\\d:\\d\\d\\."));
      soon(concern).containsText(LEADS + " leads wait.");
      soon(concern).containsText("What to do:");
      assertThat(page.evaluate("document.activeElement.id")).isEqualTo("go-leads");
      Chromium.picture(page, "outage-today-1440-light");
      concern.getByRole(AriaRole.LINK).click();
      assertThat(page.url()).endsWith("/app/connections/crm");
      Chromium.picture(page, "outage-connection-1440-light");
    }
    chromium.sawNothingAmiss();
  }

  @Test
  @Order(2)
  void isMendedAndLetGoOnFromThePageOfTheConnection() {
    hub.status = 200;
    try (BrowserContext somebody = chromium.phone()) {
      Page page = somebody.newPage();
      for (String destination : new String[] {"crm", "wall-screen"}) {
        page.navigate(hub.url("/app/connections/" + destination));
        page.getByLabel("What was mended?").fill("A new token.");
        page.getByRole(AriaRole.BUTTON, named("Let it go on")).click();
        soon(page.locator("main")).containsText("Why pause it?");
      }
      assertThat(Poll.until(PATIENCE, () -> number("pending") == 0 && number("delivered") >= LEADS))
          .isTrue();
      page.navigate(hub.url("/app"));
      soon(page.locator(".notice.bad", new Page.LocatorOptions().setHasText("CRM"))).hasCount(0);
    }
    chromium.sawNothingAmiss();
  }

  @Test
  @Order(3)
  void deadLettersSayWhyAtEachAttemptAndAreSentAgainToTheLast() throws IOException {
    hub.status = 422;
    submit(LEADS);
    assertThat(Poll.until(PATIENCE, () -> number("dead") >= LEADS && number("pending") == 0))
        .isTrue();
    int dead = (int) number("dead");

    try (BrowserContext somebody = chromium.desk()) {
      Page page = somebody.newPage();
      page.navigate(hub.url("/app"));
      soon(page.locator("#today")).containsText("given up");
      page.navigate(hub.url("/app/dead-letters"));
      assertThat(EveryPageIT.serious(page)).isEmpty();
      Chromium.picture(page, "outage-dead-letters-1440-light");
      page.locator("tbody th a").first().click();
      assertThat(page.locator("main").textContent())
          .contains("refuses what is in it")
          .contains("The destination answered 422.");
      assertThat(EveryPageIT.serious(page)).isEmpty();
      Chromium.picture(page, "outage-dead-letter-1440-light");

      hub.status = 200;
      page.getByLabel("Why, or what was mended?").fill("The field is back.");
      page.getByRole(AriaRole.BUTTON, named("Send it again")).click();
      soon(page.locator("main")).containsText("1 delivery is sent again.");
      assertThat(Poll.until(PATIENCE, () -> number("dead") == dead - 1)).isTrue();

      for (String destination : new String[] {"crm", "wall-screen"}) {
        page.navigate(hub.url("/app/dead-letters?destination=" + destination));
        if (page.locator("tbody tr").count() == 0) {
          continue;
        }
        page.getByLabel("Why, or what was mended?").fill("The field is back.");
        page.getByRole(AriaRole.BUTTON, named("Send all that fit again…")).click();
        soon(page.locator("#sure"))
            .containsText(Pattern.compile("Send \\d+ deliver(y|ies) again\\?"));
        assertThat(EveryPageIT.serious(page)).isEmpty();
        page.getByRole(AriaRole.BUTTON, named("Yes, send them again")).click();
        soon(page.locator("main")).containsText("sent again.");
      }
      assertThat(Poll.until(PATIENCE, () -> number("dead") == 0 && number("pending") == 0))
          .isTrue();
      page.navigate(hub.url("/app/dead-letters"));
      soon(page.locator("main")).containsText("Nothing was given up that fits.");
      page.navigate(hub.url("/app"));
      soon(page.locator("#today")).not().containsText("were given up");
    }
    chromium.sawNothingAmiss();
  }

  @Test
  @Order(4)
  void pausesByHandAndShowsItAndWhatWaitsGoesAfterwards() {
    try (BrowserContext somebody = chromium.phone()) {
      Page page = somebody.newPage();
      page.navigate(hub.url("/app/connections/crm"));
      page.getByLabel("Why pause it?").fill("The vendor moves.");
      page.getByRole(AriaRole.BUTTON, named("Pause")).click();
      soon(page.locator("main")).containsText("paused by this machine");
      assertThat(Poll.until(PATIENCE, () -> halted())).isTrue();
      submit(1);
      assertThat(Poll.until(PATIENCE, () -> number("pending") == 1)).isTrue();
      page.navigate(hub.url("/app/connections"));
      soon(page.locator("#wiring")).containsText("The vendor moves.");
      Chromium.picture(page, "outage-connections-390-light");
      page.navigate(hub.url("/app/connections/crm"));
      page.getByLabel("What was mended?").fill("It moved.");
      page.getByRole(AriaRole.BUTTON, named("Let it go on")).click();
      assertThat(Poll.until(PATIENCE, () -> number("pending") == 0)).isTrue();
    }
    chromium.sawNothingAmiss();
  }

  @Test
  @Order(5)
  void showsWhatCouldNotBeReadAndReadsItAgain() throws IOException {
    hub.database()
        .inTransaction(
            sql -> {
              try (var insert =
                  sql.prepareStatement(
                      """
                      insert into message (id, connection, dedupe_key, body_sha256, body,
                        content_type, received_at, state, findings)
                      select gen_random_uuid(), 'website-form', 'x', '',
                        'name=<script>alert(1)</script>&email=ann@example.com',
                        'application/x-www-form-urlencoded', now(), 2,
                        '[{"kind":"mapping.failed","text":"The mapping broke.","remedy":"Mend it."}]'
                      """)) {
                return insert.executeUpdate();
              }
            });
    try (BrowserContext somebody = chromium.somebody(1440, 900, ColorScheme.DARK)) {
      Page page = somebody.newPage();
      page.navigate(hub.url("/app/invalid"));
      soon(page.locator("main")).containsText("The mapping broke.");
      assertThat(EveryPageIT.serious(page)).isEmpty();
      page.locator("tbody th a").first().click();
      assertThat(page.locator("pre").textContent()).contains("<script>alert(1)</script>");
      assertThat(EveryPageIT.serious(page)).isEmpty();
      Chromium.picture(page, "outage-invalid-message-1440-dark");
      page.getByLabel("What was mended?").fill("The mapping.");
      page.getByRole(AriaRole.BUTTON, named("Read it again")).click();
      soon(page.locator("main")).containsText("1 message is read again.");
      assertThat(Poll.until(PATIENCE, () -> invalid() == 0)).isTrue();
    }
    chromium.sawNothingAmiss();
  }

  @Test
  @Order(6)
  void formsThatNeverCameInAreToldOnToday() {
    hub.database()
        .inTransaction(
            sql -> {
              try (var insert =
                  sql.prepareStatement(
                      """
                      insert into submission (event, at, source, page)
                      select gen_random_uuid(), now() - interval '2 hours', 'google',
                        'harborcoffee.example/catering'
                      from generate_series(1, 200)""")) {
                return insert.executeUpdate();
              }
            });
    try (BrowserContext somebody = chromium.desk()) {
      Page page = somebody.newPage();
      page.navigate(hub.url("/app"));
      Locator concern =
          page.locator(".notice", new Page.LocatorOptions().setHasText("never came in"));
      soon(concern).containsText(Pattern.compile("1\\d\\d of 200 forms that visitors sent"));
      concern.getByRole(AriaRole.LINK).click();
      soon(page.locator("h1")).containsText("Forms sent");
      soon(page.locator("tbody tr").first()).containsText("harborcoffee.example/catering");
    }
    chromium.sawNothingAmiss();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static LocatorAssertions soon(Locator locator) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    return PlaywrightAssertions.assertThat(locator);
  }

  private int submitted;

  private void submit(int leads) {
    for (int i = 0; i < leads; i++) {
      submitted++;
      assertThat(
              hub.submit("name=Ann+Reed&email=ann%d@example.com&message=Hello".formatted(submitted))
                  .statusCode())
          .isEqualTo(202);
    }
  }

  private long number(String state) {
    int code = java.util.List.of("pending", "delivered", "dead", "canceled").indexOf(state);
    return one("select count(*) from delivery where state = " + code);
  }

  private long invalid() {
    return one("select count(*) from message where state = 2");
  }

  /** Whether the lane itself knows; the page says so as soon as the pause is stored. */
  private boolean halted() {
    return hub.bean(Lanes.class)
        .state("crm")
        .filter(lane -> lane.status() == LaneState.Status.HALTED)
        .isPresent();
  }

  private long one(String query) {
    return hub.database()
        .inTransaction(
            sql -> {
              try (var statement = sql.prepareStatement(query);
                  var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
  }
}
