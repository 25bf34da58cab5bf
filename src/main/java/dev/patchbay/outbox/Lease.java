package dev.patchbay.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lane as its row tells.
 *
 * @param replica who sends, or {@code null} when nobody does
 * @param token fencing token of who sends
 * @param pausedAt when a refused configuration paused it, or {@code null}
 * @param pausedKind kind of the finding that paused it, or {@code null}
 * @param halt a person's word that it shall not send, or {@code null}; holds for every hub
 */
public record Lease(
    String destination,
    @Nullable Long replica,
    long token,
    boolean paused,
    @Nullable Instant pausedAt,
    @Nullable String pausedKind,
    @Nullable String pausedText,
    @Nullable String pausedRemedy,
    @Nullable Halt halt) {}
