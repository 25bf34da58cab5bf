package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How fast landing pages are, beside how many of their visits become leads. */
public final class PageSpeedView {

  /** What can be asked. */
  public static final List<Parameter> PARAMETERS =
      Stream.concat(
              Stream.of(
                  Parameter.text("device", "Visits and measurements of this kind of device.")),
              Period.parameters())
          .toList();

  /** From so many visits on, a page's rate of leads says something. */
  private static final long ENOUGH = 30;

  /**
   * One page; times in milliseconds, each such that three of four visitors waited no longer.
   *
   * @param page host and path; {@code null} for all pages together
   * @param converted visits that a lead came of
   * @param conversionRate converted for each visit, or {@code null} without visits
   * @param standsOut what is wrong with it beside the other pages, in words, or {@code null}
   */
  public record Row(
      @Nullable String page,
      Figure measurements,
      @Nullable Double lcpMs,
      @Nullable Double inpMs,
      @Nullable Double cls,
      @Nullable Double formUsableMs,
      Figure visits,
      Figure converted,
      Figure leads,
      @Nullable Double conversionRate,
      @Nullable String standsOut) {}

  /**
   * The view.
   *
   * @param site the median of the pages, by each column
   * @param rows pages, those that stand out first, then by visits
   */
  public record View(Instant from, Instant to, Median site, List<Row> rows) {}

  /** The middle one of the pages' values, each column for itself. */
  public record Median(
      @Nullable Double lcpMs,
      @Nullable Double inpMs,
      @Nullable Double cls,
      @Nullable Double formUsableMs,
      @Nullable Double conversionRate) {}

  private record Speed(
      long measurements,
      @Nullable Double lcp,
      @Nullable Double inp,
      @Nullable Double cls,
      @Nullable Double form) {
    private static final Speed UNKNOWN = new Speed(0, null, null, null, null);
  }

  private record Traffic(long visits, long converted) {}

  private PageSpeedView() {}

  /** The pages of what is asked for. */
  public static View view(Connection sql, Map<String, String> given, Question question)
      throws SQLException {
    Period period = Period.of(given, question);
    Map<String, String> filters = new TreeMap<>(period.in(given));
    Map<String, Speed> speeds = speeds(sql, filters, question);
    Map<String, Traffic> traffic = traffic(sql, filters, question);
    Map<String, Long> leads = leads(sql, period, question);
    TreeMap<String, Boolean> pages = new TreeMap<>();
    speeds.keySet().forEach(page -> pages.put(page, true));
    traffic.keySet().forEach(page -> pages.put(page, true));
    List<Row> rows = new ArrayList<>();
    for (String page : pages.keySet()) {
      rows.add(
          row(
              page,
              speeds.getOrDefault(page, Speed.UNKNOWN),
              traffic.getOrDefault(page, new Traffic(0, 0)),
              leads.getOrDefault(page, 0L),
              filters));
    }
    List<Row> judged = rows.stream().map(row -> judged(row, rows)).toList();
    List<Row> sorted = new ArrayList<>(judged);
    sorted.sort(
        Comparator.comparing((Row row) -> row.standsOut() == null)
            .thenComparing(row -> -row.visits().value()));
    return new View(period.from(), period.to(), median(rows), sorted);
  }

  private static Map<String, Speed> speeds(
      Connection sql, Map<String, String> filters, Question question) throws SQLException {
    Map<String, String> field = new TreeMap<>(Period.known(TrackingLists.MEASUREMENTS, filters));
    field.put("kind", "field");
    Where where = TrackingLists.MEASUREMENTS.where(field, question);
    Map<String, Speed> speeds = new HashMap<>();
    try (PreparedStatement query =
            Where.prepare(
                sql,
                """
                select r.page, count(*),
                  percentile_cont(0.75) within group (order by r.lcp_ms),
                  percentile_cont(0.75) within group (order by r.inp_ms),
                  percentile_cont(0.75) within group (order by r.cls),
                  percentile_cont(0.75) within group (order by r.form_usable_ms)
                from page_speed r where %s group by 1"""
                    .formatted(where.sql()),
                where.values());
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        speeds.put(
            row.getString(1),
            new Speed(
                row.getLong(2), number(row, 3), number(row, 4), number(row, 5), number(row, 6)));
      }
    }
    return speeds;
  }

  private static Map<String, Traffic> traffic(
      Connection sql, Map<String, String> filters, Question question) throws SQLException {
    Where where =
        TrackingLists.VISITS
            .where(Period.known(TrackingLists.VISITS, filters), question)
            .and("r.landing_page is not null");
    Map<String, Traffic> traffic = new HashMap<>();
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select r.landing_page, count(*), count(r.lead) from visit r where %s group by 1"
                    .formatted(where.sql()),
                where.values());
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        traffic.put(row.getString(1), new Traffic(row.getLong(2), row.getLong(3)));
      }
    }
    return traffic;
  }

  private static Map<String, Long> leads(Connection sql, Period period, Question question)
      throws SQLException {
    Where where =
        LeadList.ROWS
            .where(period.in(Map.of("spam", "out", "duplicates", "out")), question)
            .and("r.landing_page is not null");
    Map<String, Long> leads = new HashMap<>();
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select r.landing_page, count(*) from lead r where %s group by 1"
                    .formatted(where.sql()),
                where.values());
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        leads.put(row.getString(1), row.getLong(2));
      }
    }
    return leads;
  }

  private static Row row(
      String page, Speed speed, Traffic traffic, long leads, Map<String, String> filters) {
    Open visits =
        new Open("visits", Period.known(TrackingLists.VISITS, filters)).with("landingPage", page);
    return new Row(
        page,
        Figure.count(
            speed.measurements(),
            new Open("pages/measurements", Period.known(TrackingLists.MEASUREMENTS, filters))
                .with("kind", "field")
                .with("page", page)),
        speed.lcp(),
        speed.inp(),
        speed.cls(),
        speed.form(),
        Figure.count(traffic.visits(), visits),
        Figure.count(traffic.converted(), visits.with("converted", "yes")),
        Figure.count(
            leads,
            new Open("leads", Period.known(LeadList.ROWS, filters))
                .with("landingPage", page)
                .with("spam", "out")
                .with("duplicates", "out")),
        Funnel.rate(traffic.visits(), traffic.converted()),
        null);
  }

  /** The row, saying so when it is slow and loses leads beside the other pages. */
  private static Row judged(Row row, List<Row> rows) {
    List<Row> others = rows.stream().filter(other -> other != row).toList();
    double visits = others.stream().mapToDouble(other -> other.visits().value()).sum();
    double converted = others.stream().mapToDouble(other -> other.converted().value()).sum();
    boolean form = row.formUsableMs() != null;
    Double own = form ? row.formUsableMs() : row.lcpMs();
    Double usual =
        middle(others.stream().map(other -> form ? other.formUsableMs() : other.lcpMs()));
    Double rate = row.conversionRate();
    if (own == null
        || usual == null
        || rate == null
        || row.visits().value() < ENOUGH
        || visits < ENOUGH
        || own < 1.5 * usual
        || rate > 0.75 * converted / visits) {
      return row;
    }
    return new Row(
        row.page(),
        row.measurements(),
        row.lcpMs(),
        row.inpMs(),
        row.cls(),
        row.formUsableMs(),
        row.visits(),
        row.converted(),
        row.leads(),
        rate,
        String.format(
            Locale.ROOT,
            "%s after %.1f s (elsewhere %.1f s), and %.1f%% of visits become leads (elsewhere"
                + " %.1f%%).",
            form ? "The form can be used" : "The page is painted",
            own / 1000,
            usual / 1000,
            100 * rate,
            100 * converted / visits));
  }

  private static Median median(List<Row> rows) {
    return new Median(
        middle(rows.stream().map(Row::lcpMs)),
        middle(rows.stream().map(Row::inpMs)),
        middle(rows.stream().map(Row::cls)),
        middle(rows.stream().map(Row::formUsableMs)),
        middle(rows.stream().map(Row::conversionRate)));
  }

  private static @Nullable Double middle(Stream<@Nullable Double> values) {
    List<Double> known = new ArrayList<>();
    values.forEach(
        value -> {
          if (value != null) {
            known.add(value);
          }
        });
    known.sort(Comparator.naturalOrder());
    int size = known.size();
    return size == 0 ? null : Double.valueOf((known.get((size - 1) / 2) + known.get(size / 2)) / 2);
  }

  private static @Nullable Double number(ResultSet row, int column) throws SQLException {
    double number = row.getDouble(column);
    return row.wasNull() ? null : Double.valueOf(number);
  }
}
