package dev.patchbay.pipeline;

import dev.patchbay.db.Database;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.report.Report;
import dev.patchbay.report.ReportHtml;
import dev.patchbay.report.ReportText;
import dev.patchbay.report.Week;
import dev.patchbay.report.WeekFacts;
import dev.patchbay.report.WeekReader;
import dev.patchbay.report.WeeklyReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Tells the report of each week once, as an event {@code report.weekly} whose id comes from the
 * week: of two hubs, or after a restart, whoever comes second finds it stored.
 */
public final class WeeklyTelling extends Telling {

  /** The type of the events. */
  public static final String TYPE = "report.weekly";

  private static final Duration EVERY = Duration.ofSeconds(30);

  /** A hub that comes back later than this leaves the week out: nobody reads it any more. */
  private static final Duration LATEST = Duration.ofDays(3);

  private static final UUID WEEKS = UUID.fromString("00000000-0000-8000-8000-7765656b6c79");

  /** Tells nothing until it is started. */
  public WeeklyTelling(
      Database database,
      Supplier<Plan> plan,
      EventLog events,
      Outbox outbox,
      Lanes lanes,
      InstantSource clock) {
    super("weekly-report", EVERY, database, plan, events, outbox, lanes, clock);
  }

  /** The event of a week's report. */
  public static UUID id(Week week) {
    return Ids.derived(WEEKS, week.text());
  }

  /** Where a report stands on the dashboard, or empty where the stack has no address. */
  public static String address(Plan plan, Week week) {
    return plan.publicUrl() == null ? "" : plan.absolute("/app/reports/week?of=" + week.text());
  }

  /** Tells the last week when it is time and nobody did; gives how many deliveries it came to. */
  @Override
  public int tell() {
    Plan current = plan.get();
    Instant now = clock.instant();
    ZonedDateTime due = current.reportAt().lastBefore(now.atZone(current.timezone()));
    if (!own.isWanted(TYPE) || now.isAfter(due.toInstant().plus(LATEST))) {
      return 0;
    }
    Week week = Week.of(due.toLocalDate()).plus(-1);
    return tell(sql -> report(sql, current, week, now).stream().toList());
  }

  /** The event, or empty when it was told, or when the hub has not lived through the week. */
  private Optional<StoredEvent> report(Connection sql, Plan current, Week week, Instant now)
      throws SQLException {
    UUID id = id(week);
    if (!events.find(sql, List.of(id)).isEmpty()) {
      return Optional.empty();
    }
    WeekFacts facts = new WeekReader(current).facts(sql, week, now);
    if (facts.isEmpty()) {
      return Optional.empty();
    }
    Report report = WeeklyReport.of(facts);
    String address = address(current, week);
    EventData data =
        EventData.of(
            new dev.patchbay.event.Report(
                week.text(),
                report.title(),
                ReportText.of(report, address),
                ReportHtml.of(report, address)));
    return Optional.of(
        new StoredEvent(
            id, id, TYPE, Event.HUB, week.text(), now, now, null, EventJson.writeData(data)));
  }
}
