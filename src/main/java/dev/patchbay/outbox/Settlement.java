package dev.patchbay.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt came to, to be written if the lane is still held with {@code token}.
 *
 * @param number of the attempt, from 1; unchanged attempts when {@code verdict} is {@code null}
 * @param state what the delivery becomes; {@code PENDING} to be tried again
 * @param verdict what is noted of the attempt, or {@code null} when nothing was sent
 * @param status HTTP status, or {@code null}
 * @param errorText for people; no secret, no personal data
 * @param remedy what IT should do, or {@code null}
 * @param retryIn how long to wait when {@code PENDING}
 * @param release whether the lane lets go of it while it waits
 * @param followers deliveries of the same customer that the lane lets go of with it
 * @param pause whether the lane is to be paused
 * @param resume whether the lane is to go on
 */
public record Settlement(
    UUID delivery,
    String destination,
    long token,
    int number,
    DeliveryState state,
    @Nullable String verdict,
    @Nullable Integer status,
    @Nullable String errorKind,
    @Nullable String errorText,
    @Nullable String remedy,
    Instant startedAt,
    Instant endedAt,
    Duration retryIn,
    boolean release,
    List<UUID> followers,
    boolean pause,
    boolean resume) {}
