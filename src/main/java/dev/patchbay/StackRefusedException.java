package dev.patchbay;

import dev.patchbay.diagnostic.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** The stack has errors, so nothing of it runs. */
public final class StackRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  StackRefusedException(List<Finding> findings) {
    super(
        "The stack does not run as it is:\n"
            + findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    this.findings = List.copyOf(findings);
  }

  /** Everything that is wrong with it. */
  public List<Finding> findings() {
    return findings;
  }
}
