package dev.patchbay.web;

import dev.patchbay.access.Audit;
import dev.patchbay.access.AuditEntry;
import dev.patchbay.access.Scope;
import dev.patchbay.tracking.Page;
import dev.patchbay.tracking.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit: who did and saw what. */
final class AuditApi implements ApiPart {

  private final Audit audit;

  AuditApi(Audit audit) {
    this.audit = audit;
  }

  /** Whether the chain is whole. */
  record AuditState(
      boolean whole, long entries, @Nullable Long wrongAt, @Nullable String problem) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.list(
                "/api/v1/audit",
                "audit",
                "Who did and saw what, newest first.",
                List.of(
                    Parameter.text("who", "Of this person or token."),
                    Parameter.text("action", "Of this kind, such as view or sign-in."),
                    Parameter.time("from", "From then on."),
                    Parameter.time("to", "Before then.")),
                AuditEntry.class,
                this::entries)
            .needing(Scope.ADMIN),
        ApiRoute.get(
                "/api/v1/audit/state",
                "Whether no row of the audit was changed or taken out.",
                List.of(),
                AuditState.class,
                this::state)
            .needing(Scope.ADMIN));
  }

  private Object entries(Connection sql, ApiCall call) throws SQLException, RefusedException {
    int limit = call.limit();
    Audit.Filter filter =
        new Audit.Filter(call.text("who"), call.text("action"), call.time("from"), call.time("to"));
    List<AuditEntry> page = audit.page(sql, filter, ReadApi.position(call, "after"), limit);
    return new Page<>(
        page, page.size() < limit ? null : Long.toString(page.get(page.size() - 1).seq()));
  }

  private Object state(Connection sql, ApiCall call) throws SQLException {
    Audit.Verification found = audit.verify(sql);
    return new AuditState(found.isWhole(), found.entries(), found.wrongAt(), found.problem());
  }
}
