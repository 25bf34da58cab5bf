package dev.patchbay.dashboard;

import dev.patchbay.dashboard.Shown.Figure;
import dev.patchbay.web.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Proof that buyers leave the audiences that ads are shown to: how fast, and who has not. */
final class SuppressionPages implements PagePart {

  private static final String PAGE = "/app/suppression";
  private static final String ROWS = "/api/v1/suppression/rows";
  private static final long SECOND = 1_000;

  private final Times times;

  SuppressionPages(Times times) {
    this.times = times;
  }

  /** The flows as the API tells them. */
  record View(List<Row> rows) {}

  /** A flow and an audience; times in seconds. */
  record Row(
      String flow,
      String destination,
      @Nullable Long withinSeconds,
      @Nullable Long p50Seconds,
      @Nullable Long p95Seconds,
      Figure sales,
      Figure removed,
      Figure pending,
      Figure dead,
      Figure canceled,
      Figure over,
      Figure stragglers) {}

  /** One sale whose buyer is to leave an audience. */
  record Buyer(
      @Nullable UUID customer,
      @Nullable String name,
      String flow,
      String destination,
      Instant boughtAt,
      String state,
      @Nullable Instant removedAt,
      long seconds,
      boolean over,
      int attempts,
      @Nullable String reason) {

    /** How long it took, or takes already. */
    public long ms() {
      return seconds * SECOND;
    }

    /** {@code toString} names no one: people must not reach logs. */
    @Override
    public String toString() {
      return "Buyer[customer=" + customer + "]";
    }
  }

  /** A line of the table. */
  record Line(
      String destination,
      String flow,
      String within,
      String middle,
      String slowest,
      Shown sales,
      Shown removed,
      Shown over,
      Shown stragglers,
      boolean well) {}

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get(PAGE, this::suppression).framed("Buyers and ads"),
        PageRoute.get(PAGE + "/rows", this::rows).framed("Buyers of an audience"));
  }

  private PageAnswer suppression(PageCall call) throws RefusedException {
    ReportingPeriod period = Periods.of(call, times);
    View view = call.read("/api/v1/suppression", period.asked(), View.class);
    Map<String, String> still = period.asked();
    still.put("state", "straggler");
    still.put("limit", "20");
    Map<String, Object> values = new HashMap<>();
    values.put("period", period);
    values.put("kept", Map.of());
    values.put("lines", view.rows().stream().map(this::line).toList());
    values.put("words", words(view, period));
    values.put("stragglers", call.list(ROWS, still, Buyer.class).rows());
    return PageAnswer.html("suppression", values);
  }

  private Line line(Row row) {
    return new Line(
        row.destination(),
        row.flow(),
        span(row.withinSeconds()),
        span(row.p50Seconds()),
        span(row.p95Seconds()),
        Shown.count(row.sales()),
        Shown.count(row.removed()),
        Shown.count(row.over()),
        Shown.count(row.stragglers()),
        row.stragglers().count() == 0);
  }

  private String span(@Nullable Long seconds) {
    return times.span(seconds == null ? null : Long.valueOf(seconds * SECOND));
  }

  private List<String> words(View view, ReportingPeriod period) {
    List<String> words = new ArrayList<>();
    for (Row row : view.rows()) {
      if (row.sales().count() == 0) {
        words.add(
            "Nobody bought %s who is to leave %s.".formatted(period.words(), row.destination()));
        continue;
      }
      words.add(
          "Of %s %s, %s left %s%s."
              .formatted(
                  Shown.so(row.sales().count(), "sale", "sales"),
                  period.words(),
                  Shown.so(row.removed().count(), "buyer", "buyers"),
                  row.destination(),
                  row.p50Seconds() == null
                      ? ""
                      : ", half of them within " + span(row.p50Seconds())));
      if (row.stragglers().count() > 0) {
        words.add(
            "%s may still be shown ads by %s."
                .formatted(
                    Shown.so(row.stragglers().count(), "buyer", "buyers"), row.destination()));
      }
    }
    return words;
  }

  private PageAnswer rows(PageCall call) throws RefusedException {
    Map<String, String> asked = Narrowing.of(call);
    PageCall.Listing<Buyer> page = call.list(ROWS, asked, Buyer.class);
    Map<String, Object> values = new HashMap<>();
    values.put("buyers", page.rows());
    values.put("narrowed", Narrowing.words(asked, times));
    values.put("more", page.later(PAGE + "/rows", asked, "after"));
    return PageAnswer.html("suppression-rows", values);
  }
}
