package dev.patchbay.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.web.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Doubtful matches: both records side by side, for somebody to say whether they are one person. */
final class ReviewPages implements PagePart {

  private static final String SIZE = "10";
  private static final String SAME = "Looked at both records: the same person.";
  private static final String DIFFERENT = "Looked at both records: two people.";

  /** A doubtful match with both records, as far as there are records. */
  record Pair(
      IdentityModels.Review review,
      CustomerModels.@Nullable Customer one,
      CustomerModels.@Nullable Customer other) {

    /** The fields of both, by name; values that there are not are empty. */
    public List<Line> lines() {
      Map<String, Line> lines = new LinkedHashMap<>();
      if (one != null) {
        one.lines()
            .forEach(
                line -> lines.put(line.name(), new Line(line.name(), line.field().text(), "")));
      }
      if (other != null) {
        for (CustomerModels.Line line : other.lines()) {
          Line there = lines.get(line.name());
          String value = line.field().text();
          lines.put(line.name(), new Line(line.name(), there == null ? "" : there.one(), value));
        }
      }
      return List.copyOf(lines.values());
    }
  }

  /** One field of both. */
  record Line(String name, String one, String other) {

    /** Whether both say something, and not the same. */
    public boolean differs() {
      return !one.isEmpty() && !other.isEmpty() && !one.equalsIgnoreCase(other);
    }

    /** Whether both say the same. */
    public boolean agrees() {
      return !one.isEmpty() && one.equalsIgnoreCase(other);
    }
  }

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get("/app/reviews", this::list),
        PageRoute.post("/app/reviews/{id}", this::decide),
        PageRoute.post("/app/reviews/{id}/undo", this::undo));
  }

  private PageAnswer list(PageCall call) throws RefusedException {
    Map<String, String> asked = new HashMap<>(call.given(List.of("after")));
    asked.put("limit", SIZE);
    PageCall.Listing<IdentityModels.Review> page =
        call.list("/api/v1/reviews", asked, IdentityModels.Review.class);
    List<Pair> pairs = new ArrayList<>();
    for (IdentityModels.Review review : page.rows()) {
      pairs.add(
          new Pair(review, record(call, review.customer()), record(call, review.otherCustomer())));
    }
    Map<String, Object> values = new HashMap<>();
    values.put("pairs", pairs);
    values.put("more", page.later("/app/reviews", Map.of(), "after"));
    values.put(
        "decisions",
        call.list("/api/v1/decisions", Map.of("limit", "20"), IdentityModels.Decision.class)
            .rows());
    return PageAnswer.html("reviews", values);
  }

  private static CustomerModels.@Nullable Customer record(PageCall call, @Nullable UUID id)
      throws RefusedException {
    return id == null ? null : CustomerPages.read(call, id.toString());
  }

  private PageAnswer decide(PageCall call) throws RefusedException {
    boolean same = "yes".equals(call.text("same"));
    String why = call.text("why");
    Map<String, Object> body = new HashMap<>();
    body.put("same", same);
    body.put("why", why == null ? same ? SAME : DIFFERENT : why);
    JsonNode done = call.act(HttpMethod.POST, "/api/v1/reviews/" + call.id(), body);
    if (!call.isPart()) {
      return PageAnswer.redirect("/app/reviews");
    }
    Map<String, Object> values = new HashMap<>();
    values.put("same", same);
    values.put("decision", done.path("decision").asText());
    return PageAnswer.html("reviews :: decided", values);
  }

  private PageAnswer undo(PageCall call) throws RefusedException {
    call.act(
        HttpMethod.POST,
        "/api/v1/decisions/" + call.id() + "/undo",
        Map.of("why", "Taken back on the page of doubtful matches."));
    return PageAnswer.redirect("/app/reviews");
  }
}
