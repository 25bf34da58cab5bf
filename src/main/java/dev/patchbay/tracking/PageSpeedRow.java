package dev.patchbay.tracking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How fast a page was once; times in milliseconds. */
public record PageSpeedRow(
    UUID event,
    @Nullable UUID customer,
    Instant at,
    String page,
    @Nullable String device,
    @Nullable String kind,
    @Nullable Double lcpMs,
    @Nullable Double inpMs,
    @Nullable Double cls,
    @Nullable Double fcpMs,
    @Nullable Double ttfbMs,
    @Nullable Double formUsableMs) {}
