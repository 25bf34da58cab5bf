package dev.patchbay.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.web.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Customers: finding them, their record and way, merging and separating, giving out and erasing.
 */
final class CustomerPages implements PagePart {

  private static final String API = "/api/v1/customers/";

  /** Steps that are shown at first; the older ones on request. */
  private static final int STEPS = 150;

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get("/app/customers", this::list).framed("Customers"),
        PageRoute.get("/app/customers/{id}", this::record),
        PageRoute.get("/app/customers/{id}/merge", this::compare),
        PageRoute.post("/app/customers/{id}/merge", this::merge),
        PageRoute.post("/app/customers/{id}/separate", this::separate),
        PageRoute.post("/app/customers/{id}/mark", this::mark),
        PageRoute.post("/app/customers/{id}/undo", this::undo),
        PageRoute.post("/app/customers/{id}/repair", this::repair),
        PageRoute.get("/app/customers/{id}/export", this::export),
        PageRoute.get("/app/customers/{id}/erase", this::beforeErasing),
        PageRoute.post("/app/customers/{id}/erase", this::erase));
  }

  private PageAnswer list(PageCall call) throws RefusedException {
    Map<String, Object> values = new HashMap<>();
    String asked = call.text("q");
    values.put("q", asked);
    values.put(
        "customers",
        call.read("/api/v1/customers", call.given(List.of("q")), CustomerModels.Results.class)
            .rows());
    return PageAnswer.html(call.isPart() ? "customers :: rows" : "customers", values);
  }

  private PageAnswer record(PageCall call) throws RefusedException {
    CustomerModels.Customer customer = read(call, call.id());
    JourneyModels.Journey journey =
        call.read(path(customer, "/journey"), Map.of(), JourneyModels.Journey.class);
    int steps = journey.steps().size();
    boolean whole = call.text("all") != null || steps <= STEPS;
    Map<String, Object> values = new HashMap<>();
    values.put("customer", customer);
    values.put("journey", journey);
    values.put("hidden", whole ? 0 : steps - STEPS);
    values.put("steps", whole ? journey.steps() : journey.steps().subList(steps - STEPS, steps));
    values.put(
        "consent", call.read(path(customer, "/consent"), Map.of(), CustomerModels.Consent.class));
    values.put("tools", call.read(path(customer, "/tools"), Map.of(), ToolModels.Tools.class));
    values.put(
        "merges",
        call.read(path(customer, "/merges"), Map.of(), IdentityModels.Merges.class).rows());
    values.put(
        "decisions",
        call.read(path(customer, "/decisions"), Map.of(), IdentityModels.Decisions.class).rows());
    values.put("done", call.text("done"));
    return PageAnswer.html("customer", values);
  }

  private PageAnswer compare(PageCall call) throws RefusedException {
    Map<String, Object> values = new HashMap<>();
    CustomerModels.Customer customer = read(call, call.id());
    values.put("customer", customer);
    String with = call.text("with");
    values.put("other", with == null ? null : read(call, with));
    String asked = call.text("q");
    values.put("q", asked);
    values.put(
        "found",
        asked == null
            ? List.of()
            : call
                .read("/api/v1/customers", Map.of("q", asked), CustomerModels.Results.class)
                .rows()
                .stream()
                .filter(each -> !each.id().equals(customer.id()))
                .toList());
    return PageAnswer.html("customer-merge", values);
  }

  private PageAnswer merge(PageCall call) throws RefusedException {
    JsonNode done =
        call.act(
            HttpMethod.POST,
            API + call.id() + "/merge",
            body("with", call.text("with"), "why", call.text("why")));
    return back(done.path("id").asText(), "merged");
  }

  /** Undoes the merge of an absorbed record, or takes some of what they are known by away. */
  private PageAnswer separate(PageCall call) throws RefusedException {
    String absorbed = call.text("absorbed");
    Map<String, Object> body = body("why", call.text("why"));
    if (absorbed == null) {
      body.put("identifiers", call.texts("identifier"));
    }
    String id = absorbed == null ? call.id() : absorbed;
    call.act(HttpMethod.POST, API + id + "/separate", body);
    return back(call.id(), "separated");
  }

  private PageAnswer mark(PageCall call) throws RefusedException {
    call.act(
        HttpMethod.POST,
        "/api/v1/identifiers/mark",
        body(
            "identifier", call.text("identifier"),
            "kind", call.text("kind"),
            "why", call.text("why")));
    return back(call.id(), "marked");
  }

  private PageAnswer undo(PageCall call) throws RefusedException {
    call.act(
        HttpMethod.POST,
        "/api/v1/decisions/" + call.text("decision") + "/undo",
        body("why", call.text("why")));
    return back(call.id(), "undone");
  }

  private PageAnswer repair(PageCall call) throws RefusedException {
    call.act(
        HttpMethod.POST,
        "/api/v1/drift/repair",
        body("customer", call.id(), "why", call.text("why")));
    return back(call.id(), "repaired");
  }

  private PageAnswer export(PageCall call) throws RefusedException {
    JsonNode everything = call.read(API + call.id() + "/export", Map.of(), JsonNode.class);
    return new PageAnswer.Raw(
        ServerResponse.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .header(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"customer-"
                    + everything.path("customer").asText()
                    + ".json\"")
            .body(everything.toPrettyString()));
  }

  private PageAnswer beforeErasing(PageCall call) throws RefusedException {
    return erasing(call, 200, false);
  }

  private PageAnswer erase(PageCall call) throws RefusedException {
    if (!"erase".equalsIgnoreCase(call.text("typed"))) {
      return erasing(call, 400, true);
    }
    JsonNode done = call.act(HttpMethod.DELETE, API + call.id(), body("why", call.text("why")));
    Map<String, Object> values = new HashMap<>();
    values.put("done", ViewModels.of(done, CustomerModels.Erasure.class));
    return PageAnswer.html("customer-erased", values);
  }

  private PageAnswer erasing(PageCall call, int status, boolean mistyped) throws RefusedException {
    Map<String, Object> values = new HashMap<>();
    values.put("customer", read(call, call.id()));
    values.put(
        "preview", call.read(API + call.id() + "/erasure", Map.of(), CustomerModels.Erasure.class));
    values.put("mistyped", mistyped);
    values.put("why", call.text("why"));
    return new PageAnswer.Html(status, "customer-erase", values);
  }

  static CustomerModels.Customer read(PageCall call, String id) throws RefusedException {
    return call.read(API + id, Map.of(), CustomerModels.Customer.class);
  }

  private static String path(CustomerModels.Customer customer, String part) {
    return API + customer.id() + part;
  }

  private static PageAnswer back(String id, String done) {
    return PageAnswer.redirect("/app/customers/" + id + "?done=" + done);
  }

  /** A body of names and values by turns; what is {@code null} is left out. */
  static Map<String, Object> body(@Nullable String... namesAndValues) {
    Map<String, Object> body = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i];
      String value = namesAndValues[i + 1];
      if (name != null && value != null) {
        body.put(name, value);
      }
    }
    return body;
  }
}
