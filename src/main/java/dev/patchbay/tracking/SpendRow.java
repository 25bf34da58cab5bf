package dev.patchbay.tracking;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a campaign cost on a day, as its ad platform said last; minor units of the currency. */
public record SpendRow(
    String connection,
    String campaign,
    LocalDate day,
    @Nullable String source,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable Long clicks,
    @Nullable Long impressions,
    UUID event) {}
