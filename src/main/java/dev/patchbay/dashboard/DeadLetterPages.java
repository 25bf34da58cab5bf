package dev.patchbay.dashboard;

import dev.patchbay.dashboard.ConnectionViews.Acted;
import dev.patchbay.dashboard.ConnectionViews.All;
import dev.patchbay.dashboard.ConnectionViews.Connection;
import dev.patchbay.dashboard.ConnectionViews.Delivery;
import dev.patchbay.dashboard.ConnectionViews.Opened;
import dev.patchbay.web.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** What was given up, why at each attempt, and sending it again or never. */
final class DeadLetterPages implements PagePart {

  private static final String API = "/api/v1/deliveries";
  private static final String PATH = "/app/dead-letters";
  private static final List<String> FILTERS =
      List.of("destination", "kind", "state", "customer", "before");
  private static final List<String> ACTED_BY = List.of("destination", "kind");

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get(PATH, this::list),
        PageRoute.get(PATH + "/{id}", this::one),
        PageRoute.post(PATH + "/replay", call -> act(call, "replay")),
        PageRoute.post(PATH + "/cancel", call -> act(call, "cancel")));
  }

  private PageAnswer list(PageCall call) throws RefusedException {
    return list(call, Map.of());
  }

  private PageAnswer list(PageCall call, Map<String, Object> more) throws RefusedException {
    Map<String, String> asked = call.given(FILTERS);
    asked.putIfAbsent("state", "dead");
    PageCall.Listing<Delivery> page = call.list(API, asked, Delivery.class);
    All all = call.read("/api/v1/connections", Map.of(), All.class);
    Map<String, Object> values = new HashMap<>();
    values.put("deliveries", page.rows());
    values.put("asked", asked);
    values.put(
        "sinks", all.connections().stream().filter(each -> each.outbound() != null).toList());
    values.put("kinds", kinds(all, asked.get("destination")));
    values.put("labels", labels(all));
    values.put("next", page.later(PATH, asked, "before"));
    values.put("check", null);
    values.put("said", said(call));
    values.putAll(more);
    return PageAnswer.html(call.isPart() ? "dead-letters :: state" : "dead-letters", values);
  }

  /** What destinations are called. */
  private static Map<String, String> labels(All all) {
    Map<String, String> labels = new HashMap<>();
    all.connections().forEach(each -> labels.put(each.name(), each.label()));
    return labels;
  }

  /** The kinds of errors there are, with how many of each. */
  private static List<ConnectionViews.Kind> kinds(All all, @Nullable String destination) {
    Map<String, ConnectionViews.Kind> kinds = new LinkedHashMap<>();
    for (Connection connection : all.connections()) {
      if (connection.outbound() == null
          || (destination != null && !destination.equals(connection.name()))) {
        continue;
      }
      for (ConnectionViews.Kind kind : connection.outbound().deadKinds()) {
        kinds.merge(
            kind.kind(),
            kind,
            (a, b) ->
                new ConnectionViews.Kind(a.kind(), a.words(), a.number() + b.number(), a.since()));
      }
    }
    return new ArrayList<>(kinds.values());
  }

  private PageAnswer one(PageCall call) throws RefusedException {
    Opened opened = call.read(API + "/" + call.id(), Map.of(), Opened.class);
    Map<String, Object> values = new HashMap<>();
    values.put("opened", opened);
    values.put("delivery", opened.delivery());
    return PageAnswer.html("dead-letter", values);
  }

  /** Those that are ticked at once; all that fit after it was said how many they are. */
  private PageAnswer act(PageCall call, String what) throws RefusedException {
    List<String> ids = call.texts("id");
    Map<String, Object> body = new HashMap<>(call.given(ACTED_BY));
    body.put("why", call.text("why"));
    if (call.text("all") == null) {
      if (ids.isEmpty()) {
        return list(call, Map.of("said", "No delivery is ticked: tick those you mean."));
      }
      body.keySet().retainAll(List.of("why"));
      body.put("ids", ids);
    } else if (call.text("sure") == null) {
      body.put("dryRun", true);
      Acted found = acted(call, what, body);
      Map<String, Object> check = new HashMap<>();
      check.put("what", what);
      check.put("matched", found.matched());
      check.put("why", call.text("why"));
      return list(call, Map.of("check", check));
    }
    Acted done = acted(call, what, body);
    Map<String, String> back = call.given(ACTED_BY);
    back.put("what", what);
    back.put("done", Long.toString(done.done()));
    back.put("left", Long.toString(done.left()));
    return PageAnswer.redirect(Links.of(PATH, back));
  }

  private static Acted acted(PageCall call, String what, Map<String, Object> body)
      throws RefusedException {
    return ViewModels.of(call.act(HttpMethod.POST, API + "/" + what, body), Acted.class);
  }

  /** What was done just now, by the numbers in the address. */
  private static String said(PageCall call) {
    String number = call.text("done");
    String left = call.text("left");
    if (number == null || !number.matches("[0-9]{1,9}")) {
      return "";
    }
    return (number.equals("1") ? "1 delivery is " : number + " deliveries are ")
        + ("replay".equals(call.text("what")) ? "sent again." : "canceled.")
        + (left == null || !left.matches("[1-9][0-9]{0,8}")
            ? ""
            : " " + left + " are left: do it once more.");
  }
}
