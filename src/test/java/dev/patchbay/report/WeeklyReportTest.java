package dev.patchbay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.report.Report.Said;
import dev.patchbay.tracking.Figure;
import dev.patchbay.tracking.FormsSent;
import dev.patchbay.tracking.Open;
import dev.patchbay.tracking.WeekFigures;
import dev.patchbay.tracking.WeekFigures.Channel;
import dev.patchbay.tracking.WeekFigures.Clock;
import dev.patchbay.tracking.WeekFigures.Sales;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WeeklyReportTest {

  private static final Week WEEK = Week.of(LocalDate.parse("2026-11-18"));

  @Test
  void saysWhatCameInAndHowItWasBefore() {
    Report report = WeeklyReport.of(facts("made-up-cafe", week(20, 4), week(16, 0)));

    assertThat(report.title()).isEqualTo("made-up-cafe: the week of Nov 16 to Nov 22, 2026");
    assertThat(said(report, "What came in"))
        .contains("20 people came in (15 forms, 5 calls), 25% more than the week before.")
        .contains("The site had 300 visits.");
    assertThat(said(report, "How fast"))
        .contains(
            "Half of the leads were in the CRM within 2 seconds, and 95 of 100 within 90 seconds;"
                + " the target is 60 seconds, so it was missed.")
        .contains("4 people waited longer than 15 minutes for an answer.")
        .contains("2 of 5 calls nobody took.");
  }

  @Test
  void saysWhatBrokeAndWhatToDo() {
    Report report = WeeklyReport.of(facts("made-up-cafe", week(20, 4), week(16, 0)));

    assertThat(said(report, "What broke"))
        .contains("crm takes nothing at the moment: The token was refused. Make a new one.")
        .contains("3 deliveries to team were given up and can be sent again.")
        .contains(
            "Nothing was heard from front-desk for 9 hours; usually there is something every 4 hours.")
        .contains("18 of 30 forms sent on the site never came in.")
        .contains("2 leads of the week are not in the CRM; the list says why each.");
    assertThat(said(report, "What to do this week"))
        .contains("Answer the 4 people of the week that nobody answered yet.")
        .contains("Ask IT to mend crm first: everything for it waits.")
        .contains("Look at the campaign autumn: it cost $200.00 and brought $50.00.")
        .anyMatch(line -> line.startsWith("Make example.com/slow faster."));
  }

  @Test
  void saysSoWhenAllIsWell() {
    Report report = WeeklyReport.of(quiet(week(20, 0)));

    assertThat(said(report, "What broke")).containsExactly("Nothing broke.");
    assertThat(said(report, "What to do this week"))
        .containsExactly("Nothing in particular: carry on.");
    assertThat(said(report, "How fast")).contains("Everybody was answered within 15 minutes.");
  }

  @Test
  void anEmptyWeekIsStillAReport() {
    WeekFigures.View nothing =
        new WeekFigures.View(
            figure(0),
            List.of(),
            figure(0),
            figure(0),
            figure(0),
            figure(0),
            new Clock(0, null, null),
            new Clock(0, null, null),
            figure(0),
            figure(0),
            List.of());
    WeekFacts facts = quiet(nothing);

    assertThat(facts.isEmpty()).isTrue();
    assertThat(ReportText.of(WeeklyReport.of(facts), ""))
        .contains("Nobody called or wrote this week.")
        .doesNotContain("Everybody was answered")
        .contains("No sale was told this week.");
  }

  @Test
  void namesOfTheStackBreakNeitherLinesNorMarkup() {
    String evil = "cafe\r\nBcc: all@example.com\u2028<script>alert(1)</script>\"'";
    Report report = WeeklyReport.of(facts(evil, week(20, 4), week(16, 0)));
    String address = "https://hub.example.com/app/reports/week?of=2026-W47&x=\"><b>";
    String html = ReportHtml.of(report, address);

    assertThat(ReportText.of(report, address).lines().findFirst().orElseThrow())
        .startsWith("cafe Bcc: all@example.com <script>");
    assertThat(html)
        .doesNotContain("<script", "\r", "\n", "<b>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void theMailLoadsNothingAndTellsNobody() {
    String html =
        ReportHtml.of(
            WeeklyReport.of(facts("made-up-cafe", week(20, 4), week(16, 0))),
            "https://hub.example.com/app/reports/week?of=2026-W47");

    assertThat(html).doesNotContain("<img", "<link", "<script", "<iframe", "url(", "src=", "<form");
    assertThat(html.split("href=", -1)).hasSize(2);
  }

  private static List<String> said(Report report, String heading) {
    return report.sections().stream()
        .filter(section -> section.heading().equals(heading))
        .flatMap(section -> section.sentences().stream())
        .map(Said::text)
        .toList();
  }

  private static WeekFigures.View week(int leads, int late) {
    return new WeekFigures.View(
        figure(leads),
        List.of(new Channel("form", figure(leads - 5)), new Channel("call", figure(5))),
        figure(1),
        figure(300),
        figure(5),
        figure(late == 0 ? 0 : 2),
        new Clock(leads, 2_000L, late == 0 ? 9_000L : 90_000L),
        new Clock(leads, 240_000L, 3_600_000L),
        figure(late),
        figure(late),
        List.of(new Sales("USD", figure(3), 64_000)));
  }

  private static WeekFacts facts(String stack, WeekFigures.View now, WeekFigures.View before) {
    return new WeekFacts(
        WEEK,
        stack,
        now,
        before,
        Duration.ofSeconds(60),
        Duration.ofMinutes(15),
        new FormsSent(figure(30), figure(12)),
        figure(2),
        List.of(new WeekFacts.GivenUp("team", 3, open())),
        List.of(new WeekFacts.Paused("crm", "The token was refused.", "Make a new one.")),
        List.of(new WeekFacts.Silent("front-desk", Duration.ofHours(4), Duration.ofHours(9))),
        List.of(source("google", null, 90_000)),
        List.of(source("autumn", 20_000L, 5_000), source("(none)", 1L, 0)),
        "USD",
        List.of(new WeekFacts.SlowPage("example.com/slow", "The form is late.", open())));
  }

  private static WeekFacts quiet(WeekFigures.View now) {
    return new WeekFacts(
        WEEK,
        "made-up-cafe",
        now,
        now,
        Duration.ofSeconds(60),
        Duration.ofMinutes(15),
        null,
        figure(0),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of());
  }

  private static WeekFacts.Source source(String name, @Nullable Long cost, long revenue) {
    return new WeekFacts.Source(
        name, cost == null ? null : figure(cost), figure(4), figure(revenue), null);
  }

  private static Figure figure(double value) {
    return new Figure(value, null, open());
  }

  private static Open open() {
    return new Open("leads", Map.of());
  }
}
