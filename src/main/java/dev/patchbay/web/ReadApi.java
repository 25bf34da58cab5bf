package dev.patchbay.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.customer.Customers;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.inbox.MessageFilter;
import dev.patchbay.inbox.MessageList;
import dev.patchbay.inbox.MessageState;
import dev.patchbay.inbox.StoredMessage;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.DeliveryState;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.UriComponentsBuilder;

/** The read-only API, newest first, paged by {@code before}. */
final class ReadApi {

  private final Database database;
  private final EventLog events;
  private final Customers customers;
  private final MessageList messages = new MessageList();
  private final ApiGuard guard;

  ReadApi(Database database, EventLog events, Customers customers, WebSettings settings) {
    this.database = database;
    this.events = events;
    this.customers = customers;
    this.guard = new ApiGuard(settings);
  }

  RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET("/api/v1/events", this::events)
        .GET("/api/v1/deliveries", this::deliveries)
        .GET("/api/v1/messages", this::messages)
        .GET("/api/v1/messages/{id}", this::message)
        .GET("/api/v1/customers/{id}", this::customer)
        .filter(guard)
        .onError(RefusedException.class, (error, request) -> refused((RefusedException) error))
        .onError(DatabaseException.class, (error, request) -> away())
        .build();
  }

  private ServerResponse events(ServerRequest request) throws RefusedException {
    ApiQuery query = new ApiQuery(request);
    EventLog.Filter filter =
        new EventLog.Filter(
            query.text("type"),
            query.text("connection"),
            query.id("customer"),
            query.number("before"),
            query.limit());
    List<EventLog.Entry> page = database.inTransaction(sql -> events.page(sql, filter));
    return page(
        request,
        "events",
        page,
        filter.limit(),
        ApiJson::event,
        entry -> Long.toString(entry.position()));
  }

  private ServerResponse deliveries(ServerRequest request) throws RefusedException {
    ApiQuery query = new ApiQuery(request);
    DeliveryLog.Filter filter =
        new DeliveryLog.Filter(
            query.text("destination"),
            query.oneOf("state", DeliveryState.class),
            query.id("customer"),
            query.number("before"),
            query.limit());
    List<DeliveryLog.Entry> page = database.inTransaction(sql -> DeliveryLog.page(sql, filter));
    return page(
        request,
        "deliveries",
        page,
        filter.limit(),
        ApiJson::delivery,
        entry -> Long.toString(entry.delivery().seq()));
  }

  private ServerResponse messages(ServerRequest request) throws RefusedException {
    ApiQuery query = new ApiQuery(request);
    MessageFilter filter =
        new MessageFilter(
            query.text("connection"),
            query.oneOf("state", MessageState.class),
            null,
            null,
            query.text("kind"));
    UUID before = query.id("before");
    int limit = query.limit();
    List<StoredMessage> page =
        database.inTransaction(sql -> messages.page(sql, filter, before, limit));
    return page(
        request, "messages", page, limit, ApiJson::message, message -> message.id().toString());
  }

  private ServerResponse message(ServerRequest request) throws RefusedException {
    UUID id = pathId(request);
    return found(
        database.inTransaction(sql -> messages.find(sql, id)).map(ApiJson::message).orElse(null));
  }

  private ServerResponse customer(ServerRequest request) throws RefusedException {
    UUID id = pathId(request);
    return found(
        database.inTransaction(sql -> customers.find(sql, id)).map(ApiJson::customer).orElse(null));
  }

  private static UUID pathId(ServerRequest request) throws RefusedException {
    try {
      return UUID.fromString(request.pathVariable("id"));
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  private static ServerResponse found(@Nullable ObjectNode node) throws RefusedException {
    if (node == null) {
      throw notFound();
    }
    return json(200, node.toString());
  }

  private static RefusedException notFound() {
    return new RefusedException(404, "api.not-found", "There is nothing of this id.", null);
  }

  /** {@code {"<name>": [...], "next": "<path of the next page>"}}. */
  static <T> ServerResponse page(
      ServerRequest request,
      String name,
      List<T> rows,
      int limit,
      Function<T, ObjectNode> write,
      Function<T, String> position) {
    ObjectNode body = ApiJson.object();
    ArrayNode list = body.putArray(name);
    rows.forEach(row -> list.add(write.apply(row)));
    if (rows.size() == limit) {
      URI next =
          UriComponentsBuilder.fromPath(request.path())
              .queryParams(request.params())
              .replaceQueryParam("before", position.apply(rows.get(rows.size() - 1)))
              .encode()
              .build()
              .toUri();
      body.put("next", next.toString());
    }
    return json(200, body.toString());
  }

  static ServerResponse json(int status, String body) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).body(body);
  }

  private static ServerResponse refused(RefusedException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return json(e.status(), Answers.error(e.kind(), message, e.remedy()));
  }

  private static ServerResponse away() {
    return ServerResponse.status(503)
        .header(HttpHeaders.RETRY_AFTER, "2")
        .contentType(MediaType.APPLICATION_JSON)
        .body(Answers.error("database.away", "The database is away.", "Ask again later."));
  }
}
