package dev.patchbay.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first day: a link on the terminal, an admin, a colleague, a token; in a real browser. */
class FirstSignInIT {

  private static final Pattern LINK =
      Pattern.compile("http://127\\.0\\.0\\.1:\\d+(/app/welcome/[A-Za-z0-9_-]{43})");

  @TempDir private Path folder;

  @Test
  void theLinkOnTheTerminalMakesAnAdminWhoInvitesAColleague() throws IOException {
    try (Chromium chromium = Chromium.start()) {
      ByteArrayOutputStream terminal = new ByteArrayOutputStream();
      PrintStream before = System.out;
      System.setOut(new PrintStream(terminal, true, StandardCharsets.UTF_8));
      DashboardHub started;
      try {
        started =
            DashboardHub.with(
                folder,
                Map.of(
                    "patchbay.api.open-on-loopback", "false",
                    "patchbay.sign-in.bcrypt-cost", "10"));
      } finally {
        System.setOut(before);
      }
      try (DashboardHub hub = started) {
        Matcher link = LINK.matcher(terminal.toString(StandardCharsets.UTF_8));
        assertThat(link.find()).as("the terminal tells a link").isTrue();
        live(chromium, hub, link.group(1));
      }
    }
  }

  private static void live(Chromium chromium, DashboardHub hub, String path) throws IOException {
    try (BrowserContext desk = chromium.desk();
        BrowserContext phone = chromium.somebody(390, 844, ColorScheme.DARK)) {
      Page page = desk.newPage();
      page.navigate(hub.url("/app/leads"));
      assertThat(page).hasTitle(Pattern.compile("Sign in.*"));
      Chromium.picture(page, "sign-in-1440-light");
      page.navigate(hub.url(path));
      Chromium.picture(page, "welcome-1440-light");
      assertThat(EveryPageIT.serious(page)).isEmpty();
      page.getByLabel("Your name, as others here see it").fill("Ana Díaz");
      page.getByLabel("Password", exactly()).fill("three quiet herons");
      page.getByLabel("The password again").fill("three quiet swans");
      page.getByRole(AriaRole.BUTTON, named("Keep it and sign in")).click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("not typed twice alike");
      assertThat(page.getByLabel("Your name, as others here see it")).hasValue("Ana Díaz");
      page.getByLabel("Password", exactly()).fill("three quiet herons");
      page.getByLabel("The password again").fill("three quiet herons");
      page.getByRole(AriaRole.BUTTON, named("Keep it and sign in")).click();
      page.waitForURL(hub.url("/app"));
      page.navigate(hub.url(path));
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("This link is not good");

      page.navigate(hub.url("/app/people"));
      page.getByLabel("Name, as others here see it").fill("Ben <b>Viewer</b>");
      page.getByRole(AriaRole.BUTTON, named("Make the link")).click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("no name");
      page.getByLabel("Name, as others here see it").fill("Ben Viewer");
      page.getByRole(AriaRole.BUTTON, named("Make the link")).click();
      String invitation = page.locator("#onetime code").textContent();
      Chromium.picture(page, "people-invited-1440-light");
      assertThat(EveryPageIT.serious(page)).isEmpty();

      Page bens = phone.newPage();
      bens.navigate(invitation);
      Chromium.picture(bens, "welcome-390-dark");
      bens.getByLabel("Password", exactly()).fill("five hungry otters");
      bens.getByLabel("The password again").fill("five hungry otters");
      bens.getByRole(AriaRole.BUTTON, named("Keep it and sign in")).click();
      bens.waitForURL(hub.url("/app"));
      bens.navigate(hub.url("/app/me"));
      assertThat(bens.locator("main")).containsText("viewer");
      Chromium.picture(bens, "me-390-dark");
      assertThat(EveryPageIT.serious(bens)).isEmpty();

      page.navigate(hub.url("/app/tokens"));
      page.getByLabel("Which program it is for; the audit says it").fill("wall screen");
      page.getByRole(AriaRole.BUTTON, named("Make the token")).click();
      assertThat(page.locator("#onetime code")).containsText("pb_");
      Chromium.picture(page, "tokens-made-1440-light");

      page.navigate(hub.url("/app/people"));
      page.getByRole(AriaRole.LINK, named("Ben Viewer")).click();
      page.getByLabel("Why they are to be let in no more").fill("left us");
      Chromium.picture(page, "person-1440-light");
      assertThat(EveryPageIT.serious(page)).isEmpty();
      page.getByRole(AriaRole.BUTTON, named("Let them in no more")).click();
      assertThat(page.locator("main")).containsText("disabled");
      bens.navigate(hub.url("/app/leads"));
      assertThat(bens).hasTitle(Pattern.compile("Sign in.*"));

      page.navigate(hub.url("/app/audit?check=yes"));
      assertThat(page.locator("main")).containsText("The chain is whole.");
      assertThat(page.locator("main")).containsText("left us");
      Chromium.picture(page, "audit-1440-light");

      page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
      assertThat(page).hasTitle(Pattern.compile("Sign in.*"));
      page.getByLabel("Name or e-mail").fill("ana díaz");
      page.getByLabel("Password", exactly()).fill("wrong");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("do not belong together");
      Chromium.picture(page, "sign-in-wrong-1440-light");
      assertThat(EveryPageIT.serious(page)).isEmpty();
      page.getByLabel("Password", exactly()).fill("three quiet herons");
      page.keyboard().press("Enter");
      page.waitForURL(hub.url("/app"));
    }
    // What was refused on purpose is told by the browser too.
    assertThat(chromium.complaints)
        .allMatch(complaint -> complaint.startsWith("Failed to load resource"));
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
