package dev.patchbay.inbox;

import java.util.UUID;

/**
 * What became of an incoming message, given only after the commit.
 *
 * @param message id of the stored message; of the first one where this is a repeat
 * @param duplicate whether it had been received before
 */
public record Receipt(UUID message, boolean duplicate) {}
