package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpMethod;

/** What holds for each page, whatever it shows: the pages are taken from the table of routes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPageIT {

  private static final int EVENTS = 3_000;

  /** Rows of a table that axe is shown: further ones are made by the same lines of the page. */
  private static final int ROWS_LOOKED_AT = 40;

  private static final String SHORTEN =
      """
      most => document.querySelectorAll('tbody').forEach(
        body => [...body.rows].slice(most).forEach(row => row.remove()))""";

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private DashboardHub hub;
  private Chromium chromium;
  private BrowserContext desk;
  private BrowserContext phone;

  @BeforeAll
  void start() {
    chromium = Chromium.start();
    hub = DashboardHub.afterAYear(folder, EVENTS);
    desk = chromium.somebody(1440, 900, ColorScheme.LIGHT);
    phone = chromium.somebody(390, 900, ColorScheme.DARK);
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

  /** Pages without an id in their address; those with one are opened by the tests of their area. */
  Stream<String> pages() {
    return hub.routes().stream()
        .filter(route -> route.method().equals(HttpMethod.GET))
        .map(PageRoute::path)
        .filter(path -> !path.contains("{") && !path.contains(".csv") && !path.endsWith("/stream"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void answersSafelyAndWholly(String path) {
    HttpResponse<String> answer = hub.get(path);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("<h1").contains("</html>").doesNotContain("style=\"");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void canBeUsedByEverybody(String path) throws IOException {
    // Each width and each scheme once: colors do not hang on the width, nor the layout on colors.
    canBeUsed(desk, path, "1440-light");
    canBeUsed(phone, path, "390-dark");
    if (Chromium.keepsPictures()) {
      look(1440, ColorScheme.DARK, path, "1440-dark");
      look(390, ColorScheme.LIGHT, path, "390-light");
    }
    chromium.sawNothingAmiss();
  }

  private void canBeUsed(BrowserContext somebody, String path, String form) throws IOException {
    try (Page page = opened(somebody, path, form)) {
      assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .as("%s in %s does not scroll sideways", path, form)
          .isEqualTo(true);
      page.evaluate(SHORTEN, ROWS_LOOKED_AT);
      assertThat(serious(page)).as("%s in %s", path, form).isEmpty();
    }
  }

  private void look(int width, ColorScheme scheme, String path, String form) {
    try (BrowserContext somebody = chromium.somebody(width, 900, scheme)) {
      opened(somebody, path, form);
    }
  }

  private Page opened(BrowserContext somebody, String path, String form) {
    Page page = somebody.newPage();
    page.navigate(hub.url(path));
    Chromium.picture(page, path.substring(1).replace('/', '-') + "-" + form);
    return page;
  }

  @Test
  void theFrameThatGoesAheadIsThatOfThePage() {
    List<PageRoute> framed = hub.routes().stream().filter(route -> route.title() != null).toList();

    assertThat(framed).hasSizeGreaterThan(10);
    for (PageRoute route : framed) {
      String title = String.valueOf(route.title()).replace("&", "&amp;");
      assertThat(hub.get(route.path()).body())
          .as(route.path())
          .contains("<title>" + title + " · harbor-coffee</title>")
          .containsOnlyOnce("<main ");
    }
  }

  @Test
  void whileFiguresAreCountedTheFrameIsThere() throws Exception {
    try (var lock = DriverManager.getConnection(hub.test.url(), "postgres", "")) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("lock table visit in access exclusive mode");
      HttpResponse<InputStream> answer = hub.open("/app/visits");
      try (InputStream body = answer.body()) {
        StringBuilder ahead = new StringBuilder();
        while (ahead.indexOf("</header>") < 0) {
          ahead.append((char) body.read());
        }
        assertThat(ahead).contains("<title>Visits", "/app/leads").doesNotContain("<main");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        lock.rollback();
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
            .contains("<main", "<h1>Visits</h1>", "</html>");
      }
    }
  }

  @Test
  void aSlashTooManyLeadsHome() {
    HttpResponse<String> answer = hub.get("/app/");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/app");
  }

  @Test
  void whatDoesNotExistSaysSoInWords() {
    HttpResponse<String> answer = hub.get("/app/no-such-page");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("There is no such page.").contains("<nav");
  }

  /** What axe finds that keeps people from using the page. */
  static List<String> serious(Page page) throws IOException {
    return serious(page, "html");
  }

  /** As {@link #serious(Page)}, of a part of it. */
  static List<String> serious(Page page, String part) throws IOException {
    page.evaluate(axe());
    Object found =
        page.evaluate(
            """
            async (part) => JSON.stringify((await axe.run(part)).violations
              .filter(v => ['serious', 'critical'].includes(v.impact))
              .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join('; ')))""",
            part);
    List<String> list = new ArrayList<>();
    for (JsonNode each : JSON.readTree(String.valueOf(found))) {
      list.add(each.asText());
    }
    return list;
  }

  /** The script of axe-core, whose jar tells its version. */
  private static String axe() throws IOException {
    Properties about = new Properties();
    try (InputStream in =
        EveryPageIT.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
      about.load(Objects.requireNonNull(in));
    }
    try (InputStream in =
        EveryPageIT.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/%s/axe.min.js"
                .formatted(about.getProperty("version")))) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
