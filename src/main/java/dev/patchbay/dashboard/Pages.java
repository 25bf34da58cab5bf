package dev.patchbay.dashboard;

import dev.patchbay.access.Caller;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.signin.SignIn;
import dev.patchbay.web.ApiDesk;
import dev.patchbay.web.Callers;
import dev.patchbay.web.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the pages: lets those in who may, fills templates in, and says plainly what went wrong.
 */
final class Pages {

  private static final Logger log = LoggerFactory.getLogger(Pages.class);
  private static final Caller NOBODY = new Caller("nobody", Set.of());

  private final List<PageRoute> routes;
  private final List<Callers> callers;
  private final ApiDesk api;
  private final Templates templates;
  private final Navigation navigation;
  private final Assets assets;
  private final Frames frames;
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
      Frames frames,
      Map<String, Object> common) {
    this.routes = routes;
    this.callers = callers;
    this.api = api;
    this.templates = templates;
    this.navigation = new Navigation(routes);
    this.assets = assets;
    this.frames = frames;
    this.common = common;
  }

  /** Every route. */
  List<PageRoute> table() {
    return routes;
  }

  RouterFunction<ServerResponse> router() {
    RouterFunctions.Builder router = RouterFunctions.route();
    router.GET("/", request -> redirect(request, "/app"));
    router.GET("/app/", request -> redirect(request, "/app"));
    router.GET("/app/assets/{version}/{file}", assets::serve);
    for (PageRoute route : routes) {
      router.route(
          RequestPredicates.method(route.method()).and(RequestPredicates.path(route.path())),
          request -> serve(route, request));
    }
    router.GET(
        "/app/**",
        request ->
            problem(request, who(request), 404, "There is no such page.", "Choose one above.")
                .response());
    return router.build();
  }

  private ServerResponse serve(PageRoute route, ServerRequest request) {
    Optional<Caller> caller;
    try {
      caller = caller(request.servletRequest());
    } catch (DatabaseException e) {
      return failed(route, request, NOBODY, e).response();
    }
    if (caller.isEmpty() && !route.open()) {
      return problem(request, NOBODY, 401, "You are not signed in.", "Sign in, and try again.")
          .response();
    }
    Caller known = caller.orElse(NOBODY);
    String title = route.title();
    if (title == null || !isWholePage(request)) {
      return made(route, request, known).response();
    }
    Map<String, Object> frame = shared(request, known);
    frame.put("title", title);
    return frames.around(() -> templates.fill("frame", frame), () -> made(route, request, known));
  }

  /** Neither a part of a page nor a file. */
  private static boolean isWholePage(ServerRequest request) {
    return !isPart(request) && request.param("format").isEmpty();
  }

  private Frames.Made made(PageRoute route, ServerRequest request, Caller caller) {
    try {
      return answer(request, caller, route.handler().handle(new PageCall(request, caller, api)));
    } catch (RefusedException e) {
      return problem(request, caller, e.status(), String.valueOf(e.getMessage()), e.remedy());
    } catch (DatabaseException e) {
      return failed(route, request, caller, e);
    } catch (RuntimeException e) {
      log.error("Showing {}", route.path(), e);
      return unmade(request, caller);
    }
  }

  private Frames.Made failed(
      PageRoute route, ServerRequest request, Caller caller, DatabaseException e) {
    if (e.isAway() || e.isConflict()) {
      return problem(
          request, caller, 503, "The database is away.", "Nothing is lost. Try again in a moment.");
    }
    log.error("Showing {}: {}", route.path(), e.getMessage());
    return unmade(request, caller);
  }

  private Frames.Made unmade(ServerRequest request, Caller caller) {
    return problem(
        request, caller, 500, "This page could not be made.", "Look for the reason in the log.");
  }

  private Caller who(ServerRequest request) {
    try {
      return caller(request.servletRequest()).orElse(NOBODY);
    } catch (DatabaseException e) {
      return NOBODY;
    }
  }

  private Optional<Caller> caller(HttpServletRequest request) {
    return callers.stream().map(each -> each.of(request)).flatMap(Optional::stream).findFirst();
  }

  private Frames.Made answer(ServerRequest request, Caller caller, PageAnswer answer) {
    if (answer instanceof PageAnswer.Raw raw) {
      return new Frames.Other(raw.response());
    }
    if (answer instanceof PageAnswer.Redirect to) {
      return new Frames.Other(redirect(request, to.path()));
    }
    PageAnswer.Html html = (PageAnswer.Html) answer;
    return html(request, caller, html);
  }

  private Frames.Ready html(ServerRequest request, Caller caller, PageAnswer.Html html) {
    Map<String, Object> values = shared(request, caller);
    values.putAll(html.values());
    return new Frames.Ready(html.status(), templates.fill(html.template(), values));
  }

  /** What every page shows of who asks, and where. */
  private Map<String, Object> shared(ServerRequest request, Caller caller) {
    Map<String, Object> values = new HashMap<>(common);
    values.put("me", new Me(caller));
    values.put("navigation", navigation.seenFrom(request.path(), caller));
    values.put("here", request.path());
    values.put("csrf", SignIn.formToken(request.servletRequest()));
    return values;
  }

  /**
   * As scripts of the page follow it too: they would put the other page into a part of this one.
   */
  private static ServerResponse redirect(ServerRequest request, String path) {
    if (isPart(request)) {
      return ServerResponse.noContent().header("HX-Redirect", path).build();
    }
    return ServerResponse.seeOther(URI.create(path)).build();
  }

  private static boolean isPart(ServerRequest request) {
    return request.headers().firstHeader("HX-Request") != null;
  }

  private Frames.Ready problem(
      ServerRequest request, Caller caller, int status, String text, @Nullable String remedy) {
    Map<String, Object> values = new HashMap<>();
    values.put("text", text);
    values.put("remedy", remedy == null ? "" : remedy);
    return html(
        request,
        caller,
        new PageAnswer.Html(status, isPart(request) ? "problem :: notice" : "problem", values));
  }
}
