package dev.patchbay.connector;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A catch-up read over an API with pages, which finds what webhooks missed.
 *
 * @param kamelet source Kamelet that asks
 * @param mapping file that says what to ask, and which messages an answer holds
 * @param needs parameters without which there is no sweep
 * @param first how far back the first sweep goes
 * @param firstFrom parameter whose value goes before {@code first}, or {@code null}
 * @param lookback how far before the last position each later one begins
 * @param grace how old something must be before a sweep looks for it: what is younger may be on its
 *     way by webhook
 * @param retryAfter header, in lower case, by which a refusal says when to come back
 */
public record Sweep(
    String kamelet,
    String mapping,
    List<String> needs,
    Duration first,
    @Nullable String firstFrom,
    Duration lookback,
    Duration grace,
    String retryAfter) {}
