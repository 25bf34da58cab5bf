package dev.patchbay.eventlog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as stored.
 *
 * @param message the raw message it came from
 * @param customer whose it is, or {@code null}
 * @param data the event's data as JSON text
 */
public record StoredEvent(
    UUID id,
    UUID message,
    String type,
    String source,
    @Nullable String subject,
    Instant time,
    Instant receivedAt,
    @Nullable UUID customer,
    String data) {

  /** {@code toString} tells no data: people must not reach logs. */
  @Override
  public String toString() {
    return "StoredEvent[id=" + id + ", type=" + type + "]";
  }
}
