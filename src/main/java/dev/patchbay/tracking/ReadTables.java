package dev.patchbay.tracking;

import dev.patchbay.event.Page;
import dev.patchbay.event.Spend;
import dev.patchbay.lead.CallFacts;
import dev.patchbay.lead.Clocks;
import dev.patchbay.lead.Lead;
import dev.patchbay.lead.Leads;
import dev.patchbay.lead.Origin;
import dev.patchbay.lead.PageSpeed;
import dev.patchbay.lead.Progress;
import dev.patchbay.lead.Purchase;
import dev.patchbay.lead.Spending;
import dev.patchbay.lead.Stage;
import dev.patchbay.lead.Touch;
import dev.patchbay.lead.Visit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what many histories came to into the tables that views read. */
final class ReadTables {

  private static final ReadTable LEAD =
      new ReadTable(
          "lead",
          "id",
          List.of("id"),
          List.of(
              "customer",
              "channel",
              "connection",
              "at",
              "received_at",
              "name",
              "email",
              "phone",
              "company",
              "first_time",
              "duplicate_of",
              "duplicate_rule",
              "status",
              "status_by",
              "spam_score",
              "spam_reasons",
              "direction",
              "answered",
              "voicemail",
              "duration_s",
              "recording_url",
              "agent",
              "tracking_number",
              "form_name",
              "message",
              "source",
              "medium",
              "campaign",
              "keyword",
              "content",
              "landing_page",
              "referrer",
              "click_kind",
              "click_id",
              "contacted_at",
              "qualified_at",
              "quoted_at",
              "won_at",
              "lost_at",
              "quote_amount",
              "sale_amount",
              "currency",
              "capture_ms",
              "pipeline_ms",
              "write_ms",
              "delivery_ms",
              "touch_ms",
              "touch_due_at",
              "events",
              "changed_at",
              "corrected"));
  private static final ReadTable LEAD_EVENT =
      new ReadTable("lead_event", "event", List.of("event"), List.of("lead", "customer"));
  private static final ReadTable TOUCH =
      new ReadTable(
          "touch",
          "conversion",
          List.of("conversion", "number"),
          List.of(
              "conversion_kind",
              "conversion_at",
              "customer",
              "event",
              "at",
              "source",
              "medium",
              "campaign",
              "keyword",
              "landing_page",
              "click_kind",
              "first",
              "last",
              "last_non_direct",
              "linear",
              "time_decay",
              "position_based",
              "amount",
              "currency"));
  private static final ReadTable SALE =
      new ReadTable(
          "sale",
          "id",
          List.of("id"),
          List.of(
              "customer",
              "connection",
              "subject",
              "at",
              "amount",
              "currency",
              "refunded",
              "lead",
              "source",
              "medium",
              "campaign"));
  private static final ReadTable VISIT =
      new ReadTable(
          "visit",
          "event",
          List.of("event"),
          List.of(
              "customer",
              "visitor",
              "at",
              "source",
              "medium",
              "campaign",
              "keyword",
              "landing_page",
              "click_kind",
              "device",
              "lead"));
  private static final ReadTable PAGE_SPEED =
      new ReadTable(
          "page_speed",
          "event",
          List.of("event"),
          List.of(
              "customer",
              "at",
              "page",
              "device",
              "kind",
              "lcp_ms",
              "inp_ms",
              "cls",
              "fcp_ms",
              "ttfb_ms",
              "form_usable_ms"));

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

  private final JsonRows leads = new JsonRows();
  private final JsonRows leadEvents = new JsonRows();
  private final JsonRows touches = new JsonRows();
  private final JsonRows sales = new JsonRows();
  private final JsonRows visits = new JsonRows();
  private final JsonRows speeds = new JsonRows();
  private final JsonRows spends = new JsonRows();
  private final Set<UUID> told = new HashSet<>();

  /** Adds what one history came to. */
  void add(@Nullable UUID customer, Leads told) {
    told.leads().forEach(this::lead);
    told.touches().forEach(touch -> touch(customer, touch));
    told.sales().forEach(sale -> sale(customer, sale));
    told.visits().forEach(visit -> visit(customer, visit));
    told.speeds().forEach(speed -> speed(customer, speed));
    told.spendings().forEach(this::spend);
  }

  /** Makes everything added the rows of these customers and loose events. */
  void write(Connection sql, Collection<UUID> customers, Collection<UUID> loose)
      throws SQLException {
    LEAD.replace(sql, customers, loose, leads.text());
    LEAD_EVENT.replace(sql, customers, loose, leadEvents.text());
    TOUCH.replace(sql, customers, loose, touches.text());
    SALE.replace(sql, customers, loose, sales.text());
    VISIT.replace(sql, customers, loose, visits.text());
    PAGE_SPEED.replace(sql, customers, loose, speeds.text());
    if (!spends.isEmpty()) {
      try (PreparedStatement upsert = sql.prepareStatement(SPEND)) {
        upsert.setString(1, spends.text());
        upsert.executeUpdate();
      }
    }
  }

  private void lead(Lead lead) {
    leads
        .row()
        .with("id", lead.id())
        .with("customer", lead.customer())
        .with("channel", lead.channel().word())
        .with("connection", lead.connection())
        .with("at", lead.at())
        .with("received_at", lead.receivedAt())
        .with("name", lead.known().name())
        .with("email", lead.known().email())
        .with("phone", lead.known().phone())
        .with("company", lead.known().company())
        .with("first_time", lead.firstTime())
        .with("duplicate_of", lead.duplicateOf())
        .with("duplicate_rule", lead.duplicateRule())
        .with("status", lead.status())
        .with("status_by", lead.statusBy())
        .with("spam_score", lead.spam().score())
        .with("spam_reasons", lead.spam().reasons())
        .with("form_name", lead.formName())
        .with("message", lead.message())
        .with("events", lead.events().size())
        .with("changed_at", lead.changedAt())
        .with("corrected", lead.corrected());
    if (lead.call() != null) {
      call(lead.call());
    }
    origin(leads, lead.origin());
    leads
        .with("content", lead.origin().content())
        .with("referrer", lead.origin().referrer())
        .with("click_id", lead.origin().clickId());
    progress(lead.progress());
    clocks(lead.clocks());
    for (UUID event : lead.events()) {
      if (told.add(event)) {
        leadEvents
            .row()
            .with("event", event)
            .with("lead", lead.id())
            .with("customer", lead.customer());
      }
    }
  }

  private void call(CallFacts call) {
    leads
        .with("direction", call.direction())
        .with("answered", call.answered())
        .with("voicemail", call.voicemail())
        .with("duration_s", call.durationSeconds())
        .with("recording_url", call.recordingUrl())
        .with("agent", call.agent())
        .with("tracking_number", call.trackingNumber());
  }

  private void progress(Progress progress) {
    leads
        .with("contacted_at", progress.at(Stage.CONTACTED))
        .with("qualified_at", progress.at(Stage.QUALIFIED))
        .with("quoted_at", progress.at(Stage.QUOTED))
        .with("won_at", progress.at(Stage.WON))
        .with("lost_at", progress.at(Stage.LOST))
        .with("quote_amount", progress.quote())
        .with("sale_amount", progress.sale())
        .with("currency", progress.currency());
  }

  private void clocks(Clocks clocks) {
    leads
        .with("capture_ms", clocks.capture())
        .with("pipeline_ms", clocks.pipeline())
        .with("write_ms", clocks.write())
        .with("delivery_ms", clocks.delivery())
        .with("touch_ms", clocks.touch())
        .with("touch_due_at", clocks.touchDueAt());
  }

  private static void origin(JsonRows rows, Origin origin) {
    rows.with("source", origin.source())
        .with("medium", origin.medium())
        .with("campaign", origin.campaign())
        .with("keyword", origin.keyword())
        .with("landing_page", origin.landingPage())
        .with("click_kind", origin.clickKind());
  }

  private void touch(@Nullable UUID customer, Touch touch) {
    touches
        .row()
        .with("conversion", touch.conversion())
        .with("number", touch.number())
        .with("conversion_kind", touch.sale() ? "sale" : "lead")
        .with("conversion_at", touch.conversionAt())
        .with("customer", customer)
        .with("event", touch.event())
        .with("at", touch.at())
        .with("first", touch.weights().first())
        .with("last", touch.weights().last())
        .with("last_non_direct", touch.weights().lastNonDirect())
        .with("linear", touch.weights().linear())
        .with("time_decay", touch.weights().timeDecay())
        .with("position_based", touch.weights().positionBased())
        .with("amount", touch.amount())
        .with("currency", touch.currency());
    origin(touches, touch.origin());
  }

  private void sale(@Nullable UUID customer, Purchase sale) {
    sales
        .row()
        .with("id", sale.id())
        .with("customer", customer)
        .with("connection", sale.connection())
        .with("subject", sale.subject())
        .with("at", sale.at())
        .with("amount", sale.amount())
        .with("currency", sale.currency())
        .with("refunded", sale.refunded())
        .with("lead", sale.lead())
        .with("source", sale.origin().source())
        .with("medium", sale.origin().medium())
        .with("campaign", sale.origin().campaign());
  }

  private void visit(@Nullable UUID customer, Visit visit) {
    visits
        .row()
        .with("event", visit.event())
        .with("customer", customer)
        .with("visitor", visit.visitor())
        .with("at", visit.at())
        .with("device", visit.device())
        .with("lead", visit.lead());
    origin(visits, visit.origin());
  }

  private void speed(@Nullable UUID customer, PageSpeed speed) {
    Page page = speed.measured();
    speeds
        .row()
        .with("event", speed.event())
        .with("customer", customer)
        .with("at", speed.at())
        .with("page", speed.page())
        .with("device", page.device())
        .with("kind", page.kind())
        .with("lcp_ms", page.lcpMs())
        .with("inp_ms", page.inpMs())
        .with("cls", page.cls())
        .with("fcp_ms", page.fcpMs())
        .with("ttfb_ms", page.ttfbMs())
        .with("form_usable_ms", page.formUsableMs());
  }

  private void spend(Spending spending) {
    Spend spend = spending.spend();
    spends
        .row()
        .with("connection", spending.connection())
        .with("campaign", spending.campaign())
        .with("day", spending.day())
        .with("source", spending.source())
        .with("amount", spend.amount())
        .with("currency", spend.currency())
        .with("clicks", spend.clicks())
        .with("impressions", spend.impressions())
        .with("event", spending.event())
        .with("reported_at", spending.reportedAt());
  }
}
