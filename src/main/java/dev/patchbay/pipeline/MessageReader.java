package dev.patchbay.pipeline;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.inbox.Message;
import java.util.List;

/** Reads a raw message by its connection's sheet and mapping; pure, safe for many threads. */
@FunctionalInterface
public interface MessageReader {

  /** The events in {@code message}, or why there are none. Never throws for what a sender sends. */
  Reading read(Message message);

  /**
   * What a message says.
   *
   * @param events in order; empty when it rightly says nothing, or when it is invalid
   * @param findings an error among them makes the message invalid
   */
  record Reading(List<Event> events, List<Finding> findings) {

    /** Whether the message could not be understood. */
    public boolean isInvalid() {
      return findings.stream().anyMatch(Finding::isError);
    }
  }
}
