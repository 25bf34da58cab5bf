package dev.patchbay.stack;

import dev.patchbay.connector.Category;
import dev.patchbay.connector.RateLimit;
import dev.patchbay.yaml.YamlMapping;
import dev.patchbay.yaml.YamlScalar;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection as written.
 *
 * @param line line of its first key, from 1
 * @param column column of its first key, from 1
 * @param connector name of the connector with its place, or {@code null} when not written
 * @param category what it is to the business, or {@code null} for what its connector says
 * @param with parameters with their places, references not resolved
 * @param fields canonical field to the form's own label, with places
 * @param expectEvery how often something should be heard from it, or {@code null}
 * @param expectDuring when that holds, or {@code null} for always
 * @param concurrency the lane's, or {@code null} for the sink's own
 * @param rateLimit the lane's, or {@code null} for the sink's own
 */
public record WrittenConnection(
    String name,
    int line,
    int column,
    @Nullable YamlScalar connector,
    @Nullable Category category,
    Map<String, YamlMapping.Entry> with,
    Map<String, YamlMapping.Entry> fields,
    @Nullable Duration expectEvery,
    @Nullable String expectDuring,
    @Nullable Integer concurrency,
    @Nullable RateLimit rateLimit) {}
