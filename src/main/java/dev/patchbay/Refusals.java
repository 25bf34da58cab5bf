package dev.patchbay;

import dev.patchbay.db.DatabaseRefusedException;
import dev.patchbay.diagnostic.Finding;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says what is wrong when a hub does not start, in place of a stack trace. */
final class Refusals implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    List<Finding> findings = findings(failure);
    return findings.isEmpty()
        ? null
        : new FailureAnalysis(
            findings.stream().map(Finding::toString).collect(Collectors.joining("\n")),
            null,
            failure);
  }

  /** What its owner can mend, or nothing where the failure is of another kind. */
  static List<Finding> findings(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StackRefusedException refused) {
        return refused.findings();
      }
      if (cause instanceof DatabaseRefusedException refused) {
        return List.of(refused.finding());
      }
    }
    return List.of();
  }
}
