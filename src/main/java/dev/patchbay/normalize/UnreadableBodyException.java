package dev.patchbay.normalize;

import dev.patchbay.diagnostic.Finding;

/** A body is not what its source's format says. */
final class UnreadableBodyException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Finding finding;
  private final boolean quarantined;

  UnreadableBodyException(Finding finding) {
    super(finding.text(), null, false, false);
    this.finding = finding;
    this.quarantined = false;
  }

  UnreadableBodyException(String kind, String text, String remedy) {
    this(kind, text, remedy, false);
  }

  UnreadableBodyException(String kind, String text, String remedy, boolean quarantined) {
    super(text, null, false, false);
    this.finding = Finding.error(kind, text, remedy);
    this.quarantined = quarantined;
  }

  Finding finding() {
    return finding;
  }

  boolean quarantined() {
    return quarantined;
  }
}
