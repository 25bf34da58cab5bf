package dev.patchbay.lead;

import dev.patchbay.event.Attribution;
import dev.patchbay.event.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the visits in a history. */
final class Visits {

  private static final Duration SESSION = Duration.ofMinutes(30);

  private Visits() {}

  /** By when they began. */
  static List<Visit> of(List<Happening> history, Grouping grouping, LeadRules rules) {
    NavigableSet<Instant> begun = new TreeSet<>();
    for (Happening event : history) {
      if (event.is("visit.started")) {
        begun.add(event.at());
      }
    }
    List<Visit> visits = new ArrayList<>();
    for (Happening event : history) {
      if (event.is("visit.started") || isVisitOnly(event, begun)) {
        visits.add(visit(event, grouping, rules));
      }
    }
    return visits;
  }

  /** Where only measurements are told, the one that names the landing page stands for the visit. */
  private static boolean isVisitOnly(Happening event, NavigableSet<Instant> begun) {
    Attribution attribution = event.data().attribution();
    if (!event.is("page.measured") || attribution == null || attribution.landingPage() == null) {
      return false;
    }
    Instant near = begun.ceiling(event.at().minus(SESSION));
    return near == null || near.isAfter(event.at().plus(SESSION));
  }

  private static Visit visit(Happening event, Grouping grouping, LeadRules rules) {
    Attribution attribution = event.data().attribution();
    Page page = event.data().page();
    Origin origin = Origins.of(attribution, null, rules);
    if (origin.landingPage() == null && page != null) {
      origin = origin.withLandingPage(PageAddress.of(page.url()));
    }
    @Nullable Inquiry lead = grouping.leadAfter(event.at(), rules.lookback());
    return new Visit(
        event.id(),
        attribution == null ? null : attribution.visitorId(),
        event.at(),
        origin,
        page == null ? null : page.device(),
        lead == null ? null : lead.id());
  }
}
