package dev.patchbay.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.access.Caller;
import dev.patchbay.db.DatabaseException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.UriComponentsBuilder;

/** Serves the table of routes: who may call, what they may ask, how answers are written. */
final class ApiRouter {

  private static final String CSV = ".csv";

  private static final Logger log = LoggerFactory.getLogger(ApiRouter.class);

  private final ApiDesk desk;
  private final ApiGuard guard;

  ApiRouter(ApiDesk desk, ApiGuard guard) {
    this.desk = desk;
    this.guard = guard;
  }

  RouterFunction<ServerResponse> routes() {
    RouterFunctions.Builder router = RouterFunctions.route();
    for (ApiRoute route : desk.table()) {
      router.route(
          RequestPredicates.method(route.method())
              .and(
                  RequestPredicates.path(route.path())
                      .or(
                          RequestPredicates.path(
                              route.hasCsv() ? route.path() + CSV : route.path()))),
          request -> serve(route, request));
    }
    return router
        .onError(RefusedException.class, (error, request) -> refused((RefusedException) error))
        .onError(
            DatabaseException.class, (error, request) -> failed((DatabaseException) error, request))
        .build();
  }

  private ServerResponse serve(ApiRoute route, ServerRequest request)
      throws RefusedException, ServletException, IOException {
    Optional<Caller> caller = guard.caller(request);
    if (caller.isEmpty()) {
      return unauthorized();
    }
    Map<String, String> asked = asked(route, request);
    if (route.hasCsv() && wantsCsv(request)) {
      asked.putIfAbsent("format", "csv");
    }
    ApiCall call =
        desk.call(
            route,
            caller.get(),
            request.pathVariables().getOrDefault("id", ""),
            asked,
            route.body() == null ? null : bytes(request));
    if ("csv".equals(call.text("format"))) {
      return desk.export(call);
    }
    ApiDesk.Written written = desk.answer(call);
    String next = written.next();
    if (next != null && written.object() instanceof ObjectNode body) {
      body.put("next", path(call, request, next));
    }
    return json(200, written.object().toString());
  }

  private static Map<String, String> asked(ApiRoute route, ServerRequest request)
      throws RefusedException {
    Map<String, String> asked = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> entry : request.params().entrySet()) {
      String name = entry.getKey();
      boolean isKnown =
          route.understood().stream().anyMatch(parameter -> parameter.name().equals(name));
      if (isKnown && entry.getValue().size() > 1) {
        throw ApiDesk.unreadable(name, "given once");
      }
      asked.put(entry.getKey(), entry.getValue().get(0));
    }
    return asked;
  }

  /** Where the next page is: the same question, going on from there. */
  private static String path(ApiCall call, ServerRequest request, String next) {
    return UriComponentsBuilder.fromPath(request.path())
        .queryParams(request.params())
        .replaceQueryParam(cursor(call.route()), next)
        .encode()
        .build()
        .toUri()
        .toString();
  }

  private static boolean wantsCsv(ServerRequest request) {
    return request.path().endsWith(CSV)
        || request.headers().accept().stream()
            .anyMatch(type -> type.isConcrete() && type.getSubtype().equals("csv"));
  }

  private static byte[] bytes(ServerRequest request) throws RefusedException {
    MediaType type = request.headers().contentType().orElse(MediaType.APPLICATION_OCTET_STREAM);
    // A page of a stranger can make a browser send anything but this.
    if (!type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
      throw new RefusedException(
          415, "api.content-type", "The body is not JSON.", "Send Content-Type: application/json.");
    }
    try (InputStream in = request.servletRequest().getInputStream()) {
      byte[] body = in.readNBytes(ApiBody.MOST + 1);
      if (body.length > ApiBody.MOST) {
        throw new RefusedException(
            413, "api.body", "The body is too long.", "Send at most 64 KiB.");
      }
      return body;
    } catch (IOException e) {
      throw new RefusedException(400, "api.body", "The body broke off.", "Send it again.");
    }
  }

  private static ServerResponse unauthorized() {
    return ServerResponse.status(401)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            Answers.error(
                "api.unauthorized",
                "This needs an API token.",
                "Send 'Authorization: Bearer' with a token: ./patchbay token create makes one."));
  }

  /** The parameter that turns pages. */
  static String cursor(ApiRoute route) {
    return route.understood().contains(ApiRoute.AFTER) ? "after" : "before";
  }

  static ServerResponse json(int status, String body) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).body(body);
  }

  static ServerResponse refused(RefusedException e) {
    return json(e.status(), Answers.error(e.kind(), String.valueOf(e.getMessage()), e.remedy()));
  }

  /** What is no fault of the database is one of ours, and is logged without what was asked. */
  private static ServerResponse failed(DatabaseException e, ServerRequest request) {
    if (e.isAway() || e.isConflict()) {
      return away();
    }
    log.error("Answering {} {}: {}", request.method(), request.path(), e.getMessage());
    return json(
        500,
        Answers.error(
            "api.failed", "The answer could not be made.", "Look for the reason in the log."));
  }

  private static ServerResponse away() {
    return ServerResponse.status(503)
        .header(HttpHeaders.RETRY_AFTER, "2")
        .contentType(MediaType.APPLICATION_JSON)
        .body(Answers.error("database.away", "The database is away.", "Ask again later."));
  }

  /** Every route, for the description. */
  List<ApiRoute> table() {
    return desk.table();
  }
}
