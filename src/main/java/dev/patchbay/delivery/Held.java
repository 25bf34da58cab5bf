package dev.patchbay.delivery;

import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Delivery;
import java.time.Instant;

/**
 * A delivery in a lane's memory.
 *
 * @param notBefore when it may be attempted
 */
record Held(Delivery delivery, StoredEvent event, Instant notBefore) {

  /** What shares an order: the customer, or the delivery alone when it has none. */
  java.util.UUID key() {
    java.util.UUID customer = delivery.customer();
    return customer == null ? delivery.id() : customer;
  }
}
