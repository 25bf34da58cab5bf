package dev.patchbay.dashboard;

import dev.patchbay.access.Caller;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.web.ApiDesk;
import dev.patchbay.web.Callers;
import dev.patchbay.web.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the pages: lets those in who may, fills templates in, and says plainly what went wrong.
 */
final class Pages {

  static final String SIGN_IN = "/app/sign-in";

  /** Nothing from elsewhere, and no script but our files: what leads write stays text. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none';"
          + " base-uri 'none'";

  /** Name of the request's attribute with the token of forms. */
  static final String CSRF = "patchbay.csrf";

  private static final Logger log = LoggerFactory.getLogger(Pages.class);
  private static final Caller NOBODY = new Caller("nobody", Set.of());
  private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=utf-8");

  private final List<PageRoute> routes;
  private final List<Callers> callers;
  private final ApiDesk api;
  private final Templates templates;
  private final Navigation navigation;
  private final Assets assets;
  private final Map<String, Object> common;

  /**
   * Pages of these routes.
   *
   * @param common what every template may use
   */
  Pages(
      List<PageRoute> routes,
      List<Callers> callers,
      ApiDesk api,
      Templates templates,
      Assets assets,
      Map<String, Object> common) {
    this.routes = routes;
    this.callers = callers;
    this.api = api;
    this.templates = templates;
    this.navigation = new Navigation(routes);
    this.assets = assets;
    this.common = common;
  }

  /** Every route. */
  List<PageRoute> table() {
    return routes;
  }

  RouterFunction<ServerResponse> router() {
    RouterFunctions.Builder router = RouterFunctions.route();
    router.GET("/", request -> redirect(request, "/app"));
    router.GET("/app/assets/{version}/{file}", assets::serve);
    for (PageRoute route : routes) {
      router.route(
          RequestPredicates.method(route.method()).and(RequestPredicates.path(route.path())),
          request -> serve(route, request));
    }
    router.GET(
        "/app/**", request -> problem(request, 404, "There is no such page.", "Choose one above."));
    return router.build();
  }

  private ServerResponse serve(PageRoute route, ServerRequest request) {
    try {
      Optional<Caller> caller = caller(request.servletRequest());
      if (caller.isEmpty() && !route.open()) {
        return unknown(request);
      }
      return answer(
          request,
          caller.orElse(NOBODY),
          route.handler().handle(new PageCall(request, caller.orElse(NOBODY), api)));
    } catch (RefusedException e) {
      return problem(request, e.status(), String.valueOf(e.getMessage()), e.remedy());
    } catch (DatabaseException e) {
      if (e.isAway() || e.isConflict()) {
        return problem(
            request, 503, "The database is away.", "Nothing is lost. Try again in a moment.");
      }
      log.error("Showing {}: {}", route.path(), e.getMessage());
      return problem(
          request, 500, "This page could not be made.", "Look for the reason in the log.");
    }
  }

  private Optional<Caller> caller(HttpServletRequest request) {
    return callers.stream().map(each -> each.of(request)).flatMap(Optional::stream).findFirst();
  }

  private ServerResponse answer(ServerRequest request, Caller caller, PageAnswer answer) {
    if (answer instanceof PageAnswer.Raw raw) {
      return raw.response();
    }
    if (answer instanceof PageAnswer.Redirect to) {
      return redirect(request, to.path());
    }
    PageAnswer.Html html = (PageAnswer.Html) answer;
    return html(request, caller, html);
  }

  private ServerResponse html(ServerRequest request, Caller caller, PageAnswer.Html html) {
    Map<String, Object> values = new HashMap<>(common);
    values.put("me", new Me(caller));
    values.put("navigation", navigation.seenFrom(request.path(), caller));
    values.put("here", request.path());
    values.put("csrf", csrf(request.servletRequest()));
    values.put("canSignOut", routes.stream().anyMatch(route -> route.path().equals(SIGN_IN)));
    values.putAll(html.values());
    return ServerResponse.status(html.status())
        .contentType(HTML)
        .header("Content-Security-Policy", POLICY)
        .body(templates.fill(html.template(), values).getBytes(StandardCharsets.UTF_8));
  }

  /** What forms send along to prove that they are ours; whoever signs people in sets it. */
  private static String csrf(HttpServletRequest request) {
    return request.getAttribute(CSRF) instanceof String token ? token : "";
  }

  /** Nobody we know: to the sign-in where there is one, and back afterwards. */
  private ServerResponse unknown(ServerRequest request) {
    if (routes.stream().noneMatch(route -> route.path().equals(SIGN_IN))) {
      return problem(
          request, 401, "You are not signed in.", "Open this page on the machine the hub runs on.");
    }
    return redirect(
        request, SIGN_IN + "?next=" + URLEncoder.encode(request.path(), StandardCharsets.UTF_8));
  }

  /**
   * As scripts of the page follow it too: they would put the other page into a part of this one.
   */
  private static ServerResponse redirect(ServerRequest request, String path) {
    if (request.headers().firstHeader("HX-Request") != null) {
      return ServerResponse.noContent().header("HX-Redirect", path).build();
    }
    return ServerResponse.seeOther(URI.create(path)).build();
  }

  private ServerResponse problem(
      ServerRequest request, int status, String text, @Nullable String remedy) {
    Map<String, Object> values = new HashMap<>();
    values.put("text", text);
    values.put("remedy", remedy == null ? "" : remedy);
    boolean part = request.headers().firstHeader("HX-Request") != null;
    return html(
        request,
        caller(request.servletRequest()).orElse(NOBODY),
        new PageAnswer.Html(status, part ? "problem :: notice" : "problem", values));
  }
}
