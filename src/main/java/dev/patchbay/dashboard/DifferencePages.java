package dev.patchbay.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.access.Scope;
import dev.patchbay.web.RefusedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** What tools do not agree on, counted and by name, and the repair. */
final class DifferencePages implements PagePart {

  private static final String PEOPLE = "/app/differences/people";
  private static final List<String> WHICH =
      List.of("kind", "connection", "field", "by", "repair", "customer");

  /** So many customers of whom the same is amiss. */
  record Line(
      String kind,
      String connection,
      @Nullable String field,
      String by,
      String repair,
      long people,
      String open) {

    /** What is amiss, in words. */
    public String words() {
      return switch (kind) {
        case "missing" -> "Not in " + connection + ", though the flow " + by + " sends them there";
        case "doubled" -> "More than once in " + connection;
        default ->
            "%s in %s is not what %s says".formatted(CustomerModels.field(field), connection, by);
      };
    }

    /** How it is mended. */
    public String mending() {
      return DifferencePages.mending(repair, connection);
    }
  }

  /** What was counted. */
  record Summary(
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      long customers,
      long differing,
      boolean going,
      long soFar,
      List<Line> rows) {}

  /** A connection that keeps people. */
  record ToolRow(
      String connection,
      String title,
      boolean tells,
      boolean swept,
      @Nullable Instant sweptAt,
      List<String> keeps) {

    /** The fields that are written there, as people say them. */
    public String kept() {
      return String.join(", ", keeps.stream().map(CustomerModels::field).toList());
    }
  }

  /** Every such connection. */
  record ToolRows(List<ToolRow> rows) {}

  /** What a repair does, or did. */
  record Repaired(int written, int replayed, int left) {}

  static String mending(String repair, String connection) {
    return switch (repair) {
      case "write" -> "A repair writes the right value to " + connection;
      case "replay" -> "A repair sends again what " + connection + " had not taken";
      case "merge-there" -> "Merge the records in " + connection + " by hand";
      default -> "Change it in " + connection + " by hand";
    };
  }

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get("/app/differences", this::summary),
        PageRoute.get(PEOPLE, this::people),
        PageRoute.post("/app/differences/repair", this::repair));
  }

  private PageAnswer summary(PageCall call) throws RefusedException {
    Map<String, Object> values = new HashMap<>();
    values.put(
        "summary", call.read("/api/v1/drift/summary", call.given(List.of("again")), Summary.class));
    if (call.isPart()) {
      return PageAnswer.html("differences :: counts", values);
    }
    values.put("tools", call.read("/api/v1/drift/tools", Map.of(), ToolRows.class).rows());
    return PageAnswer.html("differences", values);
  }

  private PageAnswer people(PageCall call) throws RefusedException {
    Map<String, String> asked = call.given(WHICH);
    Map<String, String> page = new HashMap<>(asked);
    page.putAll(call.given(List.of("after")));
    PageCall.Listing<ToolModels.Difference> listing =
        call.list("/api/v1/drift/people", page, ToolModels.Difference.class);
    Map<String, Object> values = new HashMap<>();
    values.put("asked", asked);
    values.put("chips", asked.entrySet().stream().map(DifferencePages::chip).toList());
    values.put("rows", listing.rows());
    Map<String, String> later = new HashMap<>(asked);
    String next = listing.next();
    if (next != null) {
      later.put("after", next);
    }
    values.put("more", next == null ? null : Links.of(PEOPLE, later));
    boolean told = asked.containsKey("kind") && call.caller().may(Scope.ADMIN);
    values.put("would", told ? call.read("/api/v1/drift/repair", asked, Repaired.class) : null);
    values.put("done", done(call));
    return PageAnswer.html("differences-people", values);
  }

  private static String chip(Map.Entry<String, String> asked) {
    String value = asked.getValue();
    return switch (asked.getKey()) {
      case "kind" -> value.equals("doubled") ? "more than once" : value;
      case "connection" -> "in " + value;
      case "field" -> CustomerModels.field(value);
      case "by" -> "by the word of " + value;
      case "repair" ->
          value.equals("write") || value.equals("replay") ? "can be repaired" : "by hand";
      default -> "one customer";
    };
  }

  /** What was just repaired, as the address says it. */
  private static @Nullable Repaired done(PageCall call) {
    try {
      return call.text("written") == null
          ? null
          : new Repaired(number(call, "written"), number(call, "replayed"), number(call, "left"));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static int number(PageCall call, String name) {
    return Integer.parseInt(String.valueOf(call.text(name)));
  }

  private PageAnswer repair(PageCall call) throws RefusedException {
    Map<String, String> asked = call.given(WHICH);
    Map<String, Object> body = new HashMap<>(asked);
    body.remove("repair");
    String why = call.text("why");
    body.put("why", why == null ? "Repaired on the page of differences." : why);
    JsonNode done = call.act(HttpMethod.POST, "/api/v1/drift/repair", body);
    Map<String, String> told = new HashMap<>(asked);
    for (String count : List.of("written", "replayed", "left")) {
      told.put(count, done.path(count).asText());
    }
    return PageAnswer.redirect(Links.of(PEOPLE, told));
  }
}
