package dev.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.connector.Locator;
import dev.patchbay.connector.Source;
import dev.patchbay.inbox.Inbox;
import dev.patchbay.inbox.InboxUnavailableException;
import dev.patchbay.inbox.Incoming;
import dev.patchbay.inbox.Receipt;
import dev.patchbay.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the exchange's body as a message and waits for the commit. Of the exchange only the body,
 * the content type and the message id are taken: no other header reaches the inbox.
 */
final class InboxProducer extends DefaultProducer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NO_WINDOW = Duration.ofMinutes(10);
  private static final int MAXIMUM_BYTES = 10 * 1024 * 1024;

  private final String connection;

  InboxProducer(InboxEndpoint endpoint, String connection) {
    super(endpoint);
    this.connection = connection;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    @Nullable SourceCursor cursor = cursor();
    Receipt receipt;
    try {
      receipt = store(incoming(message));
    } catch (Exception e) {
      if (cursor != null) {
        cursor.hold();
      }
      throw e;
    }
    message.setHeader(Headers.MESSAGE, receipt.message().toString());
    message.setHeader(Headers.DUPLICATE, receipt.duplicate());
    String position = message.getHeader(Headers.CURSOR, String.class);
    if (cursor != null && position != null) {
      cursor.advance(position);
    }
  }

  private @Nullable SourceCursor cursor() {
    return getEndpoint()
        .getCamelContext()
        .getRegistry()
        .lookupByNameAndType(SourceCursor.beanName(connection), SourceCursor.class);
  }

  private Receipt store(Incoming incoming) throws Exception {
    Inbox inbox = Registered.one(getEndpoint().getCamelContext(), Inbox.class);
    try {
      return inbox.receive(incoming).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (TimeoutException e) {
      throw new InboxUnavailableException(
          "Storing a message of '%s': no commit within %s".formatted(connection, PATIENCE),
          Duration.ofSeconds(5),
          e);
    }
  }

  private Incoming incoming(Message message) throws IOException {
    Source source = source();
    byte[] body = bytes(message);
    if (body.length > MAXIMUM_BYTES) {
      throw new IllegalArgumentException(
          "Storing a message of '%s': its %d bytes are more than 10 MiB"
              .formatted(connection, body.length));
    }
    return new Incoming(
        connection,
        vendorId(message, source, body),
        source == null ? NO_WINDOW : source.duplicateWindow(),
        body,
        contentType(message, source),
        message.getHeader(Headers.SWEPT) == null
            ? Map.of()
            : Map.of(dev.patchbay.inbox.Message.SWEPT, "true"),
        null,
        Registered.one(getEndpoint().getCamelContext(), Clock.class).instant());
  }

  private @Nullable Source source() {
    Plan plan = Registered.one(getEndpoint().getCamelContext(), Plan.class);
    return plan.connection(connection)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "inbox:%s: the stack '%s' has no connection of this name"
                        .formatted(connection, plan.stack())))
        .connector()
        .source();
  }

  private static byte[] bytes(Message message) throws IOException {
    Object body = message.getBody();
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    if (body instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (body instanceof Map || body instanceof List || body instanceof JsonNode) {
      return JSON.writeValueAsBytes(body);
    }
    byte[] converted = message.getBody(byte[].class);
    if (converted == null) {
      throw new IllegalArgumentException(
          "Storing a message: the body is "
              + (body == null ? "empty" : "a " + body.getClass().getName())
              + "; give bytes, text, a Map or a List");
    }
    return converted;
  }

  private static @Nullable String vendorId(Message message, @Nullable Source source, byte[] body) {
    String header = message.getHeader(Headers.MESSAGE_ID, String.class);
    if (header != null && !header.isBlank()) {
      return header.strip();
    }
    if (source == null || source.messageId().isEmpty()) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    JsonNode json = null;
    for (Locator locator : source.messageId()) {
      if (locator.in() != Locator.In.JSON) {
        return null;
      }
      try {
        json = json == null ? JSON.readTree(body) : json;
      } catch (IOException e) {
        return null;
      }
      JsonNode value = json.at(locator.name());
      if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
        return null;
      }
      parts.add(value.asText());
    }
    return String.join("|", parts);
  }

  private static String contentType(Message message, @Nullable Source source) {
    String claimed = message.getHeader(Exchange.CONTENT_TYPE, String.class);
    if (claimed != null && claimed.length() <= 200 && claimed.matches("[\\x20-\\x7e]+")) {
      return claimed;
    }
    return switch (source == null ? Source.Format.JSON : source.format()) {
      case MAIL -> "message/rfc822";
      case TEXT, JWT -> "text/plain";
      case FORM -> "application/x-www-form-urlencoded";
      case MULTIPART -> "multipart/form-data";
      case JSON, JSON_REPEATS, ROW, ANY -> "application/json";
    };
  }
}
