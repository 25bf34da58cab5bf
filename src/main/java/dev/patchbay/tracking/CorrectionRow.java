package dev.patchbay.tracking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of a lead.
 *
 * @param value the new value, or {@code null} where an earlier word was taken back
 * @param by who said it
 */
public record CorrectionRow(
    UUID id, String field, @Nullable String value, String by, @Nullable String why, Instant at) {}
