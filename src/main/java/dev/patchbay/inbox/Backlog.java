package dev.patchbay.inbox;

import java.time.Instant;

/**
 * What waits to be processed of one connection.
 *
 * @param oldest when the oldest of them was received
 */
public record Backlog(long waiting, Instant oldest) {}
