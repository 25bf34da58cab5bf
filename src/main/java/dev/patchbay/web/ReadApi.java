package dev.patchbay.web;

import dev.patchbay.eventlog.EventLog;
import dev.patchbay.inbox.MessageFilter;
import dev.patchbay.inbox.MessageList;
import dev.patchbay.inbox.MessageState;
import dev.patchbay.inbox.StoredMessage;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.tracking.Page;
import dev.patchbay.tracking.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What came in and went out: messages, events and deliveries, newest first. */
final class ReadApi implements ApiPart {

  private static final Parameter BEFORE =
      Parameter.text("before", "Where the page begins: taken from the page before.");

  private final EventLog events;
  private final MessageList messages = new MessageList();

  ReadApi(EventLog events) {
    this.events = events;
  }

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.list(
            "/api/v1/events",
            "events",
            "The log of canonical events, each as CloudEvents 1.0.",
            List.of(
                Parameter.text("type", "Full type, such as lead.submitted."),
                Parameter.text("connection", "The connection that told of them."),
                Parameter.id("customer", "Events of this customer."),
                BEFORE),
            ApiRows.EventRow.class,
            this::events),
        ApiRoute.list(
            "/api/v1/deliveries",
            "deliveries",
            "What was sent where, or waits, or was given up.",
            List.of(
                Parameter.text("destination", "To this connection."),
                Parameter.word("state", "That stand so.", words(DeliveryState.values())),
                Parameter.id("customer", "Of this customer's events."),
                Parameter.text("kind", "Whose last error is of this kind."),
                BEFORE),
            ApiRows.DeliveryRow.class,
            this::deliveries),
        ApiRoute.list(
            "/api/v1/messages",
            "messages",
            "What was received, without the bodies.",
            List.of(
                Parameter.text("connection", "By this connection."),
                Parameter.word("state", "That stand so.", words(MessageState.values())),
                Parameter.text("kind", "With a finding of this kind."),
                BEFORE),
            ApiRows.MessageRow.class,
            this::messages),
        ApiRoute.get(
            "/api/v1/messages/{id}",
            "One message, without its body.",
            List.of(),
            ApiRows.MessageRow.class,
            this::message));
  }

  private static String[] words(Enum<?>[] values) {
    return Stream.of(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  private Object events(Connection sql, ApiCall call) throws SQLException, RefusedException {
    int limit = call.limit();
    List<EventLog.Entry> page =
        events.page(
            sql,
            new EventLog.Filter(
                call.text("type"),
                call.text("connection"),
                call.id("customer"),
                position(call, "before"),
                limit));
    return page(page, limit, ApiRows::event, entry -> Long.toString(entry.position()));
  }

  private Object deliveries(Connection sql, ApiCall call) throws SQLException, RefusedException {
    int limit = call.limit();
    List<DeliveryLog.Entry> page =
        DeliveryLog.page(
            sql,
            new DeliveryLog.Filter(
                call.text("destination"),
                call.oneOf("state", DeliveryState.class),
                call.id("customer"),
                call.text("kind"),
                position(call, "before"),
                limit));
    return page(page, limit, ApiRows::delivery, entry -> Long.toString(entry.delivery().seq()));
  }

  private Object messages(Connection sql, ApiCall call) throws SQLException, RefusedException {
    int limit = call.limit();
    MessageFilter filter =
        new MessageFilter(
            call.text("connection"),
            call.oneOf("state", MessageState.class),
            null,
            null,
            call.text("kind"));
    List<StoredMessage> page = messages.page(sql, filter, message(call), limit);
    return page(page, limit, ApiRows::message, message -> message.id().toString());
  }

  private Object message(Connection sql, ApiCall call) throws SQLException, RefusedException {
    return messages.find(sql, call.id()).map(ApiRows::message).orElseThrow(ApiCall::notFound);
  }

  /** The position in a parameter that turns pages. */
  static @Nullable Long position(ApiCall call, String name) throws RefusedException {
    String before = call.text(name);
    try {
      return before == null ? null : Long.valueOf(before);
    } catch (NumberFormatException e) {
      throw ApiDesk.unreadable(name, "taken from the page before");
    }
  }

  private static @Nullable UUID message(ApiCall call) throws RefusedException {
    String before = call.text("before");
    try {
      return before == null ? null : UUID.fromString(before);
    } catch (IllegalArgumentException e) {
      throw ApiDesk.unreadable("before", "taken from the page before");
    }
  }

  private static <T, R> Page<R> page(
      List<T> rows, int limit, Function<T, R> write, Function<T, String> position) {
    return new Page<>(
        rows.stream().map(write).toList(),
        rows.size() == limit ? position.apply(rows.get(rows.size() - 1)) : null);
  }
}
