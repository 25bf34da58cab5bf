package dev.patchbay.delivery;

import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Sink;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One destination.
 *
 * @param sinks ways to tell it, in sheet order
 * @param concurrency attempts under way at once
 * @param unsettled attempts that may have been made but not yet written; a crash may repeat them
 * @param rateLimit how fast it may be told
 */
public record LaneSettings(
    String destination,
    Map<String, Sink> sinks,
    int concurrency,
    int unsettled,
    RateLimit rateLimit) {

  /**
   * Settings by the sheet: the most concurrent and the slowest of the sinks that are used.
   *
   * @param used those that some flow sends to; the limits of the others do not matter
   * @param rateLimit the stack's own limit, or {@code null} to go by the sheet
   */
  public static LaneSettings of(
      String destination,
      Map<String, Sink> sinks,
      Collection<Sink> used,
      @Nullable RateLimit rateLimit) {
    int concurrency = used.stream().mapToInt(Sink::concurrency).max().orElse(4);
    RateLimit limit = rateLimit;
    if (limit == null) {
      limit =
          used.stream()
              .map(Sink::rateLimit)
              .filter(each -> each.requests() > 0)
              .min((a, b) -> Double.compare(perSecond(a), perSecond(b)))
              .orElse(RateLimit.NONE);
    }
    return new LaneSettings(destination, sinks, concurrency, 2 * concurrency, limit);
  }

  /**
   * The sink that takes an event: the one that {@code action} names, else the first that accepts.
   *
   * @param action as the flow says, or {@code null}
   * @return empty when none accepts
   */
  public Optional<Sink> sink(String type, @Nullable String action) {
    if (action != null) {
      return Optional.ofNullable(sinks.get(action)).filter(sink -> sink.accepts(type));
    }
    return sinks.values().stream().filter(sink -> sink.accepts(type)).findFirst();
  }

  /** Whether a dead delivery holds those of the same customer behind it. */
  boolean blocks() {
    return sinks.values().stream().anyMatch(sink -> sink.onDead() == Sink.OnDead.BLOCK);
  }

  private static double perSecond(RateLimit limit) {
    return limit.requests() / Math.max(0.001, limit.per().toMillis() / 1000.0);
  }
}
