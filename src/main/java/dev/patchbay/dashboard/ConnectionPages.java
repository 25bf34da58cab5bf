package dev.patchbay.dashboard;

import dev.patchbay.dashboard.ConnectionViews.All;
import dev.patchbay.dashboard.ConnectionViews.One;
import dev.patchbay.web.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;

/** For IT: how everything is wired, how each connection stands, and pausing what is sent. */
final class ConnectionPages implements PagePart {

  private static final String API = "/api/v1/connections";
  private static final String PATH = "/app/connections";

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get(PATH, this::all).framed("Connections"),
        PageRoute.get(PATH + "/{id}", this::one),
        PageRoute.post(PATH + "/{id}/pause", call -> act(call, "/pause")),
        PageRoute.post(PATH + "/{id}/resume", call -> act(call, "/resume")));
  }

  private PageAnswer all(PageCall call) throws RefusedException {
    All all = call.read(API, Map.of(), All.class);
    Map<String, Object> values = new HashMap<>();
    values.put("all", all);
    values.put("wiring", Wiring.of(all.connections(), all.wires()));
    return PageAnswer.html(call.isPart() ? "connections :: state" : "connections", values);
  }

  private PageAnswer one(PageCall call) throws RefusedException {
    One one = call.read(API + "/" + call.id(), Map.of(), One.class);
    Map<String, Object> values = new HashMap<>();
    values.put("asOf", one.asOf());
    values.put("one", one.connection());
    values.put("wires", one.wires());
    return PageAnswer.html("connection", values);
  }

  private static PageAnswer act(PageCall call, String what) throws RefusedException {
    Map<String, Object> body = new HashMap<>();
    body.put("why", call.text("why"));
    call.act(HttpMethod.POST, API + "/" + call.id() + what, body);
    return PageAnswer.redirect(PATH + "/" + call.id());
  }
}
