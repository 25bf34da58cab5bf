package dev.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.db.Database;
import dev.patchbay.eventlog.CustomerHistory;
import dev.patchbay.eventlog.EventThread;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.EventDeliveries;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping sees as {@code $told}: which earlier events of the same lead, call, deal or sale
 * the destination took by the same sink.
 */
final class ToldView {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CamelContext context;
  private final CustomerHistory history = new CustomerHistory();

  ToldView(CamelContext context) {
    this.context = context;
  }

  /** An earlier event of the same call, deal or sale is still to be sent. */
  static final class StillToBeSentException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What was told, oldest first.
   *
   * @param ofThisSink whether a delivery with this action, or none, of this type went by the sink
   * @throws StillToBeSentException when something earlier waits: deliveries of nobody, such as a
   *     refund's, wait for no others by themselves
   */
  JsonNode of(
      String destination, StoredEvent event, BiPredicate<@Nullable String, String> ofThisSink) {
    return Registered.one(context, Database.class)
        .inTransaction(sql -> told(sql, destination, event, ofThisSink));
  }

  ArrayNode told(
      Connection sql,
      String destination,
      StoredEvent event,
      BiPredicate<@Nullable String, String> ofThisSink)
      throws SQLException {
    List<StoredEvent> before = EventThread.before(sql, event);
    Map<UUID, String> types = new HashMap<>();
    before.forEach(each -> types.put(each.id(), each.type()));
    Map<UUID, Instant> accepted = new HashMap<>();
    for (DeliveryLog.Entry entry : EventDeliveries.of(sql, types.keySet())) {
      UUID id = entry.delivery().event();
      Instant at = entry.finishedAt();
      if (!entry.delivery().destination().equals(destination)
          || !ofThisSink.test(entry.delivery().action(), types.getOrDefault(id, ""))) {
        continue;
      }
      if (entry.state() == DeliveryState.PENDING) {
        throw new StillToBeSentException();
      }
      if (entry.state() == DeliveryState.DELIVERED && at != null) {
        accepted.putIfAbsent(id, at);
      }
    }
    ArrayNode told = JSON.createArrayNode();
    for (StoredEvent each : before) {
      Instant at = accepted.get(each.id());
      if (at != null) {
        told.add(json(sql, each, at));
      }
    }
    return told;
  }

  private ObjectNode json(Connection sql, StoredEvent event, Instant at) throws SQLException {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", event.id().toString());
    node.put("type", event.type());
    if (event.subject() != null) {
      node.put("subject", event.subject());
    }
    node.put("time", event.time().toString());
    node.put("at", at.toString());
    node.set("data", EventJson.tree(event.data()));
    UUID customer = event.customer();
    if (customer != null) {
      history
          .lastTouch(sql, customer, at)
          .ifPresent(touch -> node.set("touch", EventJson.tree(touch)));
    }
    return node;
  }
}
