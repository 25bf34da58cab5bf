package dev.patchbay.pipeline;

import dev.patchbay.customer.Identified;
import dev.patchbay.event.EventType;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.inbox.Message;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What one transaction stored.
 *
 * @param reads the messages that it dealt with; others were dealt with before
 * @param identified who each of their events tells of
 * @param events their events by id
 * @param fresh the events that were not there before
 * @param echoes the events that were our own writes come back
 * @param enqueued new deliveries, in their order
 */
record Stored(
    List<ReadMessage> reads,
    List<Identified> identified,
    Map<UUID, StoredEvent> events,
    Set<UUID> fresh,
    Set<UUID> echoes,
    List<Delivery> enqueued) {

  /**
   * Counts all of it.
   *
   * @param toldByWebhook connections whose sweep should find nothing new
   */
  void count(Meters meters, Predicate<String> toldByWebhook) {
    for (ReadMessage read : reads) {
      Message message = read.message();
      if (read.findings().isEmpty()) {
        meters.processed(message.connection());
      } else {
        meters.invalid(message.connection(), read.findings().get(0).kind());
      }
      if (message.headers().containsKey(Message.SWEPT)
          && toldByWebhook.test(message.connection())
          && read.items().stream().anyMatch(item -> fresh.contains(item.event().id()))) {
        meters.foundBySweep(message.connection());
      }
    }
    for (StoredEvent event : events.values()) {
      if (fresh.contains(event.id())) {
        meters.stored(
            event.source(), event.type(), Duration.between(event.time(), event.receivedAt()));
        if (echoes.contains(event.id())) {
          meters.echo(event.source());
        }
        if (event.type().equals(EventType.REMOVED) && event.customer() == null) {
          meters.removedUnknown(event.source());
        }
      } else {
        meters.repeated(event.source(), event.type());
      }
    }
    for (Identified each : identified) {
      if (each.customer() == null) {
        continue;
      }
      if (each.created()) {
        meters.customerCreated();
      } else {
        meters.customerMatched();
      }
      if (each.conflict()) {
        meters.customerConflict();
      }
    }
  }
}
