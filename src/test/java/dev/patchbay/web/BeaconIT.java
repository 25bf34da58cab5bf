package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.Cookie;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.event.Event;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.normalize.Normalized;
import dev.patchbay.normalize.Normalizer;
import dev.patchbay.normalize.RawMessage;
import dev.patchbay.normalize.SourceSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The script that sites include, in a real browser on a page of another origin. */
class BeaconIT {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Beacons that the hub has not answered yet. */
  private static final AtomicInteger UNDER_WAY = new AtomicInteger();

  private static final String CAMPAIGN =
      "?utm_source=google&utm_medium=cpc&utm_campaign=spring&gclid=made-up-click&email=ana@example.com";
  private static final String FORM =
      """
      <!doctype html><title>Repairs</title><h1>Repairs</h1><p>We mend taps.</p>
      %s
      <form action="/thanks" method="get">
        <input type="text" name="name">
        <input type="hidden" name="utm_source"><input type="hidden" name="form_fields[utm_campaign]">
        <input type="hidden" name="gclid"><input type="hidden" name="landing_page">
        <input type="hidden" name="referrer"><input type="hidden" name="visitor_id">
        <input type="hidden" name="utm_medium" value="kept"><input type="hidden" name="other">
        <button type="button" id="slow" onclick="let t = performance.now(); while (performance.now() - t < 120);">
          Later</button>
      </form>""";

  /** All but the first are taken over by the page's script, as most sites do. */
  private static final String FORMS =
      """
      <!doctype html><title>Contact</title>
      %s
      <form id="posted" action="/thanks" method="post">
        <input name="name"><input type="email" name="email" required><textarea name="wish"></textarea>
        <input name="id"><input name="action"><button>Send</button></form>
      <form id="taken"><input type="tel" name="phone"><button>Call me</button></form>
      <form id="stops" onsubmit="event.stopPropagation(); event.preventDefault()">
        <input name="name"><input name="phone"><button>Send</button></form>
      <form id="own-rules" novalidate><input name="name" required><input name="phone"><button>Send</button></form>
      <form id="says-wrong" onsubmit="this.phone.setAttribute('aria-invalid', this.phone.value.length < 5)">
        <input name="name"><input name="phone"><button>Send</button></form>
      <form id="empties" onsubmit="event.preventDefault(); this.reset()">
        <input name="name"><input name="phone"><button>Send</button></form>
      <form id="goes" onsubmit="setTimeout(() => this.remove()); event.preventDefault()">
        <input name="name"><input name="phone"><button>Send</button></form>

      <div role="search"><form id="by-role"><input name="name"><input name="town"><button>Go</button></form></div>
      <form id="by-type"><input type="search" name="what"><button>Go</button></form>
      <form id="by-name"><input name="q"><button>Go</button></form>
      <form id="by-address" action="/search"><input name="what"><button>Go</button></form>
      <form id="sign-in" method="post"><input name="user"><input type="password" name="p"><button>In</button></form>
      <form id="newsletter" method="post"><input type="email" name="email"><button>Yes</button>
        <div style="position: absolute; left: -5000px" aria-hidden="true"><input name="trap"></div></form>
      <form id="filter"><select name="color"><option>red</select><input type="checkbox"><button>Show</button></form>
      <form id="unseen" style="display: none"><input name="name"><input name="phone"><button>x</button></form>
      <div data-patchbay-lead="no">
        <form id="checkout"><input name="name"><input name="street"><button>Pay</button></form></div>
      <form id="finder" role="search" data-patchbay-lead="yes"><input name="q"><button>Find me one</button></form>
      <form id="last"><input name="name"><input name="phone"><button>Send</button></form>
      <script>
        document.addEventListener('submit', e => { if (e.target.getAttribute('id') !== 'posted') e.preventDefault(); });
      </script>""";

  private static DoorServer hub;
  private static HttpServer site;
  private static Playwright playwright;
  private static Browser browser;
  private static String origin;

  private BrowserContext person;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    assumeThat(Files.isExecutable(CHROMIUM))
        .as("%s: absent, skipped (apt-get install chromium)", CHROMIUM)
        .isTrue();
    hub = DoorServer.start();
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String attributes = path.startsWith("/asked") ? "required" : "";
          String tag =
              "<script async data-consent=\"%s\" src=\"http://127.0.0.1:%d/hooks/site\"></script>"
                  .formatted(attributes, hub.port());
          byte[] page =
              (path.endsWith("forms") ? FORMS : FORM)
                  .formatted(tag)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    site.start();
    origin = "http://localhost:" + site.getAddress().getPort();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  @AfterAll
  static void stop() {
    if (playwright != null) {
      playwright.close();
    }
    if (site != null) {
      site.stop(0);
    }
    if (hub != null) {
      hub.close();
    }
  }

  @BeforeEach
  void comeAnew() {
    hub.test
        .database()
        .inTransaction(
            sql -> {
              try (var forget = sql.prepareStatement("delete from message")) {
                return forget.executeUpdate();
              }
            });
    person = browser.newContext();
    UNDER_WAY.set(0);
    person.onRequest(request -> UNDER_WAY.addAndGet(isBeacon(request)));
    person.onRequestFinished(request -> UNDER_WAY.addAndGet(-isBeacon(request)));
    person.onRequestFailed(request -> UNDER_WAY.addAndGet(-isBeacon(request)));
  }

  private static int isBeacon(Request request) {
    return request.method().equals("POST") && request.url().contains("/hooks/") ? 1 : 0;
  }

  @Test
  void tellsOfTheVisitOnceAndMeasuresEachPage() {
    Page page = open("/repairs" + CAMPAIGN);
    JsonNode visit = await(each -> each.has("visit"));
    page.locator("#slow").click();
    page.waitForTimeout(300);
    page.navigate(origin + "/more");
    JsonNode first = await(each -> each.has("measured"));
    page.waitForLoadState();
    page.close();
    JsonNode second =
        await(
            each -> each.has("measured") && each.at("/page/url").asText().equals(origin + "/more"));

    assertThat(visit.path("visit").path("utm_source").asText()).isEqualTo("google");
    assertThat(visit.path("visit").path("gclid").asText()).isEqualTo("made-up-click");
    assertThat(visit.path("visit").path("landing_page").asText()).isEqualTo(origin + "/repairs");
    assertThat(visit.path("visit").path("visitor_id").asText()).matches("[0-9a-f]{32}");
    assertThat(visit.path("page").path("device").asText()).isEqualTo("desktop");
    assertThat(first.path("page").path("url").asText()).isEqualTo(origin + "/repairs");
    for (String metric : List.of("ttfb", "fcp", "lcp", "form")) {
      assertThat(first.path("page").path(metric).asDouble()).as(metric).isPositive();
    }
    assertThat(first.path("page").path("cls").isNumber()).isTrue();
    assertThat(first.path("page").path("inp").asDouble()).isBetween(100.0, 5_000.0);
    assertThat(second.path("visitor_id")).isEqualTo(visit.path("visit").path("visitor_id"));
    assertThat(bodies()).hasSize(3);
    assertThat(event(visit).data().attribution().visitorId())
        .isEqualTo(visit.path("visit").path("visitor_id").asText());
    assertThat(event(visit).type()).isEqualTo("visit.started");
    assertThat(event(first).type()).isEqualTo("page.measured");
    assertThat(event(first).data().page().lcpMs())
        .isEqualTo(first.path("page").path("lcp").asDouble());
    assertThat(event(first).data().page().formUsableMs()).isPositive();
    assertThat(bodies().toString()).doesNotContain("ana@example.com");
    assertThat(complaints).isEmpty();
  }

  @Test
  void startsAnotherVisitWhenAnotherCampaignBringsThePersonBack() {
    open("/repairs" + CAMPAIGN);
    await(each -> each.path("visit").path("utm_source").asText().equals("google"));
    open("/repairs?utm_source=newsletter");
    JsonNode again =
        await(each -> each.path("visit").path("utm_source").asText().equals("newsletter"));

    assertThat(again.path("visit").has("gclid")).isFalse();
  }

  @Test
  void fillsTheHiddenFieldsOfFormsAndNoOthers() {
    Page page = open("/repairs" + CAMPAIGN);
    await(each -> each.has("visit"));
    page.navigate(origin + "/contact");
    page.waitForFunction("document.querySelector('[name=visitor_id]').value");

    assertThat(value(page, "utm_source")).isEqualTo("google");
    assertThat(value(page, "form_fields[utm_campaign]")).isEqualTo("spring");
    assertThat(value(page, "gclid")).isEqualTo("made-up-click");
    assertThat(value(page, "landing_page")).isEqualTo(origin + "/repairs");
    assertThat(value(page, "visitor_id")).matches("[0-9a-f]{32}");
    assertThat(value(page, "utm_medium")).isEqualTo("kept");
    assertThat(value(page, "other")).isEmpty();
    assertThat(value(page, "name")).isEmpty();
  }

  @Test
  void fillsAFormThatIsMadeLater() {
    Page page = open("/repairs" + CAMPAIGN);
    await(each -> each.has("visit"));
    page.evaluate(
        """
        () => {
          const f = document.createElement('form');
          f.innerHTML = '<input name=late><input type=hidden name=wbraid><input type=hidden name=GCLID>';
          document.body.appendChild(f);
        }""");
    page.locator("[name=late]").focus();

    assertThat(value(page, "GCLID")).isEqualTo("made-up-click");
    assertThat(value(page, "wbraid")).isEmpty();
  }

  @Test
  void keepsNothingBeforeConsentWhereItIsRequired() {
    Page page = open("/asked" + CAMPAIGN);
    page.waitForFunction("window.patchbay");
    assertThat(person.cookies()).isEmpty();
    assertThat(page.evaluate("localStorage.length")).isEqualTo(0);
    assertThat(value(page, "visitor_id")).isEmpty();

    page.evaluate("patchbay.consent(true)");
    JsonNode visit = await(each -> each.has("visit"));
    String id = visit.path("visit").path("visitor_id").asText();
    assertThat(visit.path("visit").path("gclid").asText()).isEqualTo("made-up-click");
    assertThat(value(page, "visitor_id")).isEqualTo(id);
    assertThat(person.cookies()).extracting(cookie -> cookie.value).containsExactly(id);

    page.evaluate("patchbay.consent(false)");
    assertThat(person.cookies()).isEmpty();
    assertThat(page.evaluate("localStorage.length")).isEqualTo(0);
    page.close();
    assertThat(await(each -> each.has("measured")).has("visitor_id")).isFalse();
  }

  @Test
  void tellsOfAFormThatIsSentAndNeverWhatIsInIt() {
    Page page = open("/repairs" + CAMPAIGN);
    await(each -> each.has("visit"));
    page.navigate(origin + "/forms?phone=5550142");
    page.locator("#posted [name=name]").fill("Made-up Ana");
    page.locator("#posted [name=email]").fill("ana@example.com");
    page.locator("#posted [name=wish]").fill("Mend my tap");
    page.locator("#posted button").click();
    page.waitForURL("**/thanks");
    JsonNode sent = await(each -> each.has("submitted"));

    assertThat(sent.path("form").asText()).isEqualTo("posted");
    assertThat(sent.path("submitted").path("utm_campaign").asText()).isEqualTo("spring");
    assertThat(sent.path("submitted").path("landing_page").asText()).isEqualTo(origin + "/repairs");
    Event event = event(sent);
    assertThat(event.type()).isEqualTo("form.submitted");
    assertThat(event.data().attribution().gclid()).isEqualTo("made-up-click");
    assertThat(event.data().attribution().visitorId()).matches("[0-9a-f]{32}");
    assertThat(event.data().form().id()).isEqualTo("posted");
    assertThat(event.data().form().url()).isEqualTo(origin + "/forms");
    assertThat(event.data().form().answers()).isNull();
    assertThat(event.data().person()).isNull();
    assertThat(bodies().toString()).doesNotContain("ana@", "Made-up", "tap", "5550142");
    assertThat(complaints).isEmpty();
  }

  @Test
  void ofWhatIsPostedAsASentFormNothingOfAPersonIsKept() throws IOException {
    JsonNode forged =
        JSON.readTree(
            """
            {"beacon": "b1", "form": "ana@example.com", "fields": {"name": "Ana"},
             "submitted": {"email": "ana@example.com", "visitor_id": "ana@example.com",
               "landing_page": "https://www.example.com/?email=ana@example.com"},
             "page": {"url": "https://www.example.com/contact?email=ana@example.com"}}""");

    assertThat(EventJson.writeData(event(forged).data()))
        .contains("https://www.example.com/contact")
        .doesNotContain("ana", "Ana");
  }

  @Test
  void tellsOfFormsThatThePagesScriptTakesOver() {
    Page page = open("/forms");
    send(page, "taken");
    send(page, "stops");
    send(page, "goes");

    assertThat(sentUpTo(page)).containsExactlyInAnyOrder("taken", "stops", "goes", "last");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aFormCountsOnceUntilItIsEmptied() {
    Page page = open("/forms");
    send(page, "taken");
    send(page, "taken");
    page.evaluate("document.querySelector('#taken').requestSubmit()");
    page.evaluate("document.querySelector('#stops').reset()");
    send(page, "stops");
    page.evaluate("document.querySelector('#stops').reset()");
    send(page, "stops");
    send(page, "empties");
    send(page, "empties");

    assertThat(sentUpTo(page))
        .containsExactlyInAnyOrder("taken", "stops", "stops", "empties", "empties", "last");
  }

  @Test
  void whatValidationStopsWasNotSent() {
    Page page = open("/forms");
    send(page, "posted");
    send(page, "own-rules");
    page.locator("#says-wrong [name=phone]").fill("555");
    send(page, "says-wrong");
    page.evaluate("document.querySelector('#taken').dispatchEvent(new Event('submit'))");
    assertThat(sentUpTo(page)).containsExactly("last");

    page.locator("#own-rules [name=name]").fill("Ana");
    send(page, "own-rules");
    page.locator("#says-wrong [name=phone]").fill("+1 312 555 0142");
    send(page, "says-wrong");
    page.evaluate("document.querySelector('#last').reset()");
    assertThat(sentUpTo(page)).containsExactlyInAnyOrder("last", "own-rules", "says-wrong", "last");
  }

  @Test
  void searchesSignInsAndNewslettersAreNoLeadsUnlessThePageSaysSo() {
    Page page = open("/forms");
    for (String form :
        List.of(
            "by-role",
            "by-type",
            "by-name",
            "by-address",
            "sign-in",
            "newsletter",
            "filter",
            "checkout",
            "finder")) {
      send(page, form);
    }
    page.evaluate("document.querySelector('#unseen').requestSubmit()");

    assertThat(sentUpTo(page)).containsExactlyInAnyOrder("finder", "last");
  }

  @Test
  void tellsOfNoFormBeforeConsentWhereItIsRequired() {
    Page page = open("/asked-forms");
    page.waitForFunction("window.patchbay");
    send(page, "taken");
    page.evaluate("patchbay.consent(true)");
    JsonNode visit = await(each -> each.has("visit"));
    send(page, "stops");

    assertThat(sentUpTo(page)).containsExactlyInAnyOrder("stops", "last");
    assertThat(await(each -> each.has("submitted")).at("/submitted/visitor_id"))
        .isEqualTo(visit.at("/visit/visitor_id"));
    page.evaluate("patchbay.consent(false)");
    page.evaluate("['stops', 'last'].forEach(id => document.getElementById(id).reset())");
    send(page, "stops");
    page.close();
    await(each -> each.has("measured"));
    assertThat(sent()).hasSize(2);
  }

  private static void send(Page page, String form) {
    page.waitForFunction("window.patchbay");
    page.locator("#" + form + " button").click();
  }

  /** The forms told of before this one, and this one. */
  private static List<String> sentUpTo(Page page) {
    int before = (int) sent().stream().filter("last"::equals).count();
    send(page, "last");
    await(each -> sent().stream().filter("last"::equals).count() > before);
    // Beacons go side by side: one that was sent earlier may come in later.
    page.waitForCondition(() -> UNDER_WAY.get() == 0);
    return sent();
  }

  private static List<String> sent() {
    return bodies().stream()
        .filter(body -> body.has("submitted"))
        .map(body -> body.path("form").asText())
        .toList();
  }

  @Test
  void tellsTheAdNetworksCookies() {
    person.addCookies(
        List.of(
            new Cookie("_fbp", "fb.1.1790000000000.42").setUrl(origin),
            new Cookie("_fbc", "fb.1.1790000000000.made-up").setUrl(origin)));
    open("/repairs");
    JsonNode visit = await(each -> each.has("visit"));

    assertThat(visit.path("visit").path("fbp").asText()).isEqualTo("fb.1.1790000000000.42");
    assertThat(visit.path("visit").path("fbc").asText()).isEqualTo("fb.1.1790000000000.made-up");
  }

  @Test
  void isSmall() {
    long length = Long.parseLong(head("Content-Length"));

    assertThat(head("Content-Encoding")).isEqualTo("gzip");
    assertThat(length).isLessThan(5_000);
  }

  private static String head(String name) {
    return hub.get("/hooks/site", "Accept-Encoding", "gzip").headers().firstValue(name).orElse("");
  }

  private Page open(String path) {
    Page page = person.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains("404")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(origin + path);
    return page;
  }

  private static String value(Page page, String name) {
    return page.locator("[name='" + name + "']").inputValue();
  }

  /** What the connector makes of a beacon. */
  private static Event event(JsonNode beacon) {
    Connector connector = Catalog.only(Path.of("connectors")).find("web-vitals").orElseThrow();
    String mapping = connector.source().mapping();
    SourceSpec spec =
        new SourceSpec(
            "site",
            connector.source(),
            Mappings.compile(
                mapping, connector.folder().read(mapping).orElseThrow(), connector.folder()::read),
            JSON.createObjectNode(),
            Map.of(),
            "US",
            ZoneOffset.UTC);
    RawMessage message =
        new RawMessage(
            new UUID(0, 1),
            beacon.toString().getBytes(StandardCharsets.UTF_8),
            "text/plain;charset=UTF-8",
            Map.of(),
            null,
            Instant.EPOCH);
    Normalized normalized = new Normalizer().normalize(spec, message);
    assertThat(normalized.findings()).isEmpty();
    assertThat(normalized.events()).hasSize(1);
    return normalized.events().get(0);
  }

  private static JsonNode await(Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<JsonNode> bodies = bodies();
      for (JsonNode body : bodies) {
        if (wanted.test(body)) {
          return body;
        }
      }
      assertThat(System.nanoTime()).as("no such beacon in time: %s", bodies).isLessThan(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static List<JsonNode> bodies() {
    return hub.test
        .database()
        .inTransaction(
            sql -> {
              List<JsonNode> bodies = new ArrayList<>();
              try (var query =
                      sql.prepareStatement(
                          "select body from message where connection = 'site' order by received_at");
                  var rows = query.executeQuery()) {
                while (rows.next()) {
                  bodies.add(JSON.readTree(rows.getBytes(1)));
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
              return bodies;
            });
  }
}
