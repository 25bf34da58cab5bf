package dev.patchbay.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be delivered.
 *
 * @param customer whose it is, or {@code null} for events of no one, which have no order
 * @param source connection the event came from
 * @param action name of the destination's sink, or {@code null} for the first that accepts
 * @param receivedAt when the event's message was received
 */
public record NewDelivery(
    UUID event,
    @Nullable UUID customer,
    String destination,
    String source,
    String flow,
    @Nullable String action,
    Instant receivedAt) {}
