package dev.patchbay.dashboard;

import dev.patchbay.dashboard.Shown.Figure;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.web.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How fast landing pages are, beside how many of their visits become leads. */
final class SpeedPages implements PagePart {

  private static final String API = "/api/v1/pages";

  /** Up to here three of four visitors find a page fast, and from there on slow; ms. */
  private static final double FAST = 2_500;

  private static final double SLOW = 4_000;

  private final Times times;

  SpeedPages(Times times) {
    this.times = times;
  }

  /** The view as the API tells it. */
  record View(List<Row> rows) {}

  /** A page; times in ms. */
  record Row(
      String page,
      Figure measurements,
      @Nullable Double lcpMs,
      @Nullable Double inpMs,
      @Nullable Double formUsableMs,
      Figure visits,
      Figure converted,
      Figure leads,
      @Nullable Double conversionRate,
      @Nullable String standsOut) {}

  /**
   * A line.
   *
   * @param level of the time until the page is painted: {@code ok}, {@code warn}, {@code bad}
   * @param word the same in a word
   * @param bar the share of visits that become leads beside the best page's, 0 to 1
   */
  record Line(
      String page,
      Shown visits,
      Shown converted,
      String rate,
      double bar,
      Shown mobile,
      Shown desktop,
      Shown form,
      Shown inp,
      Shown measurements,
      String level,
      String word,
      boolean standsOut) {}

  /** A page that loses leads, in a sentence. */
  record Warning(String page, String text, @Nullable String campaigns) {}

  @Override
  public List<PageRoute> routes() {
    return List.of(PageRoute.get("/app/speed", this::speed).framed("Landing pages"));
  }

  private PageAnswer speed(PageCall call) throws RefusedException {
    ReportingPeriod period = Periods.of(call, times);
    View all = read(call, period, null);
    Map<String, Row> mobile = byPage(read(call, period, "mobile"));
    Map<String, Row> desktop = byPage(read(call, period, "desktop"));
    double best =
        all.rows().stream()
            .map(Row::conversionRate)
            .mapToDouble(rate -> rate == null ? 0 : rate)
            .max()
            .orElse(0);
    List<Warning> warnings = new ArrayList<>();
    for (Row row : all.rows()) {
      String text = row.standsOut();
      if (text != null) {
        warnings.add(new Warning(row.page(), text, campaigns(call, period, row.page())));
      }
    }
    Map<String, Object> values = new HashMap<>();
    values.put("period", period);
    values.put("kept", Map.of());
    values.put("warnings", warnings);
    values.put(
        "lines",
        all.rows().stream()
            .map(row -> line(row, mobile.get(row.page()), desktop.get(row.page()), best))
            .toList());
    return PageAnswer.html("speed", values);
  }

  private static View read(PageCall call, ReportingPeriod period, @Nullable String device)
      throws RefusedException {
    Map<String, String> asked = period.asked();
    if (device != null) {
      asked.put("device", device);
    }
    return call.read(API, asked, View.class);
  }

  private static Map<String, Row> byPage(View view) {
    Map<String, Row> rows = new HashMap<>();
    view.rows().forEach(row -> rows.put(row.page(), row));
    return rows;
  }

  /** The campaign that brings most visitors to a page, in a sentence. */
  private static @Nullable String campaigns(PageCall call, ReportingPeriod period, String page)
      throws RefusedException {
    Map<String, String> asked = period.asked();
    asked.put("landingPage", page);
    asked.put("by", "campaign");
    FunnelPages.Funnel funnel = call.read("/api/v1/funnel", asked, FunnelPages.Funnel.class);
    Figure all = funnel.total().visits();
    FunnelPages.Row most = null;
    for (FunnelPages.Row row : funnel.rows()) {
      Figure visits = row.visits();
      if (visits != null && (most == null || visits.value() > visits(most))) {
        most = row;
      }
    }
    if (most == null || all == null || all.value() == 0 || Parameter.NONE.equals(most.group())) {
      return null;
    }
    return "%s of its visitors come by the campaign %s, which pays for them."
        .formatted(new Money().percent(visits(most) / all.value()), most.group());
  }

  private static double visits(FunnelPages.Row row) {
    Figure visits = row.visits();
    return visits == null ? 0 : visits.value();
  }

  private static Line line(Row row, @Nullable Row mobile, @Nullable Row desktop, double best) {
    Money money = new Money();
    Double rate = row.conversionRate();
    String level = level(row.lcpMs());
    return new Line(
        row.page(),
        Shown.count(row.visits()),
        Shown.count(row.converted()),
        money.percent(rate),
        rate == null || best == 0 ? 0 : rate / best,
        timed(mobile, mobile == null ? null : mobile.lcpMs(), "lcpMs"),
        timed(desktop, desktop == null ? null : desktop.lcpMs(), "lcpMs"),
        timed(row, row.formUsableMs(), "formUsableMs"),
        timed(row, row.inpMs(), "inpMs"),
        Shown.count(row.measurements()),
        level,
        switch (level) {
          case "ok" -> "fast";
          case "warn" -> "middling";
          case "bad" -> "slow";
          default -> "not measured";
        },
        row.standsOut() != null);
  }

  /** A time that opens to what was measured; its sum is read as: at three quarters. */
  private static Shown timed(@Nullable Row row, @Nullable Double ms, String field) {
    if (row == null || ms == null) {
      return Shown.NOTHING;
    }
    return new Shown(
        ms < 1_000 ? Math.round(ms) + " ms" : String.format(Locale.US, "%.1f s", ms / 1_000),
        ms,
        "p75:" + field,
        new Links().page(row.measurements().open()));
  }

  private static String level(@Nullable Double lcp) {
    if (lcp == null) {
      return "";
    }
    return lcp <= FAST ? "ok" : lcp <= SLOW ? "warn" : "bad";
  }
}
