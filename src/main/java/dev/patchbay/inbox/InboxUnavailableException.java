package dev.patchbay.inbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The message could not be stored now; the sender should come again. */
public final class InboxUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /** With when to come again. */
  public InboxUnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** When the sender should come again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
