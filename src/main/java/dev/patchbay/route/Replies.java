package dev.patchbay.route;

import dev.patchbay.delivery.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Reads the reply off an exchange that went through a sink. */
final class Replies {

  private static final Set<String> HARMLESS =
      Set.of("retry-after", "content-type", "location", "date");

  private Replies() {}

  static Reply of(Exchange exchange) {
    Throwable failure = exchange.getException();
    if (failure == null) {
      failure = exchange.getProperty(Headers.FAILURE, Throwable.class);
    }
    if (failure != null) {
      return Failures.reply(failure);
    }
    Message message = exchange.getMessage();
    Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    LastAnswer answer = LastAnswer.get();
    if (status == null) {
      return Reply.done();
    }
    Map<String, String> headers =
        answer != null && answer.status() == status ? answer.headers() : harmless(message);
    return new Reply(status, headers, start(exchange), null);
  }

  private static Map<String, String> harmless(Message message) {
    Map<String, String> kept = new TreeMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (HARMLESS.contains(lower) && value != null) {
                kept.put(lower, value.toString());
              }
            });
    return kept;
  }

  /** The start of the answer's body. Read here: Camel searches its converters for each answer. */
  private static @Nullable String start(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body instanceof InputStream stream) {
      if (body instanceof StreamCache cache) {
        cache.reset();
      }
      try {
        byte[] bytes = stream.readNBytes(Allowance.current().bytes());
        return new String(bytes, ExchangeHelper.getCharset(exchange, true));
      } catch (IOException e) {
        return null;
      }
    }
    String text =
        body == null || body instanceof String
            ? (String) body
            : exchange.getMessage().getBody(String.class);
    return text == null || text.length() <= Allowance.current().bytes()
        ? text
        : text.substring(0, Allowance.current().bytes());
  }
}
