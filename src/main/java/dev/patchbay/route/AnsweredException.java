package dev.patchbay.route;

/** A list that was to be read was answered with another status than its rows. */
final class AnsweredException extends IllegalStateException {

  private final int status;

  AnsweredException(int status) {
    super("A sweep was answered " + status);
    this.status = status;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }
}
