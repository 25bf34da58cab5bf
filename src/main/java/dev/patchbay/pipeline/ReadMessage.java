package dev.patchbay.pipeline;

import dev.patchbay.customer.Sighting;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.inbox.Message;
import java.util.List;

/**
 * A message and what its mapping made of it, before anything of it is stored.
 *
 * @param items its events; empty when it was rightly ignored, or cannot be mapped
 * @param findings why it cannot be mapped; empty when it can
 */
record ReadMessage(Message message, List<Item> items, List<Finding> findings) {

  /**
   * An event that is to be stored.
   *
   * @param data its data as JSON
   * @param recipients who would get it
   */
  record Item(Event event, String data, List<Routing.Recipient> recipients) {}

  /** Whom one of its events tells of. */
  Sighting sighting(Item item) {
    return Sightings.of(item.event(), message.id(), message.receivedAt());
  }
}
