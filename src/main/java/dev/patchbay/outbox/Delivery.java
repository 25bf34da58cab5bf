package dev.patchbay.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event for one destination.
 *
 * @param id fixed when enqueued; the same in each attempt and each replay
 * @param seq order of enqueuing; per customer also the order of sending
 * @param customer whose it is, or {@code null} for events of no one, which have no order
 * @param source connection the event came from
 * @param attempts attempts made so far
 */
public record Delivery(
    UUID id,
    long seq,
    UUID event,
    @Nullable UUID customer,
    String destination,
    String source,
    String flow,
    @Nullable String action,
    int attempts,
    Instant dueAt,
    Instant receivedAt,
    Instant enqueuedAt,
    @Nullable Instant firstAttemptAt) {}
