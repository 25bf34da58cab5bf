package dev.patchbay.delivery;

import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Delivery;

/** Makes one attempt. Implemented by the route package, where Camel is. */
@FunctionalInterface
public interface Sender {

  /**
   * Sends {@code event} as {@code delivery} once and waits for the answer. Never throws for what
   * the other side does: that is a {@link Reply}.
   */
  Reply send(Delivery delivery, StoredEvent event);
}
