package dev.patchbay.route;

import dev.patchbay.delivery.Reply;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Reads the reply off an exchange that went through a sink. */
final class Replies {

  private static final int MAXIMUM_CHARACTERS = 64 * 1024;
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
    return new Reply(status, headers, start(message.getBody(String.class)), null);
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

  private static @Nullable String start(@Nullable String body) {
    return body == null || body.length() <= MAXIMUM_CHARACTERS
        ? body
        : body.substring(0, MAXIMUM_CHARACTERS);
  }
}
