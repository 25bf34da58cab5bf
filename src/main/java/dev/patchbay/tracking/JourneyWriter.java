package dev.patchbay.tracking;

import dev.patchbay.event.Page;
import dev.patchbay.event.Spend;
import dev.patchbay.lead.Leads;
import dev.patchbay.lead.Origin;
import dev.patchbay.lead.PageSpeed;
import dev.patchbay.lead.Purchase;
import dev.patchbay.lead.Spending;
import dev.patchbay.lead.Submission;
import dev.patchbay.lead.Touch;
import dev.patchbay.lead.Visit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of what leads to calls and leads, and of what comes of them. */
final class JourneyWriter {

  final JsonRows touches = new JsonRows();
  final JsonRows sales = new JsonRows();
  final JsonRows visits = new JsonRows();
  final JsonRows submissions = new JsonRows();
  final JsonRows speeds = new JsonRows();
  final JsonRows spends = new JsonRows();

  void add(@Nullable UUID customer, Leads told) {
    told.touches().forEach(touch -> touch(customer, touch));
    told.sales().forEach(sale -> sale(customer, sale));
    told.visits().forEach(visit -> visit(customer, visit));
    told.submissions().forEach(sent -> submission(customer, sent));
    told.speeds().forEach(speed -> speed(customer, speed));
    told.spendings().forEach(this::spend);
  }

  static void origin(JsonRows rows, Origin origin) {
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

  private void submission(@Nullable UUID customer, Submission sent) {
    submissions
        .row()
        .with("event", sent.event())
        .with("customer", customer)
        .with("visitor", sent.visitor())
        .with("at", sent.at())
        .with("page", sent.page())
        .with("form", sent.form())
        .with("device", sent.device())
        .with("lead", sent.lead());
    origin(submissions, sent.origin());
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
