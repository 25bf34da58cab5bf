package dev.patchbay.inbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a stored message, without its body: it may be shown to operators.
 *
 * @param bytes size of the body
 * @param tries how often processing it has been tried and failed
 * @param events how many events it became
 * @param findings JSON list of findings where it is invalid, or {@code null}
 * @param emptiedAt when its body, headers and address went, or {@code null}
 * @param processedAt when it was processed or found invalid, or {@code null}
 */
public record StoredMessage(
    UUID id,
    String connection,
    @Nullable String vendorId,
    String contentType,
    long bytes,
    Instant receivedAt,
    MessageState state,
    int tries,
    int events,
    @Nullable String findings,
    @Nullable Instant processedAt,
    @Nullable Instant emptiedAt) {}
