package dev.patchbay.eventlog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as stored.
 *
 * @param message the raw message it came from
 * @param customer whose it is, or {@code null}
 * @param sighting the claim it makes of a person, or {@code null} when it names nobody
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
    @Nullable UUID sighting,
    String data) {

  /** An event that names nobody, or was stored before claims were kept. */
  public StoredEvent(
      UUID id,
      UUID message,
      String type,
      String source,
      @Nullable String subject,
      Instant time,
      Instant receivedAt,
      @Nullable UUID customer,
      String data) {
    this(id, message, type, source, subject, time, receivedAt, customer, null, data);
  }

  /** {@code toString} tells no data: people must not reach logs. */
  @Override
  public String toString() {
    return "StoredEvent[id=" + id + ", type=" + type + "]";
  }
}
