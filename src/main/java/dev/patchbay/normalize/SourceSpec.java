package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.Source;
import dev.patchbay.mapping.Mapping;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the messages of one connection are read.
 *
 * @param connection the stack's name of it, which becomes the source of its events
 * @param source the connector's sheet
 * @param mapping the sheet's mapping, compiled
 * @param with the connection's parameters that are not secret, as an object
 * @param fields the stack's overrides for field recognition: canonical field to the form's label or
 *     ref
 * @param region default region of phone numbers, or {@code null} to take only those that name their
 *     country
 * @param timezone zone of times written without one
 */
public record SourceSpec(
    String connection,
    Source source,
    Mapping mapping,
    JsonNode with,
    Map<String, String> fields,
    @Nullable String region,
    ZoneId timezone) {}
