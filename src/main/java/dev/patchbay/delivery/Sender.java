package dev.patchbay.delivery;

import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one attempt. Implemented by the route package, where Camel is. */
@FunctionalInterface
public interface Sender {

  /**
   * Sends {@code event} as {@code delivery} once and waits for the answer. Never throws for what
   * the other side does: that is a {@link Reply}.
   */
  Reply send(Delivery delivery, StoredEvent event);

  /**
   * One of several to be sent in one request.
   *
   * @param delivery with the event it is for
   */
  record Item(Delivery delivery, StoredEvent event) {}

  /**
   * Sends what goes together in one request, as {@link #send} does. The first item is always
   * answered; of the others those that fit beside it.
   *
   * @return for each item what came back, the same object for all of the request; empty where it
   *     was not sent
   */
  default List<Optional<Reply>> sendTogether(List<Item> items) {
    List<Optional<Reply>> replies = new ArrayList<>();
    for (Item item : items) {
      replies.add(
          replies.isEmpty() ? Optional.of(send(item.delivery(), item.event())) : Optional.empty());
    }
    return replies;
  }
}
