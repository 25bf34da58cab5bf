package dev.patchbay.inbox;

/** Stored messages of one connection; {@code received = processed + invalid + waiting} always. */
public record MessageTotals(long processed, long invalid, long waiting) {

  /** All that were ever stored and are still kept. */
  public long received() {
    return processed + invalid + waiting;
  }
}
