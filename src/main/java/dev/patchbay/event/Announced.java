package dev.patchbay.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of an outside system that it only named, and whose content has to be fetched there.
 *
 * @param kind what sort of record it is, such as {@code lead}
 * @param id the system's own id of it
 * @param version what tells one state of the record from the next, such as the time of its change;
 *     {@code null} when it never changes
 * @param fields what else the fetch needs to know, by name
 */
public record Announced(
    @Nullable String kind,
    @Nullable String id,
    @Nullable String version,
    @Nullable Map<String, String> fields) {}
