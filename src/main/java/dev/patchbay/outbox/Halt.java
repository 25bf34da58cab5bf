package dev.patchbay.outbox;

import java.time.Instant;

/**
 * A person's word that a lane shall not send for now.
 *
 * @param by who said so
 * @param why their reason
 */
public record Halt(Instant at, String by, String why) {}
