package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From visit to sale: how many came how far, where they dropped off, and how long it took. */
public final class Funnel {

  /** What can be asked. */
  public static final List<Parameter> PARAMETERS =
      Stream.concat(
              Stream.of(
                  Parameter.word(
                      "by",
                      "What a row stands for; source where none is given.",
                      "source",
                      "medium",
                      "campaign",
                      "landingPage",
                      "connection",
                      "day",
                      "week",
                      "month"),
                  Parameter.text("source", "Of this source."),
                  Parameter.text("medium", "Of this medium."),
                  Parameter.text("campaign", "Of this campaign."),
                  Parameter.text("landingPage", "That came to this page first."),
                  Parameter.text("connection", "Leads that this connection told of."),
                  Parameter.text(
                      "channel", "Leads that came so: form, call, mail, chat, ad_form.")),
              Period.parameters())
          .toList();

  /**
   * One row.
   *
   * @param group what it stands for; {@code null} in the total
   * @param visits of the group, or {@code null} where visits have no such thing
   * @param leads spam and duplicates aside; those of the later stages are among them
   * @param visitToLead leads for each visit; the other rates alike, {@code null} without a first
   * @param leadToContactedMs median, of those that came so far; the others alike
   * @param dropOff the stage that the largest share did not come on to, or {@code null}
   */
  public record Row(
      @Nullable String group,
      @Nullable Figure visits,
      Figure leads,
      Figure contacted,
      Figure qualified,
      Figure quoted,
      Figure won,
      @Nullable Double visitToLead,
      @Nullable Double leadToContacted,
      @Nullable Double contactedToQualified,
      @Nullable Double qualifiedToQuoted,
      @Nullable Double quotedToWon,
      @Nullable Double leadToWon,
      @Nullable Long leadToContactedMs,
      @Nullable Long contactedToQualifiedMs,
      @Nullable Long qualifiedToQuotedMs,
      @Nullable Long quotedToWonMs,
      @Nullable Long leadToWonMs,
      @Nullable String dropOff) {}

  /**
   * The view.
   *
   * @param by what a row stands for
   * @param total all of them together
   */
  public record View(Instant from, Instant to, String by, Row total, List<Row> rows) {}

  private static final String LEADS =
      """
      select g.name, grouping(g.name), count(*),
        count(*) filter (where %s), count(*) filter (where %s),
        count(*) filter (where %s), count(*) filter (where %s),
        %s, %s, %s, %s, %s
      from lead r cross join lateral (select %s as name) g
      where %s
      group by grouping sets ((g.name), ())""";

  private static final String VISITS =
      """
      select %s as name, count(*) from visit r where %s group by 1""";

  private Funnel() {}

  /** In what time half came from one to the other; clocks of two tools may differ a little. */
  private static String half(String from, String to) {
    return """
        percentile_cont(0.5) within group (order by case when r.%2$s < r.%1$s then 0
          else extract(epoch from r.%2$s - r.%1$s) end)"""
        .formatted(from, to);
  }

  /** The funnel of what is asked for. */
  public static View view(Connection sql, Map<String, String> given, Question question)
      throws SQLException {
    Grouping by = Grouping.of(given.getOrDefault("by", "source"));
    Period period = Period.of(given, question);
    Map<String, String> filters = new TreeMap<>(given);
    filters.remove("by");
    Map<String, Long> visits = visits(sql, by, filters, period, question);
    Map<String, String> counted = new TreeMap<>(filters);
    counted.put("spam", "out");
    counted.put("duplicates", "out");
    Where where = LeadList.ROWS.where(period.in(counted), question);
    String query =
        LEADS.formatted(
            FunnelStage.CONTACTED.reached(),
            FunnelStage.QUALIFIED.reached(),
            FunnelStage.QUOTED.reached(),
            FunnelStage.WON.reached(),
            half("at", "contacted_at"),
            half("contacted_at", "qualified_at"),
            half("qualified_at", "quoted_at"),
            half("quoted_at", "won_at"),
            half("at", "won_at"),
            by.expression("at", question.zone()),
            where.sql());
    List<Row> rows = new ArrayList<>();
    Row total = null;
    Set<String> seen = new HashSet<>();
    try (PreparedStatement statement = Where.prepare(sql, query, where.values());
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        if (row.getInt(2) == 1) {
          total = row(Counts.read(row), null, sum(visits), filters, period.in(filters));
        } else {
          String group = row.getString(1);
          seen.add(group);
          rows.add(
              row(
                  Counts.read(row),
                  group,
                  visits == null ? null : visits.getOrDefault(group, 0L),
                  filters,
                  by.narrowed(filters, period, group, question.zone())));
        }
      }
    }
    if (visits != null) {
      visits.forEach(
          (group, count) -> {
            if (!seen.contains(group)) {
              rows.add(
                  row(
                      Counts.NONE,
                      group,
                      count,
                      filters,
                      by.narrowed(filters, period, group, question.zone())));
            }
          });
    }
    Comparator<Row> order = Comparator.comparing(row -> String.valueOf(row.group()));
    if (!by.isTime()) {
      order = Comparator.comparing((Row row) -> -row.leads().value()).thenComparing(order);
    }
    rows.sort(order);
    if (total == null) {
      total = row(Counts.NONE, null, sum(visits), filters, period.in(filters));
    }
    return new View(period.from(), period.to(), by.name(), total, rows);
  }

  /** Visits by group, or {@code null} where what is asked for is nothing that visits have. */
  private static @Nullable Map<String, Long> visits(
      Connection sql, Grouping by, Map<String, String> given, Period period, Question question)
      throws SQLException {
    if (by.name().equals("connection")
        || given.containsKey("connection")
        || given.containsKey("channel")) {
      return null;
    }
    Where where = TrackingLists.VISITS.where(period.in(given), question);
    Map<String, Long> visits = new HashMap<>();
    try (PreparedStatement statement =
            Where.prepare(
                sql,
                VISITS.formatted(by.expression("at", question.zone()), where.sql()),
                where.values());
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        visits.put(row.getString(1), row.getLong(2));
      }
    }
    return visits;
  }

  private static @Nullable Long sum(@Nullable Map<String, Long> visits) {
    return visits == null ? null : visits.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What a row of the query says. */
  private record Counts(long leads, long[] reached, @Nullable Long[] medians) {

    private static final Counts NONE = new Counts(0, new long[4], new Long[5]);

    private static Counts read(ResultSet row) throws SQLException {
      long[] reached = new long[4];
      for (int i = 0; i < reached.length; i++) {
        reached[i] = row.getLong(4 + i);
      }
      @Nullable Long[] medians = new Long[5];
      for (int i = 0; i < medians.length; i++) {
        double seconds = row.getDouble(8 + i);
        medians[i] = row.wasNull() ? null : Long.valueOf(Math.round(seconds * 1000));
      }
      return new Counts(row.getLong(3), reached, medians);
    }
  }

  private static Row row(
      Counts counts,
      @Nullable String group,
      @Nullable Long visits,
      Map<String, String> given,
      Map<String, String> narrowed) {
    Open leads = new Open("leads", narrowed).with("spam", "out").with("duplicates", "out");
    Figure[] reached = new Figure[4];
    for (FunnelStage stage : FunnelStage.values()) {
      reached[stage.ordinal()] =
          Figure.count(counts.reached()[stage.ordinal()], leads.with("reached", stage.word()));
    }
    long[] n = counts.reached();
    @Nullable Long[] medians = counts.medians();
    return new Row(
        group,
        visits == null ? null : Figure.count(visits, new Open("visits", narrowed)),
        Figure.count(counts.leads(), leads),
        reached[0],
        reached[1],
        reached[2],
        reached[3],
        visits == null ? null : rate(visits, counts.leads()),
        rate(counts.leads(), n[0]),
        rate(n[0], n[1]),
        rate(n[1], n[2]),
        rate(n[2], n[3]),
        rate(counts.leads(), n[3]),
        medians[0],
        medians[1],
        medians[2],
        medians[3],
        medians[4],
        dropOff(counts));
  }

  private static @Nullable String dropOff(Counts counts) {
    long before = counts.leads();
    String worst = null;
    double least = 1;
    for (FunnelStage stage : FunnelStage.values()) {
      long after = counts.reached()[stage.ordinal()];
      if (before > 0 && (double) after / before < least) {
        least = (double) after / before;
        worst = stage.word();
      }
      before = after;
    }
    return worst;
  }

  static @Nullable Double rate(long of, long came) {
    return of == 0 ? null : Double.valueOf((double) came / of);
  }
}
