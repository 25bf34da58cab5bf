package dev.patchbay.dashboard;

import dev.patchbay.web.RefusedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls and leads: the one list of everything that came in. */
final class LeadPages implements PagePart {

  private static final List<String> FILTERS = List.of("status", "source", "channel", "after");

  /** A lead as the list shows it; amounts in minor units. */
  record LeadLine(
      UUID id,
      String channel,
      String connection,
      Instant at,
      @Nullable String name,
      @Nullable String email,
      @Nullable String phone,
      String status,
      String source,
      @Nullable String campaign,
      @Nullable Long saleAmount,
      @Nullable String currency) {}

  @Override
  public List<PageRoute> routes() {
    return List.of(PageRoute.get("/app/leads", this::list));
  }

  private PageAnswer list(PageCall call) throws RefusedException {
    Map<String, String> asked = call.given(FILTERS);
    PageCall.Listing<LeadLine> page = call.list("/api/v1/leads", asked, LeadLine.class);
    Map<String, Object> values = new HashMap<>();
    values.put("leads", page.rows());
    if (page.next() != null) {
      Map<String, String> later = new HashMap<>(asked);
      later.put("after", page.next());
      values.put("more", Links.of("/app/leads", later));
    } else {
      values.put("more", null);
    }
    return PageAnswer.html(call.isPart() ? "leads :: rows" : "leads", values);
  }
}
