package dev.patchbay.tracking;

import java.time.Instant;
import java.util.UUID;

/**
 * A way to look at the list of calls and leads.
 *
 * @param by who keeps it
 * @param mine whether that is who asks
 * @param shared whether everybody sees it
 * @param query parameters of the list, as they stand in its address
 */
public record SavedView(
    UUID id, String name, String by, boolean mine, boolean shared, String query, Instant at) {}
