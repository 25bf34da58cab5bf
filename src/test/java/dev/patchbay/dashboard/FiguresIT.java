package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.patchbay.fault.Poll;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages of figures after a made-up year: what they say, and that each number opens to its rows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiguresIT {

  private static final int EVENTS = 6_000;
  private static final String SUMMER = "period=own&from=2026-06-01&to=2026-08-31";
  private static final String YEAR = "period=own&from=2025-11-01&to=2026-10-31";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern OPENS = Pattern.compile("<a class=\"opens\"([^>]*)>([^<]*)</a>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");
  private static final Pattern NEXT = Pattern.compile("<a class=\"button\"([^>]*)rel=\"next\"");
  private static final Pattern BODY = Pattern.compile("<tbody>(.*?)</tbody>", Pattern.DOTALL);
  private static final Pattern CELL = Pattern.compile("<td([^>]*data-field=[^>]*)>");

  @TempDir private static Path folder;
  private final Map<String, List<String>> opened = new HashMap<>();
  private DashboardHub hub;

  @BeforeAll
  void start() {
    hub = DashboardHub.afterAYear(folder, EVENTS);
  }

  @AfterAll
  void stop() {
    if (hub != null) {
      hub.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/funnel?by=source&" + SUMMER,
        "/app/funnel?by=landingPage&" + SUMMER,
        "/app/funnel?by=month&source=google&" + SUMMER,
        "/app/funnel?by=campaign&landingPage=https://harborcoffee.example/weddings&" + SUMMER,
        "/app/sources?by=campaign&" + SUMMER,
        "/app/sources?by=source&show=revenue&" + SUMMER,
        "/app/sources?by=source&show=sales&" + SUMMER,
        "/app/speed?" + SUMMER,
        "/app/counts?" + SUMMER,
        "/app/counts?by=source&" + SUMMER,
        "/app/counts?per=day&period=own&from=2026-06-01&to=2026-06-14",
        "/app/suppression?" + YEAR
      })
  void everyNumberOpensToItsRows(String path) {
    String page = html(path);
    List<MatchResult> numbers = OPENS.matcher(page).results().toList();

    assertThat(numbers).hasSizeGreaterThan(3);
    for (MatchResult number : numbers) {
      Map<String, String> attributes = attributes(number.group(1));
      String href = attributes.get("href").replace("&amp;", "&");
      double told = Double.parseDouble(attributes.get("data-figure"));
      String where = "%s on %s: %s".formatted(number.group(2), path, href);
      List<String> rows = opened.computeIfAbsent(href, this::rows);
      String sum = attributes.get("data-sum");
      if (sum == null) {
        assertThat((double) rows.size()).as(where).isEqualTo(told);
      } else if (sum.startsWith("p75:")) {
        assertThat(threeQuarters(values(rows, sum.substring(4))))
            .as(where)
            .isCloseTo(told, within(1.0));
      } else {
        assertThat(sum(rows, sum)).as(where).isCloseTo(told, within(0.01));
      }
    }
  }

  /** Among so few events chance is louder than the story, so half of its leads go by hand. */
  private static final String SLOW =
      """
      update visit set lead = null
      where landing_page like '%weddings' and at >= '2026-02-01' and hashtext(event::text) % 3 <> 0""";

  private static final String DEAD =
      """
      update delivery set state = 2, error_kind = 'bad-phone', error_text = 'That is no number.'
      where destination = 'crm' and event in (
        select e.event from lead_event e where e.lead in (
          select l.id from lead l
          where l.campaign = 'office-breakfast' and l.at >= '2026-10-01' and l.at < '2026-11-01'
          order by l.at limit 3)
        union all
        select s.id from sale s where s.lead in (
          select l.id from lead l
          where l.campaign = 'office-breakfast' and l.at >= '2026-10-01' and l.at < '2026-11-01'
          order by l.at limit 3))""";

  /** Changes rows, again if the projector made them anew, until the page tells of it. */
  private String await(String change, String path, String words) {
    AtomicReference<String> told = new AtomicReference<>("");
    Poll.until(
        Duration.ofSeconds(60),
        () -> {
          hub.database()
              .inTransaction(
                  sql -> {
                    try (Statement statement = sql.createStatement()) {
                      return statement.executeUpdate(change);
                    }
                  });
          told.set(text(path));
          return told.get().contains(words);
        });
    return told.get();
  }

  @Test
  void theSlowFormThatHalvesACampaignStandsOutInASentence() {
    String spring = "/app/speed?period=own&from=2026-02-02&to=2026-10-31";
    assertThat(await(SLOW, spring, "loses leads because"))
        .contains("harborcoffee.example/weddings loses leads because it is slow.")
        .containsPattern(
            "The form can be used after [12]?[0-9]\\.[0-9] s \\(elsewhere 2\\.[0-9] s\\)")
        .contains("of its visitors come by the campaign wedding-fair");
    assertThat(text("/app/speed?period=own&from=2025-11-01&to=2026-01-31"))
        .contains("No page is much slower than the others");
  }

  @Test
  void theFunnelSaysWhereMostAreLostAndHowItWasBefore() {
    assertThat(text("/app/funnel?" + SUMMER))
        .containsPattern("[0-9,]+ visits became [0-9,]+ leads from Jun 1, 2026 to Aug 31, 2026")
        .containsPattern(
            "That is ([0-9]+% (more|fewer)|as many) leads (than|as) in the 92 days before")
        .contains("Most are lost");
  }

  @Test
  void countsOfTwoToolsStandBesideEachOtherWithTheMissingByName() {
    String october = "/app/counts?period=own&from=2026-10-01&to=2026-10-31";
    assertThat(await(DEAD, october, "by name"))
        .containsPattern(
            "office-breakfast, October 2026: the ad tool says [0-9,]+ clicks, our site saw [0-9,]+"
                + " visits?\\. [0-9,]+ leads? came in, the CRM has [0-9,]+\\. See the 3 by name");
    assertThat(text("/app/counts/leads?hop=not-in-crm&from=2025-11-01&to=2026-11-01"))
        .contains("Leads that are not in the CRM, and why")
        .contains("no: Given up for crm after")
        .contains("bad-phone (That is no number.)");
  }

  private static final String VOID =
      """
      insert into submission (event, at, source, campaign, page, form)
      select gen_random_uuid(), timestamptz '2026-04-14 15:00Z' + n * interval '1 minute', 'google',
        'autumn-catering', 'harborcoffee.example/catering', 'request'
      from generate_series(1, 60) n""";

  @Test
  void formsThatAreSentIntoTheVoidAreToldInASentence() {
    String april = "/app/counts?period=own&from=2026-04-01&to=2026-04-30";
    assertThat(text(april))
        .contains("Forms sent")
        .doesNotContain("never arrived", "have not arrived");

    hub.database()
        .inTransaction(
            sql -> {
              try (Statement statement = sql.createStatement()) {
                return statement.executeUpdate(VOID);
              }
            });

    assertThat(text(april))
        .containsPattern(
            "April 2026: [0-9]+ forms were sent on the site and never arrived\\. Visitors sent"
                + " [0-9]+, [0-9]+ came in by form or mail\\. See the [0-9]+ that were sent")
        .doesNotContain("The tools agree");
    assertThat(text(april + "&campaign=autumn-catering")).doesNotContain("never arrived");
    assertThat(text("/app/submissions?form=request&from=2026-04-14&to=2026-04-15"))
        .contains("Forms sent", "harborcoffee.example/catering", "Arrived as");
  }

  @Test
  void buyersWhoAreStillShownAdsAreNamed() {
    assertThat(text("/app/suppression?" + YEAR))
        .containsPattern("[0-9]+ buyers? may still be shown ads by ads-audience\\.")
        .contains("Still in an audience");
    assertThat(html("/app/suppression/rows?state=straggler&from=2025-11-01&to=2026-11-01"))
        .containsPattern("href=\"/app/customers/[0-9a-f-]{36}\">[A-Z][a-z]+ ");
  }

  @Test
  void aWeekIsToldInSentencesWithTheNumbersOfItsRows() {
    String week = "/app/reports/week?of=2026-W42";
    String text = text(week);

    assertThat(text)
        .contains("harbor-coffee: the week of Oct 12 to Oct 18, 2026")
        .containsPattern("([0-9]+ people|1 person) came in \\(")
        .contains("What came in", "How fast", "What broke", "Where the money came from")
        .contains("What to do this week");
    for (MatchResult number : OPENS.matcher(html(week)).results().toList()) {
      Map<String, String> attributes = attributes(number.group(1));
      if (!attributes.containsKey("data-sum")) {
        assertThat((double) rows(attributes.get("href").replace("&amp;", "&")).size())
            .as(number.group())
            .isEqualTo(Double.parseDouble(attributes.get("data-figure")));
      }
    }
    assertThat(text("/app/reports")).contains("The last twelve weeks", "No report was mailed yet");
    assertThat(hub.get("/app/reports/week?of=2026-W99").body()).contains("such as 2026-W47");
  }

  @Test
  void listsComeAsSpreadsheetsToo() {
    HttpResponse<String> file = hub.get("/app/touches?format=csv&from=2026-06-01&to=2026-06-08");

    assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(file.body()).startsWith("conversion,");
  }

  @Test
  void whatIsAskedForWronglyIsAnsweredInWords() {
    assertThat(hub.get("/app/visits?colour=blue").body()).contains("There is no parameter");
    assertThat(hub.get("/app/visits?from=yesterday").body()).contains("cannot be read");
    assertThat(html("/app/funnel?period=own&from=%22%3E%3Cscript%3E&by=nothing")).contains("<h1>");
  }

  @Test
  void aPeriodIsPickedAndAChartIsDrawn() {
    try (Chromium chromium = Chromium.start();
        BrowserContext desk = chromium.desk()) {
      Page page = desk.newPage();
      page.navigate(hub.url("/app/sources"));
      page.locator("#period").selectOption("own");
      page.locator("#from").fill("2026-06-01");
      page.locator("#to").fill("2026-08-31");
      page.locator("#to").press("Enter");
      page.waitForURL("**period=own**");
      assertThat(page.locator(".chart canvas").count()).isEqualTo(1);
      assertThat(page.locator("main").innerText()).contains("Most leads from Jun 1, 2026");
      page.locator("summary", new Page.LocatorOptions().setHasText("The same as a table")).click();
      assertThat(page.locator("table[data-chart] tbody tr").count()).isEqualTo(92);
      chromium.sawNothingAmiss();
    }
  }

  @Test
  void looksWell() {
    Map<String, String> pages =
        Map.of(
            "funnel",
            "/app/funnel?" + SUMMER,
            "sources",
            "/app/sources?" + SUMMER,
            "speed",
            "/app/speed?" + SUMMER,
            "counts",
            "/app/counts?period=own&from=2026-03-01&to=2026-03-31",
            "counts-leads",
            "/app/counts/leads?hop=not-in-crm&from=2026-03-01&to=2026-04-01",
            "suppression",
            "/app/suppression?" + YEAR,
            "week",
            "/app/reports/week?of=2026-W42",
            "touches",
            "/app/touches?from=2026-06-01&to=2026-06-08");
    try (Chromium chromium = Chromium.start()) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        for (int width : List.of(390, 1440)) {
          try (BrowserContext somebody = chromium.somebody(width, 900, scheme)) {
            Page page = somebody.newPage();
            pages.forEach(
                (name, path) -> {
                  page.navigate(hub.url(path));
                  String shot = "figures-%s-%d-%s".formatted(name, width, scheme.name());
                  Chromium.picture(page, shot);
                  assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                      .as("%s does not scroll sideways", shot)
                      .isEqualTo(true);
                });
          }
        }
      }
      chromium.sawNothingAmiss();
    }
  }

  private String html(String path) {
    HttpResponse<String> answer = hub.get(path);
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return answer.body();
  }

  private String text(String path) {
    return html(path)
        .replace("<wbr>", "")
        .replaceAll("<[^>]*>", " ")
        .replace("&#39;", "'")
        .replaceAll("\\s+", " ")
        .replace(" .", ".");
  }

  /** The rows of every page of a list. */
  private List<String> rows(String path) {
    List<String> rows = new ArrayList<>();
    if (path.startsWith("/app/leads?")) {
      html(path);
      return leads(path);
    }
    String next = path.contains("limit=") ? path : path + "&limit=500";
    while (next != null) {
      String page = html(next);
      BODY.matcher(page)
          .results()
          .forEach(
              body -> {
                String[] parts = body.group(1).split("<tr", -1);
                rows.addAll(List.of(parts).subList(1, parts.length));
              });
      Matcher more = NEXT.matcher(page);
      next = more.find() ? attributes(more.group(1)).get("href").replace("&amp;", "&") : null;
    }
    return rows;
  }

  /** The list of leads shows its rows by a script of its own: the API says which they are. */
  private List<String> leads(String path) {
    List<String> rows = new ArrayList<>();
    String next = path.replace("/app/", "/api/v1/") + "&limit=500";
    while (next != null) {
      try {
        JsonNode page = JSON.readTree(html(next));
        page.path("leads").forEach(lead -> rows.add(lead.path("id").asText()));
        next = page.path("next").asText(null);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return rows;
  }

  private static Map<String, String> attributes(String tag) {
    Map<String, String> attributes = new HashMap<>();
    ATTRIBUTE.matcher(tag).results().forEach(one -> attributes.put(one.group(1), one.group(2)));
    return attributes;
  }

  private static List<Double> values(List<String> rows, String field) {
    List<Double> values = new ArrayList<>();
    for (String row : rows) {
      Double value = value(row, field);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private static @Nullable Double value(String row, String field) {
    return CELL.matcher(row)
        .results()
        .map(cell -> attributes(cell.group(1)))
        .filter(cell -> field.equals(cell.get("data-field")) && cell.get("data-value") != null)
        .map(cell -> Double.valueOf(cell.get("data-value")))
        .findFirst()
        .orElse(null);
  }

  /** The sum of a field, or of the product of fields with stars between. */
  private static double sum(List<String> rows, String fields) {
    double sum = 0;
    for (String row : rows) {
      double product = 1;
      for (String field : fields.split("\\*")) {
        Double value = value(row, field);
        product *= value == null ? 0 : value;
      }
      sum += product;
    }
    return sum;
  }

  private static double threeQuarters(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    double at = 0.75 * (sorted.size() - 1);
    double low = sorted.get((int) Math.floor(at));
    double high = sorted.get((int) Math.ceil(at));
    return low + (at - Math.floor(at)) * (high - low);
  }
}
