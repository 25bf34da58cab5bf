package dev.patchbay.tracking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A sale; amounts in minor units of the currency. */
public record SaleRow(
    UUID id,
    @Nullable UUID customer,
    String connection,
    @Nullable String subject,
    Instant at,
    @Nullable Long amount,
    @Nullable String currency,
    long refunded,
    @Nullable UUID lead,
    String source,
    @Nullable String medium,
    @Nullable String campaign) {}
