package dev.patchbay.plan;

import dev.patchbay.connector.Connector;
import dev.patchbay.diagnostic.Finding;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configured instance of a connector.
 *
 * @param values every parameter that has a value, secrets resolved; never print it
 * @param fields the stack's overrides for field recognition: canonical field to the form's label
 * @param expectEvery how often something should be heard from it, or {@code null}
 * @param expectDuring when that holds, as written, or {@code null} for always
 * @param stopped why this connection cannot run (a missing secret, say), or {@code null}
 */
public record PlannedConnection(
    String name,
    Connector connector,
    Map<String, String> values,
    Map<String, String> fields,
    @Nullable Duration expectEvery,
    @Nullable String expectDuring,
    @Nullable Finding stopped) {

  /** {@code toString} tells no values: secrets must not reach logs. */
  @Override
  public String toString() {
    return "PlannedConnection[" + name + ", " + connector.name() + "]";
  }
}
