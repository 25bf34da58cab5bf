package dev.patchbay.web;

import dev.patchbay.eventlog.EventLog;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.EventDeliveries;
import dev.patchbay.pipeline.WeeklyTelling;
import dev.patchbay.plan.Plan;
import dev.patchbay.report.Report;
import dev.patchbay.report.Week;
import dev.patchbay.report.WeekReader;
import dev.patchbay.tracking.Figure;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.tracking.WeekFigures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports of weeks: what came in, how fast, what broke, where money came from. */
final class ReportApi implements ApiPart {

  private static final int WEEKS = 12;

  private final Plan plan;
  private final EventLog events;
  private final WeekReader weeks;

  ReportApi(Plan plan, EventLog events) {
    this.plan = plan;
    this.events = events;
    this.weeks = new WeekReader(plan);
  }

  /**
   * A week.
   *
   * @param of such as {@code 2026-W47}
   * @param days its days in words
   * @param toldAt when its report was told, or {@code null} when it was not
   * @param sent what became of each delivery of it, such as {@code team: delivered}
   */
  record WeekLine(
      String of,
      String days,
      LocalDate from,
      Figure leads,
      long sales,
      @Nullable Instant toldAt,
      List<String> sent) {}

  /** Weeks, the newest first. */
  record WeekLines(List<WeekLine> rows) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/reports",
            "The last weeks, and whether their reports were told.",
            List.of(),
            WeekLines.class,
            this::lines),
        ApiRoute.get(
            "/api/v1/reports/week",
            "The report of one week as sentences and tables; it names nobody.",
            List.of(Parameter.text("of", "The week, such as 2026-W47; the last one when absent.")),
            Report.class,
            this::week));
  }

  private Object week(Connection sql, ApiCall call) throws SQLException, RefusedException {
    String of = call.text("of");
    Week week =
        of == null
            ? current(call).plus(-1)
            : Week.parse(of).orElseThrow(() -> ApiDesk.unreadable("of", "such as 2026-W47"));
    return weeks.report(sql, week, call.question().now());
  }

  private Week current(ApiCall call) {
    return Week.of(LocalDate.ofInstant(call.question().now(), plan.timezone()));
  }

  private Object lines(Connection sql, ApiCall call) throws SQLException {
    List<Week> asked = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < WEEKS; i++) {
      Week week = current(call).plus(-i);
      asked.add(week);
      ids.add(WeeklyTelling.id(week));
    }
    Map<UUID, Instant> told = new HashMap<>();
    events.find(sql, ids).forEach((id, event) -> told.put(id, event.receivedAt()));
    Map<UUID, List<String>> sent = new HashMap<>();
    for (DeliveryLog.Entry entry : EventDeliveries.of(sql, told.keySet())) {
      sent.computeIfAbsent(entry.delivery().event(), id -> new ArrayList<>())
          .add(entry.delivery().destination() + ": " + word(entry.state()));
    }
    List<WeekLine> lines = new ArrayList<>();
    for (Week week : asked) {
      Map<String, String> days = new TreeMap<>();
      days.put("from", week.from(plan.timezone()).toString());
      days.put("to", week.to(plan.timezone()).toString());
      WeekFigures.View figures = WeekFigures.of(sql, days, call.question());
      UUID id = WeeklyTelling.id(week);
      lines.add(
          new WeekLine(
              week.text(),
              week.words(),
              week.first(),
              figures.leads(),
              figures.saleCount(),
              told.get(id),
              sent.getOrDefault(id, List.of())));
    }
    return new WeekLines(lines);
  }

  private static String word(DeliveryState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
