package dev.patchbay.inbox;

/** How far a stored message is. */
public enum MessageState {
  WAITING,
  PROCESSED,
  INVALID;

  /** As the table has it. */
  short code() {
    return (short) ordinal();
  }

  static MessageState of(int code) {
    return values()[code];
  }
}
