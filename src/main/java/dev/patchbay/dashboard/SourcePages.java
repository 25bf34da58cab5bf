package dev.patchbay.dashboard;

import dev.patchbay.dashboard.Shown.Figure;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.web.RefusedException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who is credited with leads and revenue by six models side by side, and what each cost. */
final class SourcePages implements PagePart {

  private static final String PAGE = "/app/sources";
  private static final Map<String, String> GROUPS = groups();
  private static final Map<String, String> MEASURES = measures();

  /** The models in the order of the columns. */
  private static final List<String> MODELS =
      List.of(
          "First touch",
          "Last touch",
          "Last not direct",
          "Shared evenly",
          "Newer counts more",
          "First and last");

  private final Times times;

  SourcePages(Times times) {
    this.times = times;
  }

  /** The view as the API tells it. */
  record View(@Nullable String currency, List<String> otherCurrencies, List<Row> rows) {}

  /** A source or campaign. */
  record Row(
      String group,
      @Nullable Figure cost,
      Credit first,
      Credit last,
      Credit lastNonDirect,
      Credit linear,
      Credit timeDecay,
      Credit positionBased) {

    List<Credit> credits() {
      return List.of(first, last, lastNonDirect, linear, timeDecay, positionBased);
    }
  }

  /** What one model credits; cost in minor units. */
  record Credit(
      Figure leads,
      Figure sales,
      Figure revenue,
      @Nullable Double costPerLead,
      @Nullable Double returnOnAdSpend) {}

  /** A line of the table of models. */
  record Line(String group, Shown cost, List<Shown> models) {}

  /** A line of the table of costs, by the model that shares evenly. */
  record Cost(
      String group,
      Shown cost,
      Shown leads,
      Shown perLead,
      Shown revenue,
      Shown returned,
      @Nullable String word,
      String level) {}

  /** A day of the chart; {@code seconds} since 1970. */
  record Day(String title, long seconds, Shown leads, Shown before) {}

  @Override
  public List<PageRoute> routes() {
    return List.of(PageRoute.get(PAGE, this::sources).framed("Sources"));
  }

  private PageAnswer sources(PageCall call) throws RefusedException {
    ReportingPeriod period = Periods.of(call, times);
    String by = one(call, "by", GROUPS, "campaign");
    String show = one(call, "show", MEASURES, "leads");
    Map<String, String> asked = period.asked();
    asked.put("by", by);
    String currency = call.text("currency");
    if (currency != null) {
      asked.put("currency", currency);
    }
    View view = call.read("/api/v1/attribution", asked, View.class);
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put("by", by);
    kept.put("show", show);
    if (currency != null) {
      kept.put("currency", currency);
    }
    Map<String, String> here = new LinkedHashMap<>(kept);
    here.putAll(period.kept());
    Map<String, Object> values = new HashMap<>();
    values.put("period", period);
    values.put("kept", kept);
    values.put("groups", GROUPS);
    values.put("by", by);
    values.put("measures", MEASURES);
    values.put("show", show);
    values.put("models", MODELS);
    values.put("currency", view.currency());
    values.put("others", others(view, here));
    values.put("lines", view.rows().stream().map(row -> line(row, show, view.currency())).toList());
    values.put("costs", costs(view));
    values.put("days", days(call, period));
    values.put("words", words(view, period));
    return PageAnswer.html("sources", values);
  }

  private static String one(PageCall call, String name, Map<String, String> known, String usual) {
    String asked = call.text(name);
    return asked != null && known.containsKey(asked) ? asked : usual;
  }

  private static Map<String, String> others(View view, Map<String, String> here) {
    Map<String, String> others = new LinkedHashMap<>();
    for (String currency : view.otherCurrencies()) {
      Map<String, String> there = new LinkedHashMap<>(here);
      there.put("currency", currency);
      others.put(currency, Links.of(PAGE, there));
    }
    return others;
  }

  private static Line line(Row row, String show, @Nullable String currency) {
    Function<Credit, Shown> shown =
        switch (show) {
          case "sales" -> credit -> Shown.share(credit.sales());
          case "revenue" -> credit -> Shown.money(credit.revenue(), currency);
          case "costPerLead" -> credit -> Shown.plain(amount(credit.costPerLead(), currency));
          case "returnOnAdSpend" -> credit -> Shown.plain(times(credit.returnOnAdSpend()));
          default -> credit -> Shown.share(credit.leads());
        };
    return new Line(
        row.group(), Shown.money(row.cost(), currency), row.credits().stream().map(shown).toList());
  }

  private static List<Cost> costs(View view) {
    String currency = view.currency();
    return view.rows().stream()
        .filter(row -> row.cost() != null && row.cost().value() > 0)
        .sorted(Comparator.comparing((Row row) -> -orNone(row.linear().returnOnAdSpend())))
        .map(
            row -> {
              Double returned = row.linear().returnOnAdSpend();
              boolean earns = returned != null && returned >= 1;
              return new Cost(
                  row.group(),
                  Shown.money(row.cost(), currency),
                  Shown.share(row.linear().leads()),
                  Shown.per(amount(row.linear().costPerLead(), currency), row.linear().leads()),
                  Shown.money(row.linear().revenue(), currency),
                  Shown.per(times(returned), row.linear().revenue()),
                  earns ? "pays for itself" : "costs more than it brings",
                  earns ? "ok" : "warn");
            })
        .toList();
  }

  private List<Day> days(PageCall call, ReportingPeriod period) throws RefusedException {
    Map<LocalDate, Figure> now = leads(call, period.asked());
    Map<LocalDate, Figure> before = leads(call, period.askedBefore());
    long shift = ChronoUnit.DAYS.between(period.beforeFrom(), period.from());
    ZoneId zone = times.zone();
    List<Day> days = new ArrayList<>();
    for (LocalDate day = period.from(); day.isBefore(period.to()); day = day.plusDays(1)) {
      LocalDate then = day.minusDays(shift);
      days.add(
          new Day(
              times.day(day),
              day.atStartOfDay(zone).toEpochSecond(),
              Shown.count(now.getOrDefault(day, Figure.NONE)),
              then.isBefore(period.beforeTo())
                  ? Shown.count(before.getOrDefault(then, Figure.NONE))
                  : Shown.NOTHING));
    }
    return days;
  }

  private static Map<LocalDate, Figure> leads(PageCall call, Map<String, String> period)
      throws RefusedException {
    Map<String, String> asked = new LinkedHashMap<>(period);
    asked.put("by", "day");
    Map<LocalDate, Figure> leads = new HashMap<>();
    for (FunnelPages.Row row :
        call.read("/api/v1/funnel", asked, FunnelPages.Funnel.class).rows()) {
      leads.put(LocalDate.parse(String.valueOf(row.group())), row.leads());
    }
    return leads;
  }

  /** What the view says, in sentences. */
  static List<String> words(View view, ReportingPeriod period) {
    List<String> words = new ArrayList<>();
    if (view.rows().isEmpty()) {
      words.add("No lead or sale had a touch %s.".formatted(period.words()));
      return words;
    }
    Comparator<Row> byLeads = Comparator.comparing(row -> row.linear().leads().value());
    view.rows().stream()
        .filter(row -> row.linear().leads().value() > 0 && !row.group().equals(Parameter.NONE))
        .max(byLeads)
        .ifPresent(
            row ->
                words.add(
                    "Most leads %s are owed to %s: %s when each touch counts the same."
                        .formatted(
                            period.words(),
                            row.group(),
                            Shown.share(row.linear().leads()).text())));
    Comparator<Row> byCost = Comparator.comparing(row -> orNone(row.linear().costPerLead()));
    List<Row> paid =
        view.rows().stream().filter(row -> orNone(row.linear().costPerLead()) > 0).toList();
    paid.stream()
        .max(byCost)
        .filter(row -> paid.size() > 1)
        .ifPresent(
            row ->
                words.add(
                    "The dearest lead comes from %s: %s each."
                        .formatted(
                            row.group(), amount(row.linear().costPerLead(), view.currency()))));
    view.rows().stream()
        .filter(row -> spread(row) >= 5 && spread(row) > 0.3 * row.linear().leads().value())
        .max(Comparator.comparing(SourcePages::spread))
        .ifPresent(
            row ->
                words.add(
                    "The models differ most on %s: %s leads by the first touch, %s by the last."
                        .formatted(
                            row.group(),
                            Shown.share(row.first().leads()).text(),
                            Shown.share(row.last().leads()).text())));
    return words;
  }

  private static double spread(Row row) {
    return Math.abs(row.first().leads().value() - row.last().leads().value());
  }

  private static double orNone(@Nullable Double number) {
    return number == null ? 0 : number;
  }

  private static @Nullable String amount(@Nullable Double minor, @Nullable String currency) {
    return minor == null ? null : new Money().of(Math.round(minor), currency);
  }

  private static @Nullable String times(@Nullable Double returned) {
    return returned == null ? null : String.format(Locale.US, "%.1f×", returned);
  }

  private static Map<String, String> groups() {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put("campaign", "Campaign");
    groups.put("source", "Source");
    groups.put("medium", "Medium");
    groups.put("keyword", "Search word");
    groups.put("landingPage", "Landing page");
    return groups;
  }

  private static Map<String, String> measures() {
    Map<String, String> measures = new LinkedHashMap<>();
    measures.put("leads", "Leads");
    measures.put("sales", "Sales");
    measures.put("revenue", "Revenue");
    measures.put("costPerLead", "Cost per lead");
    measures.put("returnOnAdSpend", "Return on ad spend");
    return measures;
  }
}
