package dev.patchbay.cli;

import dev.patchbay.access.Audit;
import dev.patchbay.access.AuditEntry;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows and checks the record of who did and saw what. */
@Command(
    name = "audit",
    description = "Shows and checks the record of who did and saw what.",
    mixinStandardHelpOptions = true)
final class AuditCommand {

  private final Audit audit = new Audit(Clock.systemUTC());

  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "verify",
      description = "Tells whether a row of the audit was changed or taken out.",
      mixinStandardHelpOptions = true)
  int verify(@Mixin HubDatabase hub) {
    Audit.Verification found = hub.with(database -> database.inTransaction(audit::verify));
    if (found.isWhole()) {
      out().println("The audit is whole: %d rows.".formatted(found.entries()));
      return 0;
    }
    Objects.requireNonNull(spec)
        .commandLine()
        .getErr()
        .println(
            "The audit is not whole at row %d: %s. Compare it with a backup from before."
                .formatted(found.wrongAt(), found.problem()));
    return PatchbayCommand.FAILED;
  }

  @Command(
      name = "list",
      description = "Lists the newest rows of the audit.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = "--limit",
              description = "Most rows. Default: ${DEFAULT-VALUE}.",
              defaultValue = "50")
          int limit,
      @Mixin HubDatabase hub) {
    List<AuditEntry> rows =
        hub.with(
            database -> database.inTransaction(sql -> audit.page(sql, null, Math.max(1, limit))));
    for (AuditEntry row : rows) {
      out()
          .println(
              "%d  %s  %s  %s %s (%d)%s"
                  .formatted(
                      row.seq(),
                      row.at(),
                      row.who(),
                      row.action(),
                      row.what(),
                      row.records(),
                      row.why() == null ? "" : ": " + row.why()));
    }
    return 0;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
