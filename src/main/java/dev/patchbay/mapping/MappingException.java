package dev.patchbay.mapping;

import dev.patchbay.diagnostic.Finding;

/** A mapping could not be read, or failed on its input. */
public final class MappingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  /** With the finding to show; its text never quotes the input. */
  public MappingException(Finding finding) {
    super(finding.toString());
    this.finding = finding;
  }

  /** What went wrong, where in the mapping. */
  public Finding finding() {
    return finding;
  }
}
