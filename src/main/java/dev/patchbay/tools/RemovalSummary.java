package dev.patchbay.tools;

import dev.patchbay.tracking.Figure;
import org.jspecify.annotations.Nullable;

/**
 * How fast one flow takes buyers out of one audience.
 *
 * @param withinSeconds the flow's target, or {@code null} where it has none
 * @param p50Seconds from purchase to removed, at the middle of those removed; {@code null} for none
 * @param p95Seconds likewise, slower than 95 of 100
 * @param over those that missed the target, removed or not
 * @param stragglers those pending or dead
 */
public record RemovalSummary(
    String flow,
    String destination,
    @Nullable Long withinSeconds,
    @Nullable Long p50Seconds,
    @Nullable Long p95Seconds,
    Figure sales,
    Figure removed,
    Figure pending,
    Figure dead,
    Figure canceled,
    Figure over,
    Figure stragglers) {}
