package dev.patchbay.outbox;

import org.jspecify.annotations.Nullable;

/**
 * A lane as its row tells.
 *
 * @param replica who sends, or {@code null} when nobody does
 * @param token fencing token of who sends
 * @param pausedKind kind of the finding that paused it, or {@code null}
 */
public record Lease(
    String destination,
    @Nullable Long replica,
    long token,
    boolean paused,
    @Nullable String pausedKind,
    @Nullable String pausedText,
    @Nullable String pausedRemedy) {}
