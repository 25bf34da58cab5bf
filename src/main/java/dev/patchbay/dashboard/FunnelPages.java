package dev.patchbay.dashboard;

import dev.patchbay.dashboard.Shown.Figure;
import dev.patchbay.web.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the visit to the sale: how many came how far, where they were lost, how long it took. */
final class FunnelPages implements PagePart {

  private static final String API = "/api/v1/funnel";
  private static final String PAGE = "/app/funnel";
  private static final List<String> FILTERS =
      List.of("source", "campaign", "landingPage", "channel");

  /** What the rows beneath can stand for, with the words for it. */
  private static final Map<String, String> GROUPS = groups();

  private static final Money MONEY = new Money();

  private final Times times;

  FunnelPages(Times times) {
    this.times = times;
  }

  /** The funnel as the API tells it. */
  record Funnel(Row total, List<Row> rows) {}

  /** One row of it; times in milliseconds. */
  record Row(
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
   * A step as the page shows it.
   *
   * @param bar its share of the first step, 0 to 1
   * @param kept share of the step before, or {@code null}
   * @param lost share of the step before that did not come on, or {@code null}
   * @param worst whether most are lost here
   */
  record Step(
      String title,
      Shown count,
      double bar,
      @Nullable String kept,
      @Nullable String lost,
      @Nullable String took,
      Shown before,
      @Nullable String change,
      boolean worst) {}

  /** A line of the table beneath. */
  record Line(
      String group,
      String href,
      Shown visits,
      Shown leads,
      Shown contacted,
      Shown qualified,
      Shown quoted,
      Shown won,
      String visitToLead,
      String leadToWon,
      String took) {}

  @Override
  public List<PageRoute> routes() {
    return List.of(PageRoute.get(PAGE, this::funnel).framed("Funnel"));
  }

  private PageAnswer funnel(PageCall call) throws RefusedException {
    ReportingPeriod period = Periods.of(call, times);
    Map<String, String> filters = call.given(FILTERS);
    String asked = call.text("by");
    String by = asked != null && GROUPS.containsKey(asked) ? asked : "source";
    Funnel now = read(call, period.asked(), filters, by);
    Funnel before = read(call, period.askedBefore(), filters, by);
    Map<String, String> kept = new LinkedHashMap<>(filters);
    kept.put("by", by);
    Map<String, Object> values = new HashMap<>();
    values.put("period", period);
    values.put("kept", kept);
    values.put("filters", filters);
    values.put("groups", GROUPS);
    values.put("by", by);
    values.put("steps", steps(now.total(), before.total()));
    values.put("words", words(now.total(), before.total(), period));
    values.put("lines", now.rows().stream().map(row -> line(row, by, kept, period)).toList());
    values.put("sources", options(call, period, "source"));
    values.put("campaigns", options(call, period, "campaign"));
    values.put("pages", options(call, period, "landingPage"));
    return PageAnswer.html("funnel", values);
  }

  private static Funnel read(
      PageCall call, Map<String, String> period, Map<String, String> filters, String by)
      throws RefusedException {
    Map<String, String> asked = new LinkedHashMap<>(period);
    asked.putAll(filters);
    asked.put("by", by);
    return call.read(API, asked, Funnel.class);
  }

  private static List<String> options(PageCall call, ReportingPeriod period, String by)
      throws RefusedException {
    List<String> options = new ArrayList<>();
    for (Row row : read(call, period.asked(), Map.of(), by).rows()) {
      options.add(String.valueOf(row.group()));
    }
    String picked = call.text(by);
    if (picked != null && !options.contains(picked)) {
      options.add(picked);
    }
    return options;
  }

  private List<Step> steps(Row now, Row before) {
    List<Step> steps = new ArrayList<>();
    Figure visits = now.visits();
    double first = visits == null ? now.leads().value() : visits.value();
    if (visits != null) {
      steps.add(step("Visits", visits, before.visits(), first, null, null, false));
    }
    steps.add(step("Leads", now.leads(), before.leads(), first, now.visitToLead(), null, false));
    steps.add(
        step(
            "Contacted",
            now.contacted(),
            before.contacted(),
            first,
            now.leadToContacted(),
            now.leadToContactedMs(),
            "contacted".equals(now.dropOff())));
    steps.add(
        step(
            "Qualified",
            now.qualified(),
            before.qualified(),
            first,
            now.contactedToQualified(),
            now.contactedToQualifiedMs(),
            "qualified".equals(now.dropOff())));
    steps.add(
        step(
            "Quoted",
            now.quoted(),
            before.quoted(),
            first,
            now.qualifiedToQuoted(),
            now.qualifiedToQuotedMs(),
            "quoted".equals(now.dropOff())));
    steps.add(
        step(
            "Sale",
            now.won(),
            before.won(),
            first,
            now.quotedToWon(),
            now.quotedToWonMs(),
            "won".equals(now.dropOff())));
    return steps;
  }

  private Step step(
      String title,
      Figure now,
      @Nullable Figure before,
      double first,
      @Nullable Double rate,
      @Nullable Long took,
      boolean worst) {
    return new Step(
        title,
        Shown.count(now),
        first == 0 ? 0 : Math.min(1, now.value() / first),
        rate == null ? null : MONEY.percent(rate),
        rate == null ? null : MONEY.percent(Math.max(0, 1 - rate)),
        took == null ? null : times.span(took),
        Shown.count(before),
        before == null ? null : Shown.change(now.value(), before.value()),
        worst);
  }

  private Line line(Row row, String by, Map<String, String> kept, ReportingPeriod period) {
    Map<String, String> narrowed = new LinkedHashMap<>(kept);
    narrowed.putAll(period.kept());
    if (FILTERS.contains(by) && row.group() != null) {
      narrowed.put(by, row.group());
    }
    return new Line(
        String.valueOf(row.group()),
        FILTERS.contains(by) ? Links.of(PAGE, narrowed) : "",
        Shown.count(row.visits()),
        Shown.count(row.leads()),
        Shown.count(row.contacted()),
        Shown.count(row.qualified()),
        Shown.count(row.quoted()),
        Shown.count(row.won()),
        MONEY.percent(row.visitToLead()),
        MONEY.percent(row.leadToWon()),
        times.span(row.leadToWonMs()));
  }

  /** The funnel in sentences. */
  static List<String> words(Row now, Row before, ReportingPeriod period) {
    List<String> words = new ArrayList<>();
    long leads = now.leads().count();
    if (leads == 0) {
      words.add("No lead came in %s.".formatted(period.words()));
      return words;
    }
    Figure visits = now.visits();
    String won = Shown.so(now.won().count(), "sale", "sales");
    words.add(
        visits == null
            ? "%s came in %s, and %s came of them."
                .formatted(Shown.so(leads, "lead", "leads"), period.words(), won)
            // Calls and mails need no visit.
            : (leads > visits.count()
                    ? "%s and %s %s; %s came of them."
                    : "%s became %s %s, and %s came of them.")
                .formatted(
                    Shown.so(visits.count(), "visit", "visits"),
                    Shown.so(leads, "lead", "leads"),
                    period.words(),
                    won));
    String change = Shown.change(leads, before.leads().value());
    if (change != null) {
      words.add(
          change.equals("the same")
              ? "That is as many leads as in %s.".formatted(period.beforeWords())
              : "That is %s leads than in %s.".formatted(change, period.beforeWords()));
    }
    String lost = lost(now);
    if (lost != null) {
      words.add(lost);
    }
    return words;
  }

  private static @Nullable String lost(Row now) {
    String drop = now.dropOff();
    if (drop == null) {
      return null;
    }
    return switch (drop) {
      case "contacted" ->
          "Most are lost before anybody answers: %s of leads were never contacted."
              .formatted(MONEY.percent(1 - orOne(now.leadToContacted())));
      case "qualified" ->
          "Most are lost after the first contact: %s of those contacted did not fit or did not go"
                  .formatted(MONEY.percent(1 - orOne(now.contactedToQualified())))
              + " on.";
      case "quoted" ->
          "Most are lost before the quote: %s of those who fit were never quoted."
              .formatted(MONEY.percent(1 - orOne(now.qualifiedToQuoted())));
      default ->
          "Most are lost after the quote: %s of those quoted did not buy, or not yet."
              .formatted(MONEY.percent(1 - orOne(now.quotedToWon())));
    };
  }

  private static double orOne(@Nullable Double rate) {
    return rate == null ? 1 : rate;
  }

  private static Map<String, String> groups() {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put("source", "Source");
    groups.put("medium", "Medium");
    groups.put("campaign", "Campaign");
    groups.put("landingPage", "Landing page");
    groups.put("connection", "Connection");
    groups.put("day", "Day");
    groups.put("week", "Week");
    groups.put("month", "Month");
    return groups;
  }
}
