package dev.patchbay.dashboard;

import dev.patchbay.web.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One journey on paper: both sides of the house walk through it, from where it hurt most. */
final class JourneyReportPages implements PagePart {

  private static final int MOST = 15;

  @Override
  public List<PageRoute> routes() {
    return List.of(PageRoute.get("/app/reports/journey/{id}", this::walk));
  }

  private PageAnswer walk(PageCall call) throws RefusedException {
    CustomerModels.Customer customer = CustomerPages.read(call, call.id());
    JourneyModels.Journey journey =
        call.read(
            "/api/v1/customers/" + customer.id() + "/journey",
            Map.of(),
            JourneyModels.Journey.class);
    List<Friction> all = Friction.of(journey);
    Map<String, Object> values = new HashMap<>();
    values.put("customer", customer);
    values.put("journey", journey);
    values.put("steps", journey.steps());
    values.put("wholeMs", whole(journey));
    values.put("frictions", all.stream().limit(MOST).toList());
    values.put("over", all.stream().filter(Friction::isOver).count());
    values.put("counted", all.size());
    return PageAnswer.html("journey-report", values);
  }

  /** From the first step to the sale, or to the last step where there is none. */
  private static @Nullable Long whole(JourneyModels.Journey journey) {
    List<JourneyModels.Step> steps = journey.steps();
    if (steps.size() < 2) {
      return null;
    }
    JourneyModels.Step end =
        steps.stream()
            .filter(step -> step.kind().equals("sale"))
            .findFirst()
            .orElse(steps.get(steps.size() - 1));
    return Duration.between(steps.get(0).at(), end.at()).toMillis();
  }
}
