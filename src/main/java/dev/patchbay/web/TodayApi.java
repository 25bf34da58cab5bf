package dev.patchbay.web;

import dev.patchbay.event.Removal;
import dev.patchbay.eventlog.RemovedRecords;
import dev.patchbay.lead.Unanswered;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedFlow;
import dev.patchbay.today.Concern;
import dev.patchbay.today.Concerns;
import dev.patchbay.today.Words;
import dev.patchbay.tracking.DayFigures;
import dev.patchbay.tracking.FormsSent;
import dev.patchbay.tracking.LeadRow;
import dev.patchbay.tracking.Question;
import dev.patchbay.tracking.WaitingLeads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether anything is wrong right now, who waits for an answer, and how the day goes. */
final class TodayApi implements ApiPart {

  private static final int SHOWN = 12;
  private static final Duration RECENT = Duration.ofDays(7);
  private static final Duration SPEED = Duration.ofHours(24);

  /** So long a deletion for privacy elsewhere is spoken of. */
  private static final Duration PRIVACY = Duration.ofDays(30);

  private static final int ENOUGH = 5;
  private static final Duration BEHIND = Duration.ofMinutes(1);

  private final ConnectionDesk desk;
  private final Plan plan;
  private final @Nullable Duration within;
  private final Set<String> told;
  private final List<String> crms;

  TodayApi(ConnectionDesk desk) {
    this.desk = desk;
    this.plan = desk.plan();
    Set<String> crm = plan.leads().connections("crm");
    List<PlannedFlow> flows =
        plan.flows().stream().filter(flow -> flow.to().stream().anyMatch(crm::contains)).toList();
    this.within =
        flows.stream()
            .map(PlannedFlow::within)
            .filter(java.util.Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    Set<String> from = new HashSet<>();
    flows.forEach(flow -> from.addAll(flow.from()));
    this.told = from;
    this.crms = plan.connections().keySet().stream().filter(crm::contains).toList();
  }

  /**
   * A lead that nobody has answered.
   *
   * @param waitingMs since it came, while somebody is there
   * @param targetMs how long it may wait, or absent without a target
   * @param late whether it waits longer
   */
  record WaitingRow(LeadRow lead, long waitingMs, @Nullable Long targetMs, boolean late) {}

  /**
   * Leads that wait for a human.
   *
   * @param number how many of the last 7 days
   * @param late how many of them wait longer than they may
   * @param newest the newest of them
   */
  record WaitingAnswer(long number, long late, List<WaitingRow> newest) {}

  /**
   * How fast leads of the last 24 hours reached the CRM.
   *
   * @param crm connections to CRMs
   * @param withinMs the target, or absent without one
   */
  record SpeedRow(
      List<String> crm,
      long leads,
      @Nullable Long p50Ms,
      @Nullable Long p95Ms,
      @Nullable Long withinMs,
      long late,
      Instant from) {}

  /**
   * The state of things.
   *
   * @param asOf when things were counted
   * @param zone in which days begin
   * @param concerns what is wrong, the gravest first; empty when nothing is
   * @param crm absent where the stack has no CRM
   */
  record TodayAnswer(
      Instant asOf,
      String zone,
      List<ConnectionRows.ConcernRow> concerns,
      WaitingAnswer waiting,
      @Nullable SpeedRow crm,
      DayFigures.Today day) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/today",
            "Whether anything is wrong right now, who waits for an answer, how the day goes.",
            List.of(),
            TodayAnswer.class,
            (sql, call) -> today(sql, call.question())));
  }

  private Object today(Connection sql, Question question) throws SQLException {
    Instant now = question.now();
    ConnectionDesk.Known known = desk.known(sql);
    List<Concern> concerns = new ArrayList<>(new ConnectionRows(desk, known).concerns());
    WaitingAnswer waiting = waiting(sql, now);
    SpeedRow crm = crms.isEmpty() ? null : speed(sql, now);
    late(waiting, concerns);
    lost(sql, now, concerns);
    slow(crm, concerns);
    privacy(sql, now, concerns);
    behind(known.counts(), now, concerns);
    concerns.sort(Concerns.ORDER);
    return new TodayAnswer(
        known.counts().asOf(),
        question.zone().getId(),
        concerns.stream().map(ConnectionRows.ConcernRow::of).toList(),
        waiting,
        crm,
        DayFigures.today(sql, question));
  }

  private WaitingAnswer waiting(Connection sql, Instant now) throws SQLException {
    Instant since = now.minus(RECENT);
    WaitingLeads.Counts counts = WaitingLeads.counts(sql, since, now);
    Duration target = plan.leads().answerWithin();
    return new WaitingAnswer(
        counts.waiting(),
        counts.late(),
        WaitingLeads.newest(sql, since, SHOWN).stream()
            .map(
                lead ->
                    new WaitingRow(
                        lead,
                        Unanswered.of(
                                lead.receivedAt(),
                                now,
                                target == null ? Duration.ZERO : target,
                                plan.leads())
                            .waiting()
                            .toMillis(),
                        target == null ? null : target.toMillis(),
                        lead.touchDueAt() != null && lead.touchDueAt().isBefore(now)))
            .toList());
  }

  private SpeedRow speed(Connection sql, Instant now) throws SQLException {
    DayFigures.Speed speed = DayFigures.speed(sql, now.minus(SPEED), told, within);
    return new SpeedRow(
        crms,
        speed.leads(),
        speed.p50(),
        speed.p95(),
        within == null ? null : within.toMillis(),
        speed.late(),
        speed.from());
  }

  private static void late(WaitingAnswer waiting, List<Concern> concerns) {
    if (waiting.late() > 0) {
      concerns.add(
          new Concern(
              Concern.Level.ATTENTION,
              "leads.late",
              null,
              "%s %s longer for an answer than %s should."
                  .formatted(
                      Words.number(waiting.late(), "lead", "leads"),
                      waiting.late() == 1 ? "waits" : "wait",
                      waiting.late() == 1 ? "it" : "they"),
              "Who is answered late goes elsewhere.",
              "Call or write to them; the answer is noticed by itself where the tool tells of it.",
              null,
              "/app/leads?waiting=yes&late=yes"));
    }
  }

  private static void lost(Connection sql, Instant now, List<Concern> concerns)
      throws SQLException {
    long step = FormsSent.ON_ITS_WAY.toSeconds();
    // In whole steps, so that the sentence stays the same while nothing changes.
    Instant to =
        Instant.ofEpochSecond(now.getEpochSecond() / step * step).minus(FormsSent.ON_ITS_WAY);
    Instant from = to.minus(SPEED);
    FormsSent forms = FormsSent.of(sql, from, to, Duration.between(to, now)).orElse(null);
    if (forms == null || forms.lost() == 0) {
      return;
    }
    concerns.add(
        new Concern(
            Concern.Level.ATTENTION,
            "forms.lost",
            null,
            "%d of %s that visitors sent on the site in the last 24 hours never came in."
                .formatted(
                    forms.lost(),
                    Words.number(Math.round(forms.submitted().value()), "form", "forms")),
            "Whoever sent one believes that you have it.",
            "See on which page they were sent, and look where that form sends to.",
            null,
            "/app/submissions?from=%s&to=%s".formatted(from, to)));
  }

  private void slow(@Nullable SpeedRow crm, List<Concern> concerns) {
    if (crm == null
        || crm.leads() < ENOUGH
        || within == null
        || crm.p95Ms() == null
        || crm.p95Ms() <= within.toMillis()) {
      return;
    }
    concerns.add(
        new Concern(
            Concern.Level.ATTENTION,
            "leads.slow",
            null,
            "One lead in 20 took longer than %s to reach %s; the target is %s."
                .formatted(
                    Words.span(Duration.ofMillis(crm.p95Ms())),
                    crms.stream().map(Words::name).collect(Collectors.joining(", ")),
                    Words.span(within)),
            "%s of the last 24 hours came late."
                .formatted(Words.number(crm.late(), "lead", "leads")),
            "Look at what held it up: an outage, a rate limit, or this hub's machine.",
            null,
            "/app/connections/" + crms.get(0)));
  }

  /** Whom a tool deleted for privacy is still known here; who is erased here is no concern. */
  private static void privacy(Connection sql, Instant now, List<Concern> concerns)
      throws SQLException {
    Map<String, List<RemovedRecords.Removed>> byTool = new TreeMap<>();
    for (RemovedRecords.Removed each :
        RemovedRecords.of(sql, Removal.PRIVACY, now.minus(PRIVACY))) {
      byTool.computeIfAbsent(each.connection(), tool -> new ArrayList<>()).add(each);
    }
    byTool.forEach(
        (tool, people) ->
            concerns.add(
                new Concern(
                    Concern.Level.ATTENTION,
                    "people.removed",
                    tool,
                    "%s deleted %s for privacy, who %s still known here."
                        .formatted(
                            Words.name(tool),
                            Words.number(people.size(), "customer", "customers"),
                            people.size() == 1 ? "is" : "are"),
                    "Nothing was deleted here or in other tools because of it.",
                    "Look at %s, and erase here too where the law asks for it. This is said for %d"
                            .formatted(
                                people.size() == 1 ? "them" : "the first of them", PRIVACY.toDays())
                        + " days.",
                    people.get(0).at(),
                    "/app/customers/" + people.get(0).customer())));
  }

  private static void behind(Counts counts, Instant now, List<Concern> concerns) {
    Instant oldest = counts.views().oldest();
    if (oldest != null && Duration.between(oldest, now).compareTo(BEHIND) > 0) {
      concerns.add(
          new Concern(
              Concern.Level.NOTE,
              "views.behind",
              null,
              "The lists are %s behind.".formatted(Words.span(Duration.between(oldest, now))),
              "Leads reach their destinations all the same; only these pages show them late.",
              "Nothing to do unless it lasts.",
              oldest,
              "/app/connections"));
    }
  }
}
