package dev.patchbay.cli;

import dev.patchbay.access.Audit;
import dev.patchbay.customer.IdentityBasis;
import dev.patchbay.eventlog.Changes;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Has everything that is derived from events made again. */
@Command(
    name = "recompute",
    description = {
      "Has who is who, and the leads, journeys and views of every customer, computed again."
          + " A rule of the stack that changed does so by itself.",
      "Notes it in the database; the running hub, or the next one to run, does it."
    },
    mixinStandardHelpOptions = true)
final class RecomputeCommand implements Callable<Integer> {

  @Mixin private HubDatabase hub = new HubDatabase();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    hub.with(
        database ->
            database.inTransaction(
                sql -> {
                  IdentityBasis.ask(sql);
                  Changes.ofEverything(sql);
                  new Audit(Clock.systemUTC())
                      .append(sql, HubDatabase.operator(), "recompute", "everything", null, 1);
                  return true;
                }));
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .println("Noted: the hub computes every customer again.");
    return 0;
  }
}
