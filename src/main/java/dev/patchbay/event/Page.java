package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/** How fast a page was; times in ms, {@code kind} is {@code field} or {@code lab}. */
public record Page(
    @Nullable String url,
    @Nullable String device,
    @Nullable String connection,
    @Nullable String kind,
    @Nullable Double lcpMs,
    @Nullable Double inpMs,
    @Nullable Double cls,
    @Nullable Double fcpMs,
    @Nullable Double ttfbMs,
    @Nullable Double formUsableMs) {}
