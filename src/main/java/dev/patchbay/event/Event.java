package dev.patchbay.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A canonical event: the CloudEvents 1.0 envelope and its data.
 *
 * @param id fixed for ever: the same message mapped again gives the same id
 * @param type one of {@link EventType}'s names, such as {@code lead.submitted}
 * @param source the connection (or, outside a stack, the connector) it came from
 * @param subject the vendor's own id of the thing (submission, call, payment), or {@code null}
 * @param time when it happened, by the vendor's clock
 * @param data what happened
 */
public record Event(
    UUID id, String type, String source, @Nullable String subject, Instant time, EventData data) {

  /** The source of events that the hub itself tells of; flows name it in {@code from}. */
  public static final String HUB = "patchbay";
}
