package dev.patchbay.dashboard;

import dev.patchbay.access.Scope;
import dev.patchbay.dashboard.ConnectionViews.Acted;
import dev.patchbay.dashboard.ConnectionViews.All;
import dev.patchbay.dashboard.ConnectionViews.Body;
import dev.patchbay.dashboard.ConnectionViews.Message;
import dev.patchbay.web.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;

/** What came in and could not be read: what is wrong with it, what it held, reading it again. */
final class InvalidPages implements PagePart {

  private static final String API = "/api/v1/messages";
  private static final String PATH = "/app/invalid";
  private static final List<String> FILTERS = List.of("connection", "kind", "state", "before");
  private static final List<String> ACTED_BY = List.of("connection", "kind");

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get(PATH, this::list).framed("Invalid messages"),
        PageRoute.get(PATH + "/{id}", this::one),
        PageRoute.post(PATH + "/replay", this::replay));
  }

  private PageAnswer list(PageCall call) throws RefusedException {
    return list(call, said(call));
  }

  private PageAnswer list(PageCall call, String said) throws RefusedException {
    Map<String, String> asked = call.given(FILTERS);
    asked.putIfAbsent("state", "invalid");
    PageCall.Listing<Message> page = call.list(API, asked, Message.class);
    All all = call.read("/api/v1/connections", Map.of(), All.class);
    Map<String, Object> values = new HashMap<>();
    values.put("messages", page.rows());
    values.put("asked", asked);
    values.put(
        "sources", all.connections().stream().filter(each -> each.inbound() != null).toList());
    values.put("next", page.later(PATH, asked, "before"));
    values.put("said", said);
    return PageAnswer.html("invalid", values);
  }

  private PageAnswer one(PageCall call) throws RefusedException {
    Message message = call.read(API + "/" + call.id(), Map.of(), Message.class);
    Map<String, Object> values = new HashMap<>();
    values.put("message", message);
    values.put("mapping", !message.wrong().isEmpty());
    values.put(
        "body",
        call.caller().may(Scope.READ_PERSONAL)
            ? call.read(API + "/" + call.id() + "/body", Map.of(), Body.class)
            : null);
    return PageAnswer.html("invalid-message", values);
  }

  private PageAnswer replay(PageCall call) throws RefusedException {
    Map<String, Object> body = new HashMap<>();
    if (call.text("all") == null) {
      if (call.texts("id").isEmpty()) {
        return list(call, "No message is ticked: tick those you mean.");
      }
      body.put("ids", call.texts("id"));
    } else {
      body.putAll(call.given(ACTED_BY));
    }
    body.put("why", call.text("why"));
    Acted done = ViewModels.of(call.act(HttpMethod.POST, API + "/replay", body), Acted.class);
    Map<String, String> back = call.given(ACTED_BY);
    back.put("done", Long.toString(done.done()));
    return PageAnswer.redirect(Links.of(PATH, back));
  }

  /** What was done just now, by the number in the address. */
  private static String said(PageCall call) {
    String number = call.text("done");
    if (number == null || !number.matches("[0-9]{1,9}")) {
      return "";
    }
    return (number.equals("1") ? "1 message is" : number + " messages are") + " read again.";
  }
}
