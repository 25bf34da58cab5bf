package dev.patchbay.dashboard;

import dev.patchbay.dashboard.Shown.Figure;
import dev.patchbay.web.RefusedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports to read, to print, and as they are mailed. */
final class ReportPages implements PagePart {

  private static final Links LINKS = new Links();

  /** A week of the list. */
  record Week(
      String of,
      String days,
      Figure leads,
      long sales,
      @Nullable Instant toldAt,
      List<String> sent) {

    /** Leads as they are shown. */
    public Shown came() {
      return Shown.count(leads);
    }
  }

  /** Weeks, the newest first. */
  record Weeks(List<Week> rows) {}

  /** A report as the API tells it. */
  record Report(String of, String title, String days, List<Section> sections) {}

  /** A part of it. */
  record Section(String heading, List<Said> sentences, List<Table> tables) {}

  /** A sentence. */
  record Said(String text, String level, @Nullable String open) {

    /** The page with the rows it speaks of. */
    public @Nullable String href() {
      return LINKS.page(open);
    }
  }

  /** A table. */
  record Table(String caption, List<String> heads, List<Row> lines) {}

  /** A row of it. */
  record Row(List<Cell> cells) {}

  /** A cell. */
  record Cell(String text, @Nullable Figure figure) {

    /** The cell as it is shown. */
    public Shown shown() {
      return figure == null
          ? Shown.plain(text)
          : new Shown(text, figure.value(), figure.sumOf(), LINKS.page(figure.open()));
    }
  }

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get("/app/reports", this::reports).framed("Reports"),
        PageRoute.get("/app/reports/week", this::week).framed("Weekly report"));
  }

  private PageAnswer reports(PageCall call) throws RefusedException {
    Weeks weeks = call.read("/api/v1/reports", Map.of(), Weeks.class);
    Map<String, Object> values = new HashMap<>();
    values.put("weeks", weeks.rows());
    values.put("told", weeks.rows().stream().anyMatch(week -> week.toldAt() != null));
    return PageAnswer.html("reports", values);
  }

  private PageAnswer week(PageCall call) throws RefusedException {
    Report report = call.read("/api/v1/reports/week", call.given(List.of("of")), Report.class);
    Map<String, Object> values = new HashMap<>();
    values.put("report", report);
    return PageAnswer.html("report-week", values);
  }
}
