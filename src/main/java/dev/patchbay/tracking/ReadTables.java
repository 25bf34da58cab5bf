package dev.patchbay.tracking;

import dev.patchbay.lead.Leads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what many histories came to into the tables that views read. */
final class ReadTables {

  private static final ReadTable LEAD =
      new ReadTable(
          "lead",
          "id",
          List.of("id"),
          """
          customer channel connection at received_at name email phone company first_time
          duplicate_of duplicate_rule status status_by spam_score spam_reasons direction
          answered voicemail duration_s recording_url agent tracking_number form_name message
          source medium campaign keyword content landing_page referrer click_kind click_id
          contacted_at qualified_at quoted_at won_at lost_at quote_amount sale_amount currency
          capture_ms pipeline_ms write_ms delivery_ms touch_ms touch_due_at events changed_at
          corrected""");
  private static final ReadTable LEAD_EVENT =
      new ReadTable(
          "lead_event",
          "event",
          List.of("event"),
          """
          lead customer""");
  private static final ReadTable TOUCH =
      new ReadTable(
          "touch",
          "conversion",
          List.of("conversion", "number"),
          """
          conversion_kind conversion_at customer event at source medium campaign keyword
          landing_page click_kind first last last_non_direct linear time_decay position_based
          amount currency""");
  private static final ReadTable SALE =
      new ReadTable(
          "sale",
          "id",
          List.of("id"),
          """
          customer connection subject at amount currency refunded lead source medium campaign""");
  private static final ReadTable VISIT =
      new ReadTable(
          "visit",
          "event",
          List.of("event"),
          """
          customer visitor at source medium campaign keyword landing_page click_kind device
          lead""");
  private static final ReadTable SUBMISSION =
      new ReadTable(
          "submission",
          "event",
          List.of("event"),
          """
          customer visitor at source medium campaign keyword landing_page click_kind page form
          device lead""");
  private static final ReadTable PAGE_SPEED =
      new ReadTable(
          "page_speed",
          "event",
          List.of("event"),
          """
          customer at page device kind lcp_ms inp_ms cls fcp_ms ttfb_ms form_usable_ms""");

  /** Of two reports the later one holds, whichever came first. */
  private static final String SPEND =
      """
      insert into spend as s
      select distinct on (g.connection, g.campaign, g.day) g.*
      from json_populate_recordset(null::spend, ?::json) g
      order by g.connection, g.campaign, g.day, g.reported_at desc, g.event desc
      on conflict (connection, campaign, day) do update
      set (source, amount, currency, clicks, impressions, event, reported_at) =
          row(excluded.source, excluded.amount, excluded.currency, excluded.clicks,
              excluded.impressions, excluded.event, excluded.reported_at)
      where (s.reported_at, s.event) < (excluded.reported_at, excluded.event)
      """;

  private final LeadWriter leads = new LeadWriter();
  private final JourneyWriter journeys = new JourneyWriter();

  /** Adds what one history came to. */
  void add(@Nullable UUID customer, Leads told) {
    told.leads().forEach(leads::add);
    journeys.add(customer, told);
  }

  /** Makes everything added the rows of these customers and loose events. */
  void write(Connection sql, Collection<UUID> customers, Collection<UUID> loose)
      throws SQLException {
    if (LEAD.replace(sql, customers, loose, leads.leads.text()) > 0) {
      Projections.tell(sql);
    }
    LEAD_EVENT.replace(sql, customers, loose, leads.events.text());
    TOUCH.replace(sql, customers, loose, journeys.touches.text());
    SALE.replace(sql, customers, loose, journeys.sales.text());
    VISIT.replace(sql, customers, loose, journeys.visits.text());
    SUBMISSION.replace(sql, customers, loose, journeys.submissions.text());
    PAGE_SPEED.replace(sql, customers, loose, journeys.speeds.text());
    if (!journeys.spends.isEmpty()) {
      try (PreparedStatement upsert = sql.prepareStatement(SPEND)) {
        upsert.setString(1, journeys.spends.text());
        upsert.executeUpdate();
      }
    }
  }
}
