package dev.patchbay.outbox;

/** Where a delivery stands. */
public enum DeliveryState {
  /** Will be attempted. */
  PENDING,
  /** Accepted; final. */
  DELIVERED,
  /** Dead letter: waits for a replay. */
  DEAD,
  /** Will never be sent; final. */
  CANCELED;

  private static final DeliveryState[] BY_CODE = values();

  /** As stored. */
  short code() {
    return (short) ordinal();
  }

  static DeliveryState of(int code) {
    return BY_CODE[code];
  }
}
