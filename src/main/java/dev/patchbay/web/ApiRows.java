package dev.patchbay.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.access.Personal;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.inbox.MessageState;
import dev.patchbay.inbox.StoredMessage;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.DeliveryState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages, events and deliveries as the API tells them. */
final class ApiRows {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ApiRows() {}

  /** A CloudEvents envelope with what we know beside. */
  record EventRow(
      String specversion,
      UUID id,
      String type,
      String source,
      @Nullable String subject,
      Instant time,
      String datacontenttype,
      @Personal JsonNode data,
      Instant receivedat,
      UUID message,
      @Nullable UUID customer) {}

  /** A delivery; {@code words} says how it stands. */
  record DeliveryRow(
      UUID id,
      UUID event,
      @Nullable UUID customer,
      String destination,
      String source,
      String flow,
      @Nullable String action,
      DeliveryState state,
      int attempts,
      Instant receivedAt,
      Instant enqueuedAt,
      @Nullable Instant firstAttemptAt,
      @Nullable Instant finishedAt,
      @Nullable Instant dueAt,
      @Nullable String errorKind,
      @Nullable String errorText,
      String words) {}

  record MessageRow(
      UUID id,
      String connection,
      @Nullable String vendorId,
      String contentType,
      long bytes,
      Instant receivedAt,
      MessageState state,
      int tries,
      int events,
      @Nullable JsonNode findings,
      @Nullable Instant processedAt,
      @Nullable Instant emptiedAt) {}

  static EventRow event(EventLog.Entry entry) {
    StoredEvent event = entry.event();
    return new EventRow(
        "1.0",
        event.id(),
        event.type(),
        event.source(),
        event.subject(),
        event.time(),
        "application/json",
        parsed(event.data()),
        event.receivedAt(),
        event.message(),
        event.customer());
  }

  static DeliveryRow delivery(DeliveryLog.Entry entry) {
    Delivery delivery = entry.delivery();
    return new DeliveryRow(
        delivery.id(),
        delivery.event(),
        delivery.customer(),
        delivery.destination(),
        delivery.source(),
        delivery.flow(),
        delivery.action(),
        entry.state(),
        delivery.attempts(),
        delivery.receivedAt(),
        delivery.enqueuedAt(),
        delivery.firstAttemptAt(),
        entry.finishedAt(),
        entry.state() == DeliveryState.PENDING ? delivery.dueAt() : null,
        entry.errorKind(),
        entry.errorText(),
        DeliveryApi.words(entry));
  }

  static MessageRow message(StoredMessage message) {
    String findings = message.findings();
    return new MessageRow(
        message.id(),
        message.connection(),
        message.vendorId(),
        message.contentType(),
        message.bytes(),
        message.receivedAt(),
        message.state(),
        message.tries(),
        message.events(),
        findings == null ? null : parsed(findings),
        message.processedAt(),
        message.emptiedAt());
  }

  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The database keeps whole JSON", e);
    }
  }
}
