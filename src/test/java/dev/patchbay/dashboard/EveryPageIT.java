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
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private DashboardHub hub;
  private Chromium chromium;

  @BeforeAll
  void start() {
    chromium = Chromium.start();
    hub = DashboardHub.afterAYear(folder, EVENTS);
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
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(390, 1440)) {
        try (BrowserContext somebody = chromium.somebody(width, 900, scheme)) {
          Page page = somebody.newPage();
          page.navigate(hub.url(path));
          String name =
              "%s-%d-%s"
                  .formatted(
                      path.substring(1).replace('/', '-'), width, scheme.name().toLowerCase());
          Chromium.picture(page, name);
          assertThat(serious(page)).as(name).isEmpty();
          assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
              .as("%s does not scroll sideways", name)
              .isEqualTo(true);
        }
      }
    }
    chromium.sawNothingAmiss();
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
