package dev.patchbay.stack;

import dev.patchbay.yaml.YamlScalar;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flow as written.
 *
 * @param from names of connections with their places
 * @param events selectors with their places
 * @param where JSLT condition with its place, or {@code null}
 * @param to names of connections with their places
 * @param action name of a sink with its place, or {@code null}
 * @param within target for received to accepted, or {@code null}
 */
public record WrittenFlow(
    String name,
    int line,
    int column,
    List<YamlScalar> from,
    List<YamlScalar> events,
    @Nullable YamlScalar where,
    List<YamlScalar> to,
    @Nullable YamlScalar action,
    @Nullable Duration within) {}
