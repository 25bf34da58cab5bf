package dev.patchbay.web;

import dev.patchbay.tracking.AttributionView;
import dev.patchbay.tracking.CountLedger;
import dev.patchbay.tracking.Funnel;
import dev.patchbay.tracking.LedgerLead;
import dev.patchbay.tracking.LedgerLeads;
import dev.patchbay.tracking.PageSpeedView;
import java.util.List;
import java.util.Set;

/** The views; each of their numbers opens down to the rows behind it. */
final class ViewsApi implements ApiPart {

  private final LedgerLeads leads;
  private final CountLedger ledger;

  /** Views of a stack with these connections to CRMs and ad platforms. */
  ViewsApi(Set<String> crms, Set<String> ads) {
    this.leads = new LedgerLeads(crms, ads);
    this.ledger = new CountLedger(leads);
  }

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/funnel",
            "From visit to sale: how many came how far, and how long it took.",
            Funnel.PARAMETERS,
            Funnel.View.class,
            (sql, call) -> Funnel.view(sql, call.asked(), call.question())),
        ApiRoute.get(
            "/api/v1/attribution",
            "Leads, revenue and cost by six models side by side.",
            AttributionView.PARAMETERS,
            AttributionView.View.class,
            (sql, call) -> AttributionView.view(sql, call.asked(), call.question())),
        ApiRoute.get(
            "/api/v1/pages",
            "How fast landing pages are, and how many of their visits become leads.",
            PageSpeedView.PARAMETERS,
            PageSpeedView.View.class,
            (sql, call) -> PageSpeedView.view(sql, call.asked(), call.question())),
        ApiRoute.get(
            "/api/v1/ledger",
            "The same people counted at every hop, from the ad's click to the upload.",
            CountLedger.PARAMETERS,
            CountLedger.View.class,
            (sql, call) -> ledger.view(sql, call.asked(), call.question())),
        ApiRoute.list(
            "/api/v1/ledger/leads",
            "leads",
            "Leads by name, with what became of them at the CRM and at ad platforms.",
            LedgerLeads.parameters(),
            LedgerLead.class,
            (sql, call) ->
                leads.page(sql, call.given(), call.question(), call.text("after"), call.limit())));
  }
}
