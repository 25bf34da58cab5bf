package dev.patchbay.dashboard;

import dev.patchbay.web.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Calls and leads: the one list of everything that came in, and each of it opened. */
final class LeadPages implements PagePart {

  private static final String API = "/api/v1/leads";
  private static final int MOST_AT_ONCE = 500;

  /** A status with how many stand so; the count is {@code null} until it is asked for. */
  record Tab(String title, String href, boolean here, @Nullable Long count) {}

  /** A view that is kept. */
  record ViewLine(UUID id, String name, String by, boolean mine, boolean shared, String query) {

    /** Where it leads. */
    public String href() {
      return LeadQuery.address(query);
    }
  }

  private record Figure(double value) {}

  private record StatusLine(String status, Figure leads) {}

  private record Statuses(List<StatusLine> rows) {}

  private record News(long told) {}

  private final LeadFilters filters;
  private final LeadDetail details;
  private final LeadNews news;
  private final Times times;

  LeadPages(LeadFilters filters, LeadDetail details, LeadNews news, Times times) {
    this.filters = filters;
    this.details = details;
    this.news = news;
    this.times = times;
  }

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get("/app/leads", this::list).framed("Calls & leads"),
        PageRoute.get("/app/leads.csv", call -> call.csv(API, LeadQuery.of(call).asked())),
        PageRoute.get(
            "/app/leads/stream",
            call ->
                new PageAnswer.Raw(
                    news.stream(
                        call.caller(), call.request().headers().firstHeader("Last-Event-ID")))),
        PageRoute.post("/app/leads/bulk", this::bulk),
        PageRoute.post("/app/leads/views", this::keep),
        PageRoute.post("/app/leads/views/forget", this::forget),
        PageRoute.get("/app/leads/{id}", this::open),
        PageRoute.post("/app/leads/{id}", this::change));
  }

  private PageAnswer list(PageCall call) throws RefusedException {
    LeadQuery query = LeadQuery.of(call);
    String part = call.isPart() ? call.text("part") : null;
    if ("counts".equals(part)) {
      return PageAnswer.html("leads :: counts", Map.of("tabs", counted(call, query)));
    }
    Map<String, Object> values = rows(call, query);
    if ("rows".equals(part)) {
      return PageAnswer.html("leads :: rows", values);
    }
    values.put("tabs", tabs(query, Map.of()));
    List<LeadFilters.Field> fields = filters.of(query);
    values.put("filters", fields);
    List<String> shown = new ArrayList<>(List.of(LeadQuery.PERSON));
    fields.forEach(field -> shown.add(field.name()));
    values.put("besidesFilters", query.besides(shown));
    values.put("besidesColumns", query.besides(List.of("columns")));
    values.put("views", call.list("/api/v1/views", Map.of(), ViewLine.class).rows());
    values.put("columns", LeadColumn.values());
    values.put("done", call.text("done"));
    return PageAnswer.html("leads", values);
  }

  private Map<String, Object> rows(PageCall call, LeadQuery query) throws RefusedException {
    // Asked before the rows: what comes in between is told of again, and never missed.
    long told = call.read(API + "/news", Map.of(), News.class).told();
    Map<String, String> asked = new LinkedHashMap<>(query.asked());
    String limit = call.isPart() ? call.text("limit") : null;
    if (limit != null && limit.matches("[0-9]{1,3}")) {
      asked.put("limit", Integer.toString(Math.min(MOST_AT_ONCE, Integer.parseInt(limit))));
    }
    PageCall.Listing<LeadLine> page = call.list(API, asked, LeadLine.class);
    Map<String, Object> values = new HashMap<>();
    values.put("query", query);
    values.put("told", told);
    values.put(
        "rows",
        page.rows().stream()
            .map(lead -> LeadColumn.row(lead, query.columns(), times.now()))
            .toList());
    values.put("more", page.next() == null ? null : query.later(page.next()));
    return values;
  }

  private List<Tab> counted(PageCall call, LeadQuery query) throws RefusedException {
    Map<String, Long> counts = new HashMap<>();
    long all = 0;
    for (StatusLine line : call.read(API + "/statuses", query.narrowed(), Statuses.class).rows()) {
      long count = (long) line.leads().value();
      counts.put(line.status(), count);
      all += count;
    }
    counts.put("", all);
    return tabs(query, counts);
  }

  private static List<Tab> tabs(LeadQuery query, Map<String, Long> counts) {
    List<String> statuses = new ArrayList<>(List.of(""));
    statuses.addAll(LeadWords.STATUSES);
    statuses.addAll(List.of("spam", "duplicate"));
    return statuses.stream()
        .map(
            status ->
                new Tab(
                    status.isEmpty() ? "All" : LeadWords.title(status),
                    query.with("status", status),
                    query.get("status").equals(status),
                    counts.isEmpty() ? null : counts.getOrDefault(status, 0L)))
        .toList();
  }

  private PageAnswer open(PageCall call) throws RefusedException {
    Map<String, Object> values = details.read(call, id(call));
    if (call.text("saved") != null) {
      values.put("saved", "Saved.");
    }
    return drawer(call, values);
  }

  private static PageAnswer drawer(PageCall call, Map<String, Object> values) {
    return PageAnswer.html(call.isPart() ? "leads-drawer :: drawer" : "leads-drawer", values);
  }

  /** An id that is none is told of as the API tells of one that leads nowhere. */
  private static String id(PageCall call) {
    try {
      return UUID.fromString(call.id()).toString();
    } catch (IllegalArgumentException e) {
      return "none";
    }
  }

  private PageAnswer change(PageCall call) throws RefusedException {
    String id = id(call);
    Map<String, String> errors = new HashMap<>();
    LeadForm form = LeadForm.sent(call);
    String spam = call.text("spam");
    String takeBack = call.text("takeBack");
    Map<String, Object> changes;
    if (takeBack != null) {
      changes = Map.of("takeBack", List.of(takeBack), "why", "It was a mistake.");
    } else if (spam == null) {
      changes = form.changes(errors);
    } else {
      changes = LeadForm.spam(spam.equals("true"), form.why(), errors);
    }
    if (errors.isEmpty()) {
      try {
        call.act(HttpMethod.PATCH, API + "/" + id, changes);
      } catch (RefusedException e) {
        if (e.status() != 400) {
          throw e;
        }
        errors.put("form", e.words());
      }
    }
    if (errors.isEmpty() && !call.isPart()) {
      return PageAnswer.redirect("/app/leads/" + id + "?saved=yes");
    }
    Map<String, Object> values = details.read(call, id);
    values.put("whole", !call.isPart() || call.text("whole") != null);
    if (errors.isEmpty()) {
      values.put("saved", "Saved. The list follows within a second.");
    } else {
      values.put("errors", errors);
      if (spam == null && takeBack == null) {
        values.put("form", form);
      }
    }
    return drawer(call, values);
  }

  private PageAnswer bulk(PageCall call) throws RefusedException {
    LeadBulk.Told told = LeadBulk.of(call);
    if (call.isPart()) {
      return PageAnswer.html("leads :: told", Map.of("bulk", told));
    }
    if (told.refused().isEmpty()) {
      String query = call.text("query");
      String address = LeadQuery.address(query == null ? "" : query);
      return PageAnswer.redirect(
          address + (address.contains("?") ? "&" : "?") + "done=" + told.changed());
    }
    return PageAnswer.html("leads-told", Map.of("bulk", told));
  }

  private PageAnswer keep(PageCall call) throws RefusedException {
    String query = call.text("query");
    Map<String, Object> view = new HashMap<>();
    view.put("name", call.text("name") == null ? "" : call.text("name"));
    view.put("query", query == null ? "" : query);
    view.put("shared", call.text("shared") != null);
    view.put("why", "Kept from the list.");
    call.act(HttpMethod.PUT, "/api/v1/views", view);
    return PageAnswer.redirect(LeadQuery.address(query == null ? "" : query));
  }

  private PageAnswer forget(PageCall call) throws RefusedException {
    String view = call.text("view");
    call.act(
        HttpMethod.DELETE,
        "/api/v1/views/" + (view == null || view.contains("/") ? "none" : view),
        Map.of("why", "Not needed any more."));
    return PageAnswer.redirect(LeadQuery.LIST);
  }
}
