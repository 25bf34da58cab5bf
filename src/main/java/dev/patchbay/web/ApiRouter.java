package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.access.Audit;
import dev.patchbay.access.Caller;
import dev.patchbay.access.Scope;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.tracking.Page;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.tracking.Question;
import dev.patchbay.yaml.NearestName;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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

  private final List<ApiRoute> routes;
  private final ApiGuard guard;
  private final Database database;
  private final Audit audit;
  private final Supplier<Question> question;

  /**
   * A router of these routes.
   *
   * @param question zone, region and time of a call that is made now
   */
  ApiRouter(
      List<ApiRoute> routes,
      ApiGuard guard,
      Database database,
      Audit audit,
      Supplier<Question> question) {
    this.routes = routes;
    this.guard = guard;
    this.database = database;
    this.audit = audit;
    this.question = question;
  }

  RouterFunction<ServerResponse> routes() {
    RouterFunctions.Builder router = RouterFunctions.route();
    for (ApiRoute route : routes) {
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
    ApiCall call = call(route, request, caller.get());
    if ("csv".equals(call.text("format"))) {
      return new ApiExport(database, audit).answer(call);
    }
    ApiShape shape = new ApiShape(call.caller().may(Scope.READ_PERSONAL));
    return json(200, answer(call, request, shape).toString());
  }

  /** Runs the handler, writes its answer and notes it, all in one transaction. */
  private JsonNode answer(ApiCall call, ServerRequest request, ApiShape shape)
      throws RefusedException {
    return inTransaction(
        database,
        sql -> {
          Object answer = call.route().handler().handle(sql, call);
          JsonNode written =
              answer instanceof Page<?> page
                  ? page(call, request, page, shape)
                  : shape.write(answer);
          note(sql, audit, call, shape);
          return written;
        });
  }

  private static void note(Connection sql, Audit audit, ApiCall call, ApiShape shape)
      throws SQLException {
    if (call.route().acts()) {
      audit.append(
          sql,
          call.caller().name(),
          call.route().method().name().toLowerCase(Locale.ROOT),
          what(call),
          ApiBody.why(call.body()),
          Math.max(1, shape.seen()));
    } else if (shape.seen() > 0) {
      audit.append(sql, call.caller().name(), "view", what(call), null, shape.seen());
    }
  }

  /** The path; what was searched for may tell of people and stays out. */
  static String what(ApiCall call) {
    return call.route().path().replace("{id}", call.pathId());
  }

  private ApiCall call(ApiRoute route, ServerRequest request, Caller caller)
      throws RefusedException {
    if (!caller.may(route.scope())) {
      throw forbidden(route.scope());
    }
    Question now = question.get();
    Map<String, String> given = new LinkedHashMap<>();
    List<Parameter> understood = route.understood();
    for (Map.Entry<String, List<String>> entry : request.params().entrySet()) {
      Parameter parameter = known(entry.getKey(), understood);
      String text = entry.getValue().get(0);
      if (entry.getValue().size() > 1) {
        throw unreadable(parameter.name(), "given once");
      }
      if (text.isEmpty()) {
        continue;
      }
      if (parameter.personal() && !caller.may(Scope.READ_PERSONAL)) {
        throw forbidden(Scope.READ_PERSONAL);
      }
      try {
        parameter.read(text, now.zone());
      } catch (IllegalArgumentException e) {
        throw unreadable(parameter.name(), String.valueOf(e.getMessage()));
      }
      given.put(parameter.name(), text);
    }
    if (route.hasCsv() && wantsCsv(request)) {
      given.putIfAbsent("format", "csv");
    }
    Class<? extends Record> body = route.body();
    return new ApiCall(
        route,
        caller,
        now,
        request.pathVariables().getOrDefault("id", ""),
        given,
        body == null ? null : ApiBody.read(bytes(request), body));
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

  private static Parameter known(String name, List<Parameter> understood) throws RefusedException {
    for (Parameter parameter : understood) {
      if (parameter.name().equals(name)) {
        return parameter;
      }
    }
    throw new RefusedException(
        400,
        "api.unknown-parameter",
        "There is no parameter%s here.".formatted(NearestName.quoted(name)),
        NearestName.remedy(name, understood.stream().map(Parameter::name).toList()));
  }

  static RefusedException unreadable(String name, String like) {
    return new RefusedException(
        400,
        "api.parameter",
        "The value of '%s' cannot be read.".formatted(name),
        "It must be %s.".formatted(like));
  }

  private static RefusedException forbidden(Scope scope) {
    return new RefusedException(
        403,
        "api.forbidden",
        "This needs a token with the scope %s.".formatted(scope.word()),
        "Make one: ./patchbay token create --name NAME --scope %s".formatted(scope.word()));
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

  /** {@code {"<name>": [...], "next": "<path of the next page>"}}. */
  private static ObjectNode page(
      ApiCall call, ServerRequest request, Page<?> page, ApiShape shape) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray(call.route().list());
    page.rows().forEach(row -> list.add(shape.write(row)));
    String next = page.next();
    if (next != null) {
      body.put(
          "next",
          UriComponentsBuilder.fromPath(request.path())
              .queryParams(request.params())
              .replaceQueryParam(cursor(call.route()), next)
              .encode()
              .build()
              .toUri()
              .toString());
    }
    return body;
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

  /** Work that may refuse the request. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection sql) throws SQLException, RefusedException;
  }

  /** Runs work in one transaction; a refusal rolls it back and comes out as it is. */
  static <T> T inTransaction(Database database, Work<T> work) throws RefusedException {
    try {
      return database.inTransaction(
          sql -> {
            try {
              return work.run(sql);
            } catch (RefusedException e) {
              throw new Refusal(e);
            } catch (IllegalArgumentException e) {
              throw new Refusal(
                  new RefusedException(
                      400,
                      "api.parameter",
                      "A value cannot be used: %s.".formatted(e.getMessage()),
                      "Leave it out, or use a value from an earlier answer."));
            }
          });
    } catch (Refusal e) {
      throw e.refused;
    }
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient RefusedException refused;

    Refusal(RefusedException refused) {
      super(null, refused, false, false);
      this.refused = refused;
    }
  }

  /** Every route, for the description. */
  List<ApiRoute> table() {
    return routes;
  }
}
