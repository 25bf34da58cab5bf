package dev.patchbay.lead;

import org.jspecify.annotations.Nullable;

/** What a tracking number was printed for. */
public record NumberCampaign(
    @Nullable String source,
    @Nullable String medium,
    @Nullable String campaign,
    @Nullable String keyword) {}
