package dev.patchbay.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.customer.Customer;
import dev.patchbay.customer.Identifier;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.inbox.StoredMessage;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.DeliveryState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the API's objects; absent is absent. */
final class ApiJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ApiJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** An event as a CloudEvents envelope with what we know beside. */
  static ObjectNode event(EventLog.Entry entry) {
    StoredEvent event = entry.event();
    ObjectNode node = object();
    node.put("specversion", "1.0");
    node.put("id", event.id().toString());
    node.put("type", event.type());
    node.put("source", event.source());
    put(node, "subject", event.subject());
    node.put("time", event.time().toString());
    node.put("datacontenttype", "application/json");
    node.set("data", parsed(event.data()));
    node.put("receivedat", event.receivedAt().toString());
    node.put("message", event.message().toString());
    put(node, "customer", event.customer());
    return node;
  }

  static ObjectNode delivery(DeliveryLog.Entry entry) {
    Delivery delivery = entry.delivery();
    ObjectNode node = object();
    node.put("id", delivery.id().toString());
    node.put("event", delivery.event().toString());
    put(node, "customer", delivery.customer());
    node.put("destination", delivery.destination());
    node.put("source", delivery.source());
    node.put("flow", delivery.flow());
    put(node, "action", delivery.action());
    node.put("state", entry.state().name().toLowerCase(Locale.ROOT));
    node.put("attempts", delivery.attempts());
    node.put("receivedAt", delivery.receivedAt().toString());
    node.put("enqueuedAt", delivery.enqueuedAt().toString());
    put(node, "firstAttemptAt", delivery.firstAttemptAt());
    put(node, "finishedAt", entry.finishedAt());
    if (entry.state() == DeliveryState.PENDING) {
      node.put("dueAt", delivery.dueAt().toString());
    }
    put(node, "errorKind", entry.errorKind());
    put(node, "errorText", entry.errorText());
    return node;
  }

  static ObjectNode message(StoredMessage message) {
    ObjectNode node = object();
    node.put("id", message.id().toString());
    node.put("connection", message.connection());
    put(node, "vendorId", message.vendorId());
    node.put("contentType", message.contentType());
    node.put("bytes", message.bytes());
    node.put("receivedAt", message.receivedAt().toString());
    node.put("state", message.state().name().toLowerCase(Locale.ROOT));
    node.put("tries", message.tries());
    node.put("events", message.events());
    String findings = message.findings();
    if (findings != null) {
      node.set("findings", parsed(findings));
    }
    put(node, "processedAt", message.processedAt());
    return node;
  }

  static ObjectNode customer(Customer customer) {
    ObjectNode node = object();
    node.put("id", customer.id().toString());
    node.put("createdAt", customer.createdAt().toString());
    node.put("updatedAt", customer.updatedAt().toString());
    node.set("person", parsed(customer.person()));
    ArrayNode identifiers = node.putArray("identifiers");
    for (Identifier identifier : customer.identifiers()) {
      identifiers.addObject().put("kind", identifier.kind()).put("value", identifier.value());
    }
    return node;
  }

  static void put(ObjectNode node, String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
  }

  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The database keeps whole JSON", e);
    }
  }
}
