package dev.patchbay.plan;

import dev.patchbay.event.EventType;
import dev.patchbay.mapping.Mapping;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named wire from connections to connections.
 *
 * @param events selectors; empty carries everything
 * @param where condition over the event envelope's data, or {@code null} for always
 * @param action name of the destination's sink, or {@code null} for the first that accepts
 * @param within target for received to accepted, or {@code null}
 */
public record PlannedFlow(
    String name,
    List<String> from,
    List<String> events,
    @Nullable Mapping where,
    List<String> to,
    @Nullable String action,
    @Nullable Duration within) {

  /** Whether this flow carries events of {@code type} from {@code connection}. */
  public boolean carries(String connection, String type) {
    return from.contains(connection)
        && (events.isEmpty()
            || events.stream().anyMatch(selector -> EventType.matches(selector, type)));
  }
}
