package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.access.Audit;
import dev.patchbay.access.Caller;
import dev.patchbay.access.Scope;
import dev.patchbay.customer.IdentityRaceException;
import dev.patchbay.customer.Races;
import dev.patchbay.db.Database;
import dev.patchbay.tracking.Page;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.tracking.Question;
import dev.patchbay.yaml.NearestName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Answers calls of the API's routes, from outside or from pages of this program: who may call, what
 * they may ask, what they see masked, and what is noted of it.
 */
public final class ApiDesk {

  private static final int RACES = 5;

  private final List<ApiRoute> routes;
  private final Database database;
  private final Audit audit;
  private final Supplier<Question> question;
  private final RecentViews views;

  /**
   * A desk for these routes.
   *
   * @param question zone, region and time of a call that is made now
   */
  ApiDesk(List<ApiRoute> routes, Database database, Audit audit, Supplier<Question> question) {
    this.routes = routes;
    this.database = database;
    this.audit = audit;
    this.question = question;
    this.views = new RecentViews();
  }

  /**
   * Rows of a list.
   *
   * @param next value of the parameter that turns pages, or {@code null} at the end
   */
  public record Listing(List<JsonNode> rows, @Nullable String next) {}

  /**
   * Reads one thing for a page.
   *
   * @param path as called from outside, such as {@code /api/v1/leads/<id>}
   * @throws RefusedException when the caller may not, or asks for what there is not
   */
  public JsonNode read(Caller caller, String path, Map<String, String> parameters)
      throws RefusedException {
    return seen(call(caller, HttpMethod.GET, path, parameters, null)).object();
  }

  /** Reads a page of a list for a page; as {@link #read}. */
  public Listing list(Caller caller, String path, Map<String, String> parameters)
      throws RefusedException {
    Written written = seen(call(caller, HttpMethod.GET, path, parameters, null));
    List<JsonNode> rows = new ArrayList<>();
    written.object().path(String.valueOf(written.list())).forEach(rows::add);
    return new Listing(rows, written.next());
  }

  /**
   * Does something for a page.
   *
   * @param body what is to be done, and why
   * @throws RefusedException when the caller may not, or it cannot be done
   */
  public JsonNode act(Caller caller, HttpMethod method, String path, ObjectNode body)
      throws RefusedException {
    return answer(
            call(caller, method, path, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8)))
        .object();
  }

  /** All rows of a list as a file for spreadsheets; as {@link #read}. */
  public ServerResponse csv(Caller caller, String path, Map<String, String> parameters)
      throws RefusedException {
    return export(call(caller, HttpMethod.GET, path, parameters, null));
  }

  /** An answer, and where the next page begins when it is a list. */
  record Written(JsonNode object, @Nullable String list, @Nullable String next) {}

  /** A call with its parameters checked, for a caller who may make it. */
  ApiCall call(
      ApiRoute route,
      Caller caller,
      String pathId,
      Map<String, String> asked,
      byte @Nullable [] body)
      throws RefusedException {
    if (!caller.may(route.scope())) {
      throw forbidden(route.scope());
    }
    Question now = question.get();
    Map<String, String> given = new LinkedHashMap<>();
    List<Parameter> understood = route.understood();
    for (Map.Entry<String, String> entry : asked.entrySet()) {
      Parameter parameter = known(entry.getKey(), understood);
      String text = entry.getValue();
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
    Class<? extends Record> type = route.body();
    return new ApiCall(
        route,
        caller,
        now,
        pathId,
        given,
        type == null ? null : ApiBody.read(body == null ? new byte[0] : body, type));
  }

  /** Runs the handler, writes its answer and notes it, all in one transaction. */
  Written answer(ApiCall call) throws RefusedException {
    return answer(call, true);
  }

  /** As {@link #answer(ApiCall)}; the same view again within minutes is noted once. */
  private Written seen(ApiCall call) throws RefusedException {
    return answer(call, false);
  }

  private Written answer(ApiCall call, boolean everyView) throws RefusedException {
    return inTransaction(
        database,
        call.route().acts() ? RACES : 1,
        sql -> {
          ApiShape shape = new ApiShape(call.caller().may(Scope.READ_PERSONAL));
          Object answer = call.route().handler().handle(sql, call);
          Written written = written(call, answer, shape);
          note(sql, call, shape, everyView);
          return written;
        });
  }

  private static Written written(ApiCall call, Object answer, ApiShape shape) {
    if (answer instanceof Page<?> page) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      String list = call.route().list();
      ArrayNode array = body.putArray(list);
      page.rows().forEach(row -> array.add(shape.write(row)));
      return new Written(body, list, page.next());
    }
    return new Written(shape.write(answer), null, null);
  }

  /** Every row of the answer as CSV. */
  ServerResponse export(ApiCall call) throws RefusedException {
    return new ApiExport(database, audit).answer(call);
  }

  private void note(Connection sql, ApiCall call, ApiShape shape, boolean everyView)
      throws SQLException {
    if (call.route().acts()) {
      audit.append(
          sql,
          call.caller().name(),
          call.route().method().name().toLowerCase(Locale.ROOT),
          what(call),
          ApiBody.why(call.body()),
          Math.max(1, shape.seen()));
    } else if (shape.seen() > 0
        && (everyView
            || views.isNew(
                call.caller().name(), what(call), shape.seen(), call.question().now()))) {
      audit.append(sql, call.caller().name(), "view", what(call), null, shape.seen());
    }
  }

  /** The path; what was searched for may tell of people and stays out. */
  static String what(ApiCall call) {
    return call.route().path().replace("{id}", call.pathId());
  }

  private ApiCall call(
      Caller caller,
      HttpMethod method,
      String path,
      Map<String, String> parameters,
      byte @Nullable [] body)
      throws RefusedException {
    for (ApiRoute route : routes) {
      String id = route.method().equals(method) ? idIn(route.path(), path) : null;
      if (id != null) {
        return call(route, caller, id, parameters, body);
      }
    }
    throw new IllegalStateException("The API has no route for %s %s".formatted(method, path));
  }

  /** What stands for {@code {id}}, empty when the path has none, {@code null} for another path. */
  private static @Nullable String idIn(String template, String path) {
    int at = template.indexOf("{id}");
    if (at < 0) {
      return template.equals(path) ? "" : null;
    }
    String before = template.substring(0, at);
    String after = template.substring(at + "{id}".length());
    if (!path.startsWith(before)
        || !path.endsWith(after)
        || path.length() <= before.length() + after.length()) {
      return null;
    }
    String id = path.substring(before.length(), path.length() - after.length());
    return id.indexOf('/') < 0 ? id : null;
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

  /** Work that may refuse the request. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection sql) throws SQLException, RefusedException;
  }

  /** Runs work in one transaction; a refusal rolls it back and comes out as it is. */
  static <T> T inTransaction(Database database, Work<T> work) throws RefusedException {
    return inTransaction(database, 1, work);
  }

  /** As {@link #inTransaction(Database, Work)}, again after a race, so many times at most. */
  private static <T> T inTransaction(Database database, int most, Work<T> work)
      throws RefusedException {
    try {
      return Races.run(
          database,
          most,
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
    } catch (IdentityRaceException e) {
      throw new RefusedException(
          409, "api.race", "Somebody else was at the same people.", "Look again, and try again.");
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

  /** Every route. */
  List<ApiRoute> table() {
    return routes;
  }
}
