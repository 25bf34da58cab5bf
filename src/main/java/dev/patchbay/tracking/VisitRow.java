package dev.patchbay.tracking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A visit of the site. */
public record VisitRow(
    UUID event,
    @Nullable UUID customer,
    Instant at,
    String source,
    @Nullable String medium,
    @Nullable String campaign,
    @Nullable String keyword,
    @Nullable String landingPage,
    @Nullable String clickKind,
    @Nullable String device,
    @Nullable UUID lead) {}
