package dev.patchbay.web;

import org.jspecify.annotations.Nullable;

/** A request that is not taken, and what its sender is told. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String kind;
  private final @Nullable String remedy;
  private final long retryAfterSeconds;

  /** With {@code retryAfterSeconds} 0 where coming again changes nothing. */
  RefusedException(
      int status, String kind, String text, @Nullable String remedy, long retryAfterSeconds) {
    super(text, null, false, false);
    this.status = status;
    this.kind = kind;
    this.remedy = remedy;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** A refusal with its HTTP status, stable kind, text and remedy. */
  public RefusedException(int status, String kind, String text, @Nullable String remedy) {
    this(status, kind, text, remedy, 0);
  }

  /** HTTP status that fits, 400 to 503. */
  public int status() {
    return status;
  }

  /** Stable kind, such as {@code api.not-found}. */
  public String kind() {
    return kind;
  }

  /** What is wrong and what to do about it, in a line. */
  public String words() {
    return remedy == null ? String.valueOf(getMessage()) : getMessage() + " " + remedy;
  }

  /** What to do about it, or {@code null}. */
  public @Nullable String remedy() {
    return remedy;
  }

  long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
