package dev.patchbay.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.patchbay.fault.Poll;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;

/** What strangers write into forms is shown as text, and run nowhere: 200 tries (G45). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileLeadsIT {

  private static final String HIT = "window.__hit=1";

  /** Ways out of where text stands. */
  private static final List<String> EXITS =
      List.of("", "\"'>", "</td></tr></table>", "--></title></textarea></script></style>");

  private static final List<String> SCRIPTS =
      List.of(
          "<script>HIT</script>",
          "<script src=data:text/javascript,HIT></script>",
          "<ScRiPt/x>HIT</sCrIpT>",
          "<img src=x onerror=HIT>",
          "<img/src=x/onerror=HIT>",
          "<img src=\"x\" onerror=\"HIT\">",
          "<svg onload=HIT>",
          "<svg><script>HIT</script></svg>",
          "<svg><animate onbegin=HIT attributeName=x dur=1s>",
          "<body onload=HIT>",
          "<iframe src=javascript:HIT></iframe>",
          "<iframe srcdoc='<script>parent.HIT</script>'></iframe>",
          "<a href=javascript:HIT id=hit>x</a>",
          "<a href='java\tscript:HIT'>x</a>",
          "<object data=javascript:HIT></object>",
          "<embed src=javascript:HIT>",
          "<form action=javascript:HIT><button autofocus>x</button></form>",
          "<input autofocus onfocus=HIT>",
          "<details open ontoggle=HIT>",
          "<video src=x onerror=HIT>",
          "<math><mi xlink:href=javascript:HIT>x</mi></math>",
          "<style>@import 'https://example.com/x.css'</style>",
          "<link rel=stylesheet href=https://example.com/x.css>",
          "<meta http-equiv=refresh content='0;url=javascript:HIT'>",
          "<base href=https://example.com/>",
          "<div style='background:url(javascript:HIT)'>",
          "<marquee onstart=HIT>x</marquee>",
          "<template><script>HIT</script></template>",
          "<div hx-get=/app/leads hx-trigger=load hx-on::after-request=HIT>",
          "<div hx-on:click=HIT data-hx-on:load=HIT hx-vals='js:{a:HIT}'>",
          "<dialog open><button autofocus onfocus=HIT>",
          "<p th:utext=HIT>[(${T(java.lang.Runtime).getRuntime()})]",
          "[[${T(java.lang.Runtime).getRuntime().exec('x')}]]",
          "${T(java.lang.Runtime).getRuntime().exec('x')}",
          "__${T(java.lang.Runtime).getRuntime()}__::.x",
          "{{constructor.constructor('HIT')()}}",
          "' onmouseover='HIT",
          "\" autofocus onfocus=\"HIT",
          "\\x3cscript\\x3eHIT\\x3c/script\\x3e",
          "\u202e<script>HIT</script>");

  private static final List<String> FORMULAS =
      List.of(
          "=1+1",
          "=HYPERLINK(\"https://example.com\",\"x\")",
          "=cmd|' /C calc'!A0",
          "=IMPORTXML(\"https://example.com\",\"//a\")",
          "+1+1",
          "+cmd|' /C calc'!A0",
          "-1+1",
          "-2+3+cmd|' /C calc'!A0",
          "@SUM(1+1)",
          "@example",
          "\t=1+1",
          "\r=1+1",
          "\r\n=1+1",
          "\n=1+1",
          " =1+1",
          "\"=1+1",
          "\",=1+1,\"",
          "\"\r\n=1+1",
          "x\r\n=1+1",
          "x\",\"=1+1",
          "\uff1d1+1",
          "\uff0b1",
          "\uff0d1",
          "\uff20x",
          "'=1+1",
          ";=1+1",
          "|=1+1",
          "%0A=1+1",
          "=\u00001+1",
          "=DDE(\"cmd\",\"/C calc\",\"x\")",
          "=SUM(1)*cmd|'/C x'!A0",
          "=WEBSERVICE(\"https://example.com\")",
          "Name\r\nBcc: x@example.com",
          "<https://example.com|click>",
          "<!channel> *bold*",
          "\u001b[31mred",
          "name\u0000null",
          "a,b;c\td",
          "\ufeff=1+1",
          "=A1");

  @TempDir private static Path folder;
  private DashboardHub hub;
  private Chromium chromium;
  private List<String> payloads;

  @BeforeAll
  void start() throws Exception {
    payloads = new ArrayList<>(FORMULAS);
    for (String exit : EXITS) {
      SCRIPTS.forEach(script -> payloads.add(exit + script.replace("HIT", HIT)));
    }
    assertThat(payloads).hasSize(200).doesNotHaveDuplicates();
    chromium = Chromium.start();
    hub = DashboardHub.empty(folder);
    for (int i = 0; i < payloads.size(); i++) {
      String payload = payloads.get(i);
      Map<String, String> form = new HashMap<>();
      form.put("name", payload);
      form.put("email", "p" + i + "@example.com");
      form.put("company", payload);
      form.put("message", payload);
      form.put(payload.length() < 60 ? payload : "Question", payload);
      form.put("utm_source", payload);
      form.put("utm_medium", payload);
      form.put("utm_campaign", payload);
      form.put("utm_term", payload);
      form.put("page_url", "https://www.example.com/?q=" + encoded(payload));
      form.put("form_name", payload);
      HttpResponse<String> answer = hub.submit(encoded(form));
      assertThat(answer.statusCode()).as(payload).isLessThan(300);
    }
    assertThat(Poll.until(Duration.ofSeconds(60), () -> ids().size() >= payloads.size()))
        .as("%d leads", ids().size())
        .isTrue();
    insertCall();
  }

  /** What no form can bring: a call each of whose texts is hostile. */
  private void insertCall() {
    hub.database()
        .inTransaction(
            sql -> {
              try (PreparedStatement insert =
                  sql.prepareStatement(
                      """
                      insert into lead (id, channel, connection, at, received_at, name, email,
                        phone, company, first_time, duplicate_of, duplicate_rule, status, status_by,
                        spam_score, spam_reasons, answered, duration_s, recording_url, agent,
                        tracking_number, form_name, message, source, medium, campaign, keyword,
                        content, landing_page, referrer, click_kind, click_id, currency, sale_amount,
                        events, changed_at)
                      select gen_random_uuid(), 'call', p.x, now(), now(), p.x, p.x, p.x, p.x, true,
                        gen_random_uuid(), p.x, 'spam', p.x, 90, array[p.x], true, 60,
                        'javascript:window.__hit=1', p.x, p.x, p.x, p.x, p.x, p.x, p.x, p.x, p.x,
                        p.x, p.x, p.x, p.x, p.x, 1, 1, now()
                      from (select ?::text as x) p
                      """)) {
                insert.setString(1, "\"'><img src=x onerror=" + HIT + ">");
                return insert.executeUpdate();
              }
            });
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
  void nothingRunsOnTheListAndInTheDrawer() {
    try (BrowserContext desk = chromium.desk()) {
      List<String> dialogs = watched(desk);
      Page page = desk.newPage();
      String columns =
          String.join(",", Arrays.stream(LeadColumn.values()).map(LeadColumn::word).toList());
      page.navigate(hub.url("/app/leads?columns=" + columns));
      while (page.locator("#older").count() > 0) {
        int before = page.locator("#leads tbody tr").count();
        page.locator("#older").click();
        page.waitForFunction(
            "n => document.querySelectorAll('#leads tbody tr').length > n", before);
      }
      assertThat(page.locator("#leads tbody tr")).hasCount(payloads.size() + 1);
      page.evaluate(
          """
          async () => {
            for (const row of document.querySelectorAll("#leads tr[data-lead]")) {
              await htmx.ajax("GET", `/app/leads/${row.dataset.lead}`, "#drawer-body");
              const shown = document.querySelector("#drawer article.lead");
              if (!shown || shown.dataset.lead !== row.dataset.lead) { throw new Error("not shown"); }
              shown.querySelectorAll("*").forEach((part) => part.dispatchEvent(new MouseEvent("mouseover", { bubbles: true })));
            }
          }\
          """);
      assertNothingRan(page, dialogs);
      assertThat(page.locator("#leads script, #leads img, #leads iframe, #drawer img").count())
          .as("elements made of text")
          .isZero();
      assertThat(
              page.evaluate(
                  "[...document.querySelectorAll('a[href]')].every(a =>"
                      + " /^https?:$/.test(a.protocol))"))
          .isEqualTo(true);
      // A row that is renewed while the page is open is made of text too.
      hub.submit("name=" + encoded("<img src=x onerror=" + HIT + ">") + "&email=late@example.com");
      assertThat(page.locator("#leads tbody tr"))
          .hasCount(
              payloads.size() + 2, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
      assertNothingRan(page, dialogs);
    }
  }

  @Test
  void nothingRunsOnAnyPage() {
    try (BrowserContext desk = chromium.desk()) {
      List<String> dialogs = watched(desk);
      Page page = desk.newPage();
      List<String> paths = new ArrayList<>();
      for (PageRoute route : hub.routes()) {
        String path = route.path();
        if (!route.method().equals(HttpMethod.GET)
            || path.contains(".csv")
            || path.endsWith("/stream")) {
          continue;
        }
        if (!path.contains("{")) {
          paths.add(path);
        } else if (path.equals("/app/customers/{id}")) {
          texts("select distinct customer::text from lead where customer is not null limit 12")
              .forEach(id -> paths.add("/app/customers/" + id));
        }
      }
      for (String payload : payloads.subList(40, 60)) {
        paths.add("/app/leads?source=" + encoded(payload));
        paths.add("/app/leads?q=" + encoded(payload));
      }
      for (String id : ids().subList(0, 20)) {
        paths.add("/app/leads/" + id);
      }
      for (String path : paths) {
        page.navigate(hub.url(path));
        assertNothingRan(page, dialogs);
      }
    }
  }

  @Test
  void noCellOfTheFileIsAFormula() {
    HttpResponse<String> file = hub.get("/app/leads.csv");
    assertThat(file.statusCode()).isEqualTo(200);
    List<List<String>> rows = cells(file.body());
    assertThat(rows).hasSizeGreaterThan(payloads.size());
    int width = rows.get(0).size();
    for (List<String> row : rows) {
      assertThat(row).as("no cell breaks out of its row").hasSize(width);
      assertThat(row)
          .allSatisfy(
              cell ->
                  assertThat(cell.isEmpty() || "=+-@\t\r\n\0".indexOf(cell.charAt(0)) < 0)
                      .as(cell)
                      .isTrue());
    }
  }

  /** Dialogs that pages open; what they log is kept by {@link Chromium#complaints}. */
  private static List<String> watched(BrowserContext desk) {
    List<String> dialogs = new CopyOnWriteArrayList<>();
    desk.onDialog(
        dialog -> {
          dialogs.add(dialog.message());
          dialog.dismiss();
        });
    return dialogs;
  }

  private void assertNothingRan(Page page, List<String> dialogs) {
    assertThat(page.evaluate("window.__hit === undefined")).as(page.url()).isEqualTo(true);
    assertThat(dialogs).as(page.url()).isEmpty();
    assertThat(chromium.complaints).as(page.url()).isEmpty();
    assertThat(page.url()).startsWith(hub.url("/app"));
  }

  private List<String> ids() {
    return texts("select id::text from lead");
  }

  private List<String> texts(String query) {
    return hub.database()
        .inTransaction(
            sql -> {
              List<String> texts = new ArrayList<>();
              try (PreparedStatement statement = sql.prepareStatement(query);
                  var row = statement.executeQuery()) {
                while (row.next()) {
                  texts.add(row.getString(1));
                }
              }
              return texts;
            });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(Map<String, String> form) {
    return String.join(
        "&",
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .toList());
  }

  /** Cells of RFC 4180. */
  private static List<List<String>> cells(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted) {
        if (c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else if (c == '"') {
          quoted = false;
        } else {
          cell.append(c);
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',') {
        row.add(cell.toString());
        cell.setLength(0);
      } else if (c == '\n') {
        row.add(cell.toString());
        cell.setLength(0);
        rows.add(row);
        row = new ArrayList<>();
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    return rows;
  }
}
