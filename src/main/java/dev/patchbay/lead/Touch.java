package dev.patchbay.lead;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A visit, form or call before a conversion, and what it is credited.
 *
 * @param conversion id of the lead or sale
 * @param number order among the touches of the conversion, from 1
 * @param sale whether the conversion is a sale, not a lead
 * @param amount what the whole sale brought, less refunds, in minor units; {@code null} for leads
 */
public record Touch(
    UUID conversion,
    int number,
    boolean sale,
    Instant conversionAt,
    UUID event,
    Instant at,
    Origin origin,
    Weights weights,
    @Nullable Long amount,
    @Nullable String currency) {}
