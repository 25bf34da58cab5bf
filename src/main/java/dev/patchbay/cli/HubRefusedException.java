package dev.patchbay.cli;

import dev.patchbay.diagnostic.Finding;
import java.util.List;

/** The hub does not start, for reasons that its owner can mend. */
public final class HubRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  /** With everything that is wrong. */
  public HubRefusedException(List<Finding> findings, Throwable cause) {
    super("The hub does not start", cause);
    this.findings = List.copyOf(findings);
  }

  /** Everything that is wrong, in the order to be mended. */
  public List<Finding> findings() {
    return findings;
  }
}
