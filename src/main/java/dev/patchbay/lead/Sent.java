package dev.patchbay.lead;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a delivery of an event has come.
 *
 * @param firstAttemptAt when it was first tried, or {@code null}
 * @param acceptedAt when the destination took it, or {@code null}
 */
public record Sent(
    String destination, @Nullable Instant firstAttemptAt, @Nullable Instant acceptedAt) {}
