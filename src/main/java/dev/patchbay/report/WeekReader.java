package dev.patchbay.report;

import dev.patchbay.event.EventType;
import dev.patchbay.inbox.Silences;
import dev.patchbay.outbox.DeathToll;
import dev.patchbay.outbox.Lease;
import dev.patchbay.outbox.Leases;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.PlannedFlow;
import dev.patchbay.stack.OpeningHours;
import dev.patchbay.tracking.AttributionView;
import dev.patchbay.tracking.CountLedger;
import dev.patchbay.tracking.Figure;
import dev.patchbay.tracking.FormsSent;
import dev.patchbay.tracking.LedgerLeads;
import dev.patchbay.tracking.Open;
import dev.patchbay.tracking.PageSpeedView;
import dev.patchbay.tracking.Question;
import dev.patchbay.tracking.WeekFigures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the facts of a week. */
public final class WeekReader {

  private static final int MOST = 5;

  private final Plan plan;
  private final Set<String> crms;
  private final CountLedger ledger;

  /** For the connections and flows of one plan. */
  public WeekReader(Plan plan) {
    this.plan = plan;
    this.crms = plan.leads().connections("crm");
    this.ledger = new CountLedger(new LedgerLeads(crms, plan.leads().connections("ads")));
  }

  /** The report of a week as it is known at {@code now}. */
  public Report report(Connection sql, Week week, Instant now) throws SQLException {
    return WeeklyReport.of(facts(sql, week, now));
  }

  /** The facts of a week as they are known at {@code now}. */
  public WeekFacts facts(Connection sql, Week week, Instant now) throws SQLException {
    Question question = new Question(plan.timezone(), plan.region(), now);
    Map<String, String> days = days(week);
    AttributionView.View sources = attribution(sql, days, question, "source");
    AttributionView.View campaigns = attribution(sql, days, question, "campaign");
    return new WeekFacts(
        week,
        plan.stack(),
        WeekFigures.of(sql, days, question),
        WeekFigures.of(sql, days(week.plus(-1)), question),
        crmTarget(),
        plan.leads().answerWithin(),
        FormsSent.of(
                sql,
                week.from(plan.timezone()),
                earlier(week.to(plan.timezone()), now.minus(FormsSent.ON_ITS_WAY)),
                FormsSent.ON_ITS_WAY)
            .orElse(null),
        notInCrm(sql, days, question),
        givenUp(sql, week),
        now.isBefore(week.plus(2).to(plan.timezone())) ? paused(sql) : List.of(),
        silent(sql, week, now),
        sources(sources),
        sources(campaigns),
        sources.currency(),
        slowPages(sql, days, question));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Map<String, String> days(Week week) {
    Map<String, String> days = new TreeMap<>();
    days.put("from", week.from(plan.timezone()).toString());
    days.put("to", week.to(plan.timezone()).toString());
    return days;
  }

  private static AttributionView.View attribution(
      Connection sql, Map<String, String> days, Question question, String by) throws SQLException {
    Map<String, String> asked = new TreeMap<>(days);
    asked.put("by", by);
    return AttributionView.view(sql, asked, question);
  }

  private static List<WeekFacts.Source> sources(AttributionView.View view) {
    return view.rows().stream()
        .sorted(Comparator.comparing((AttributionView.Row row) -> -row.linear().revenue().value()))
        .map(
            row ->
                new WeekFacts.Source(
                    row.group(),
                    row.cost(),
                    row.linear().leads(),
                    row.linear().revenue(),
                    row.linear().returnOnAdSpend()))
        .toList();
  }

  private @Nullable Figure notInCrm(Connection sql, Map<String, String> days, Question question)
      throws SQLException {
    if (crms.isEmpty()) {
      return null;
    }
    double missing = 0;
    for (CountLedger.Row row : ledger.view(sql, days, question).rows()) {
      Figure figure = row.notInCrm();
      missing += figure == null ? 0 : figure.value();
    }
    Map<String, String> names = new TreeMap<>(days);
    names.put("hop", "not-in-crm");
    return new Figure(missing, null, new Open("ledger/leads", names));
  }

  /** The shortest target of a flow that carries leads to a CRM. */
  private @Nullable Duration crmTarget() {
    return plan.flows().stream()
        .filter(flow -> flow.to().stream().anyMatch(crms::contains))
        .filter(WeekReader::carriesLeads)
        .map(PlannedFlow::within)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static boolean carriesLeads(PlannedFlow flow) {
    return flow.events().isEmpty()
        || flow.events().stream().anyMatch(word -> EventType.matches(word, "lead.submitted"));
  }

  private List<WeekFacts.GivenUp> givenUp(Connection sql, Week week) throws SQLException {
    List<WeekFacts.GivenUp> givenUp = new ArrayList<>();
    DeathToll.of(sql, week.from(plan.timezone()), week.to(plan.timezone()))
        .forEach(
            (destination, count) ->
                givenUp.add(
                    new WeekFacts.GivenUp(
                        destination,
                        count,
                        new Open(
                            "deliveries",
                            new TreeMap<>(Map.of("destination", destination, "state", "dead"))))));
    return givenUp;
  }

  private static List<WeekFacts.Paused> paused(Connection sql) throws SQLException {
    List<WeekFacts.Paused> paused = new ArrayList<>();
    for (Lease lane : Leases.all(sql)) {
      if (lane.halt() != null) {
        paused.add(
            new WeekFacts.Paused(
                lane.destination(), "It was paused by hand.", "What comes for it waits."));
      } else if (lane.paused()) {
        paused.add(
            new WeekFacts.Paused(
                lane.destination(), or(lane.pausedText()), or(lane.pausedRemedy())));
      }
    }
    return paused;
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }

  private List<WeekFacts.Silent> silent(Connection sql, Week week, Instant now)
      throws SQLException {
    List<WeekFacts.Silent> silent = new ArrayList<>();
    Instant from = week.from(plan.timezone());
    Instant to = week.to(plan.timezone());
    for (PlannedConnection connection : plan.connections().values()) {
      Duration every = connection.expectEvery();
      if (every == null) {
        continue;
      }
      String during = connection.expectDuring();
      Duration longest =
          Overdue.longest(
              Silences.of(sql, connection.name(), every, from, to.isAfter(now) ? now : to),
              every,
              during == null ? null : OpeningHours.parse(during).orElse(null),
              plan.timezone());
      if (!longest.isZero()) {
        silent.add(new WeekFacts.Silent(connection.name(), every, longest));
      }
    }
    return silent;
  }

  private static List<WeekFacts.SlowPage> slowPages(
      Connection sql, Map<String, String> days, Question question) throws SQLException {
    return PageSpeedView.view(sql, days, question).rows().stream()
        .filter(row -> row.standsOut() != null)
        .limit(MOST)
        .map(
            row ->
                new WeekFacts.SlowPage(
                    String.valueOf(row.page()),
                    String.valueOf(row.standsOut()),
                    row.visits().open()))
        .toList();
  }
}
