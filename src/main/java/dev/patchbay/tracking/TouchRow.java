package dev.patchbay.tracking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A touch before a lead or sale, and its share of it by each model. */
public record TouchRow(
    UUID conversion,
    int number,
    String conversionKind,
    Instant conversionAt,
    @Nullable UUID customer,
    UUID event,
    Instant at,
    String source,
    @Nullable String medium,
    @Nullable String campaign,
    @Nullable String keyword,
    @Nullable String landingPage,
    @Nullable String clickKind,
    double first,
    double last,
    double lastNonDirect,
    double linear,
    double timeDecay,
    double positionBased,
    @Nullable Long amount,
    @Nullable String currency) {}
