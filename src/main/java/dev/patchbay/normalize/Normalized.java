package dev.patchbay.normalize;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import java.util.List;

/**
 * What became of a message.
 *
 * @param events what it told; possibly nothing
 * @param findings what is wrong with it; an error makes the whole message invalid, and then its
 *     events must not be stored
 * @param quarantined whether it is unsafe to read at all, so that trying again helps nobody
 */
public record Normalized(List<Event> events, List<Finding> findings, boolean quarantined) {

  /** Whether the message must be kept as invalid, with its findings. */
  public boolean invalid() {
    return findings.stream().anyMatch(Finding::isError);
  }

  /** {@code toString} tells no events: people must not reach logs. */
  @Override
  public String toString() {
    return "Normalized[events=" + events.size() + ", findings=" + findings + "]";
  }
}
