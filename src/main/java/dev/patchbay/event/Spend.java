package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/** What a campaign cost on a day; {@code amount} in minor units, {@code day} as ISO date. */
public record Spend(
    @Nullable String campaign,
    @Nullable String day,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable Long clicks,
    @Nullable Long impressions) {}
