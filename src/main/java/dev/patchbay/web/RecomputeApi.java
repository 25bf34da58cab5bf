package dev.patchbay.web;

import dev.patchbay.access.Scope;
import dev.patchbay.customer.IdentityBasis;
import dev.patchbay.eventlog.Changes;
import java.util.List;
import org.springframework.http.HttpMethod;

/** Makes everything that is derived from events again, after a rule of the stack changed. */
final class RecomputeApi implements ApiPart {

  /** The reason, for the audit. */
  record Recompute(String why) {}

  /** What happens now. */
  record Recomputing(String state) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/recompute",
            Scope.ADMIN,
            "Computes who is who, and the leads, journeys and views of every customer, again, in the"
                + " background.",
            Recompute.class,
            Recomputing.class,
            (sql, call) -> {
              IdentityBasis.ask(sql);
              Changes.ofEverything(sql);
              return new Recomputing("noted");
            }));
  }
}
