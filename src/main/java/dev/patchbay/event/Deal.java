package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/** A deal in the CRM; {@code amount} in minor units of {@code currency}. */
public record Deal(
    @Nullable String id,
    @Nullable String stage,
    @Nullable String previousStage,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable String owner,
    @Nullable Boolean won,
    @Nullable Boolean lost) {}
