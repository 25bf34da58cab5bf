package dev.patchbay.web;

import dev.patchbay.access.Scope;
import dev.patchbay.tools.Difference;
import dev.patchbay.tools.Drift;
import dev.patchbay.tracking.Page;
import dev.patchbay.tracking.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Customers that tools do not agree on, and the repair. */
final class DriftApi implements ApiPart {

  private final Drift drift;

  DriftApi(Drift drift) {
    this.drift = drift;
  }

  /**
   * What to repair.
   *
   * @param customer this one only, or all where absent
   * @param connection at this tool only, or at all where absent
   */
  record RepairBody(@Nullable UUID customer, @Nullable String connection, String why) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.list(
            "/api/v1/drift",
            "differences",
            "Customers who differ between tools, are missing in one or are there twice. A page holds"
                + " some more than asked for: no customer is cut in two.",
            List.of(
                Parameter.word("kind", "Of this kind.", "differs", "missing", "doubled"),
                Parameter.text("connection", "At this tool."),
                Parameter.id("customer", "Of this customer.")),
            Difference.class,
            this::differences),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/drift/repair",
            Scope.ADMIN,
            "Writes the winning values to the tools that differ, and sends again what was given up.",
            RepairBody.class,
            Drift.Repaired.class,
            this::repair));
  }

  private Object differences(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Drift.Found found = found(sql, call.id("customer"), after(call.text("after")), call.limit());
    String kind = call.text("kind");
    String connection = call.text("connection");
    UUID next = found.next();
    return new Page<>(
        found.differences().stream()
            .filter(each -> kind == null || each.kind().equals(kind))
            .filter(each -> connection == null || each.connection().equals(connection))
            .toList(),
        next == null ? null : next.toString());
  }

  private Object repair(Connection sql, ApiCall call) throws SQLException {
    RepairBody body = call.body(RepairBody.class);
    List<Difference> differences = new ArrayList<>();
    UUID after = null;
    do {
      Drift.Found found = found(sql, body.customer(), after, Integer.MAX_VALUE);
      found.differences().stream()
          .filter(each -> body.connection() == null || each.connection().equals(body.connection()))
          .forEach(differences::add);
      after = found.next();
    } while (after != null);
    return drift.repair(sql, differences);
  }

  private Drift.Found found(
      Connection sql, @Nullable UUID customer, @Nullable UUID after, int enough)
      throws SQLException {
    return customer == null
        ? drift.find(sql, after, enough)
        : new Drift.Found(drift.of(sql, List.of(customer)), null);
  }

  private static @Nullable UUID after(@Nullable String text) throws RefusedException {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw ApiDesk.unreadable("after", "taken from the page before");
    }
  }
}
