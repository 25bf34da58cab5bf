package dev.patchbay.past;

import dev.patchbay.event.Event;
import java.time.Instant;
import java.util.UUID;

/**
 * An event of the past year, as it was received.
 *
 * @param message id of the message that told of it
 */
public record PastEvent(UUID message, Instant receivedAt, Event event) {}
