package dev.patchbay.tracking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A form that a visitor sent, as the site's script told.
 *
 * @param page host and path of the page it stood on
 * @param form what the site calls it
 * @param lead what arrived of it, where that names the visitor
 */
public record SubmissionRow(
    UUID event,
    @Nullable UUID customer,
    Instant at,
    String source,
    @Nullable String medium,
    @Nullable String campaign,
    @Nullable String keyword,
    @Nullable String landingPage,
    @Nullable String page,
    @Nullable String form,
    @Nullable String clickKind,
    @Nullable String device,
    @Nullable UUID lead) {}
