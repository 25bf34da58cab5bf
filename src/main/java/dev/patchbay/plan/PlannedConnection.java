package dev.patchbay.plan;

import dev.patchbay.connector.Connector;
import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Source;
import dev.patchbay.diagnostic.Finding;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configured instance of a connector.
 *
 * @param values every parameter that has a value, secrets resolved; never print it
 * @param fields the stack's overrides for field recognition: canonical field to the form's label
 * @param expectEvery how often something should be heard from it, or {@code null}
 * @param expectDuring when that holds, as written, or {@code null} for always
 * @param stopped why this connection cannot run (a missing secret, say), or {@code null}
 * @param laneConcurrency the stack's word on how many deliveries may be under way, or {@code null}
 *     for the sink's own
 * @param laneRateLimit the stack's word on how much is sent, or {@code null} for the sink's own
 */
public record PlannedConnection(
    String name,
    Connector connector,
    Map<String, String> values,
    Map<String, String> fields,
    @Nullable Duration expectEvery,
    @Nullable String expectDuring,
    @Nullable Finding stopped,
    @Nullable Integer laneConcurrency,
    @Nullable RateLimit laneRateLimit) {

  /** A connection whose lane is as its sink says. */
  public PlannedConnection(
      String name,
      Connector connector,
      Map<String, String> values,
      Map<String, String> fields,
      @Nullable Duration expectEvery,
      @Nullable String expectDuring,
      @Nullable Finding stopped) {
    this(name, connector, values, fields, expectEvery, expectDuring, stopped, null, null);
  }

  /** The signature that holds for messages to this connection; empty when it has no source. */
  public Optional<Signature> signature() {
    Source source = connector.source();
    if (source == null) {
      return Optional.empty();
    }
    String name = source.signatureBy() == null ? null : values.get(source.signatureBy());
    return name == null
        ? source.signatures().values().stream().findFirst()
        : Optional.ofNullable(source.signatures().get(name));
  }

  /** {@code toString} tells no values: secrets must not reach logs. */
  @Override
  public String toString() {
    return "PlannedConnection[" + name + ", " + connector.name() + "]";
  }
}
