package dev.patchbay.past;

import dev.patchbay.event.EventData;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that will be told of.
 *
 * @param received when, in ms since 1970
 * @param order of those received at one time
 * @param happened when it happened, in ms since 1970
 * @param data made only when it is its turn, for a year of them is much
 */
record Step(
    long received,
    long order,
    long happened,
    String type,
    String source,
    @Nullable String subject,
    Supplier<EventData> data)
    implements Comparable<Step> {

  @Override
  public int compareTo(Step other) {
    int byTime = Long.compare(received, other.received);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
