package dev.patchbay.access;

import java.time.Instant;
import java.util.UUID;

/**
 * A browser that is signed in.
 *
 * @param seenAt when it last asked for something, to the minute
 * @param browser what kind it is, in two words
 */
public record Session(UUID id, Instant begunAt, Instant seenAt, String browser) {}
