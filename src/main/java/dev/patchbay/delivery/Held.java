package dev.patchbay.delivery;

import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Delivery;
import java.time.Instant;

/**
 * A delivery in a lane's memory.
 *
 * @param notBefore when it may be attempted
 * @param alone whether it goes in a request of its own: others beside it were refused
 */
record Held(Delivery delivery, StoredEvent event, Instant notBefore, boolean alone) {

  Held(Delivery delivery, StoredEvent event, Instant notBefore) {
    this(delivery, event, notBefore, false);
  }

  /** What shares an order: the customer, or the delivery alone when it has none. */
  java.util.UUID key() {
    java.util.UUID customer = delivery.customer();
    return customer == null ? delivery.id() : customer;
  }
}
