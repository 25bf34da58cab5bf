package dev.patchbay.lead;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A visit to the site.
 *
 * @param visitor the browser's visitor id, or {@code null}
 * @param lead the first lead that came of it within the lookback, or {@code null}
 */
public record Visit(
    UUID event,
    @Nullable String visitor,
    Instant at,
    Origin origin,
    @Nullable String device,
    @Nullable UUID lead) {}
