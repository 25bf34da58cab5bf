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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is credited with leads and revenue: six models side by side, from the same touches. */
public final class AttributionView {

  /** What can be asked. */
  public static final List<Parameter> PARAMETERS =
      Stream.concat(
              Stream.of(
                  Parameter.word(
                      "by",
                      "What a row stands for; campaign where none is given.",
                      "source",
                      "medium",
                      "campaign",
                      "keyword",
                      "landingPage"),
                  Parameter.text("source", "Touches of this source."),
                  Parameter.text("campaign", "Touches of this campaign."),
                  Parameter.text(
                      "currency",
                      "Of revenue and cost, ISO 4217; the one of most sales where none is given.")),
              Period.parameters())
          .toList();

  /**
   * What one model credits.
   *
   * @param revenue in minor units of the view's currency, refunds taken off
   * @param costPerLead in minor units, or {@code null} where the cost is not known or nothing is
   *     credited
   * @param returnOnAdSpend revenue for each unit of cost, or {@code null}
   */
  public record Credit(
      Figure leads,
      Figure sales,
      Figure revenue,
      @Nullable Double costPerLead,
      @Nullable Double returnOnAdSpend) {}

  /**
   * One source, campaign or page.
   *
   * @param cost in minor units of the view's currency; {@code null} where none was told
   */
  public record Row(
      String group,
      @Nullable Figure cost,
      Credit first,
      Credit last,
      Credit lastNonDirect,
      Credit linear,
      Credit timeDecay,
      Credit positionBased) {}

  /**
   * The view.
   *
   * @param currency of all amounts, or {@code null} when there are none
   * @param otherCurrencies in which there are sales or costs too; ask for each of them
   */
  public record View(
      Instant from,
      Instant to,
      String by,
      @Nullable String currency,
      List<String> otherCurrencies,
      List<Row> rows) {}

  private static final List<String> MODELS =
      List.of("first", "last", "last_non_direct", "linear", "time_decay", "position_based");

  private AttributionView() {}

  /** The view of what is asked for; leads and sales count in the period in which they happened. */
  public static View view(Connection sql, Map<String, String> given, Question question)
      throws SQLException {
    Grouping by = Grouping.of(given.getOrDefault("by", "campaign"));
    Period period = Period.of(given, question);
    Map<String, String> filters = new TreeMap<>(given);
    filters.remove("by");
    filters.remove("currency");
    List<String> currencies = currencies(sql, filters, period, question);
    String asked = given.get("currency");
    String currency = asked != null ? asked : currencies.isEmpty() ? null : currencies.get(0);
    Map<String, Long> costs =
        currency == null ? Map.of() : costs(sql, by, filters, period, question, currency);
    Map<String, double[]> credits = credits(sql, by, filters, period, question, currency);
    Set<String> groups = new TreeSet<>(credits.keySet());
    groups.addAll(costs.keySet());
    List<Row> rows = new ArrayList<>();
    for (String group : groups) {
      rows.add(
          row(
              group,
              costs.get(group),
              credits.getOrDefault(group, new double[3 * MODELS.size()]),
              by.narrowed(filters, period, group, question.zone()),
              currency));
    }
    rows.sort(Comparator.comparing((Row row) -> -row.linear().leads().value()));
    return new View(
        period.from(),
        period.to(),
        by.name(),
        currency,
        currencies.stream().filter(other -> !other.equals(currency)).toList(),
        rows);
  }

  /** Currencies of the period, that of most sales first. */
  private static List<String> currencies(
      Connection sql, Map<String, String> given, Period period, Question question)
      throws SQLException {
    Where touches = touches(given, period, question);
    Where spend =
        TrackingLists.SPEND.where(Period.known(TrackingLists.SPEND, period.in(given)), question);
    List<Object> values = new ArrayList<>(touches.values());
    values.addAll(spend.values());
    List<String> currencies = new ArrayList<>();
    try (PreparedStatement query =
            Where.prepare(
                sql,
                """
                select currency from (
                  select r.currency, count(*) as n from touch r
                  where %s and r.currency is not null group by 1
                  union all
                  select r.currency, 0 from spend r
                  where %s and r.currency is not null group by 1) c
                group by 1 order by sum(n) desc, 1"""
                    .formatted(touches.sql(), spend.sql()),
                values);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        currencies.add(row.getString(1));
      }
    }
    return currencies;
  }

  private static Map<String, Long> costs(
      Connection sql,
      Grouping by,
      Map<String, String> given,
      Period period,
      Question question,
      String currency)
      throws SQLException {
    Map<String, Long> costs = new HashMap<>();
    if (!by.name().equals("source") && !by.name().equals("campaign")) {
      return costs;
    }
    Map<String, String> known = Period.known(TrackingLists.SPEND, period.in(given));
    known.put("currency", currency);
    Where where = TrackingLists.SPEND.where(known, question);
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select %s, coalesce(sum(r.amount), 0) from spend r where %s group by 1"
                    .formatted(by.expression("day", question.zone()), where.sql()),
                where.values());
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        costs.put(row.getString(1), row.getLong(2));
      }
    }
    return costs;
  }

  /** For each group, by model: leads, sales, revenue. */
  private static Map<String, double[]> credits(
      Connection sql,
      Grouping by,
      Map<String, String> given,
      Period period,
      Question question,
      @Nullable String currency)
      throws SQLException {
    Where where = touches(given, period, question);
    String sums =
        MODELS.stream()
            .map(
                model ->
                    """
                    coalesce(sum(r.%1$s::float8) filter (where r.conversion_kind = 'lead'), 0),
                    coalesce(sum(r.%1$s::float8) filter (where r.conversion_kind = 'sale'), 0),
                    coalesce(sum(r.%1$s::float8 * r.amount)
                      filter (where r.conversion_kind = 'sale' and r.currency = ?), 0)"""
                        .formatted(model))
            .collect(Collectors.joining(", "));
    List<Object> values = new ArrayList<>();
    MODELS.forEach(model -> values.add(currency == null ? "" : currency));
    values.addAll(where.values());
    Map<String, double[]> credits = new HashMap<>();
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select %s, %s from touch r where %s group by 1"
                    .formatted(by.expression("conversion_at", question.zone()), sums, where.sql()),
                values);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        double[] credit = new double[3 * MODELS.size()];
        for (int i = 0; i < credit.length; i++) {
          credit[i] = row.getDouble(2 + i);
        }
        credits.put(row.getString(1), credit);
      }
    }
    return credits;
  }

  private static Where touches(Map<String, String> given, Period period, Question question) {
    return TrackingLists.TOUCHES.where(
        Period.known(TrackingLists.TOUCHES, period.in(given)), question);
  }

  private static Row row(
      String group,
      @Nullable Long cost,
      double[] sums,
      Map<String, String> narrowed,
      @Nullable String currency) {
    Open touches = new Open("touches", Period.known(TrackingLists.TOUCHES, narrowed));
    Credit[] credits = new Credit[MODELS.size()];
    for (int i = 0; i < credits.length; i++) {
      String model = camel(MODELS.get(i));
      double leads = sums[3 * i];
      double revenue = sums[3 * i + 2];
      credits[i] =
          new Credit(
              Figure.sum(leads, model, touches.with("conversionKind", "lead")),
              Figure.sum(sums[3 * i + 1], model, touches.with("conversionKind", "sale")),
              Figure.sum(
                  revenue,
                  "amount*" + model,
                  touches.with("conversionKind", "sale").with("currency", currency)),
              cost == null || leads < 0.005 ? null : Double.valueOf(cost / leads),
              cost == null || cost == 0 ? null : Double.valueOf(revenue / cost));
    }
    return new Row(
        group,
        cost == null
            ? null
            : Figure.sum(
                cost,
                "amount",
                new Open("spend", Period.known(TrackingLists.SPEND, narrowed))
                    .with("currency", currency)),
        credits[0],
        credits[1],
        credits[2],
        credits[3],
        credits[4],
        credits[5]);
  }

  private static String camel(String column) {
    StringBuilder name = new StringBuilder();
    for (String part : column.split("_")) {
      name.append(
          name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return name.toString();
  }
}
