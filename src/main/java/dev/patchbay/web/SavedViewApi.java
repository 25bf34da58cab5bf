package dev.patchbay.web;

import dev.patchbay.access.Scope;
import dev.patchbay.tracking.LeadList;
import dev.patchbay.tracking.Page;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.tracking.SavedView;
import dev.patchbay.tracking.SavedViews;
import dev.patchbay.yaml.NearestName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Ways to look at calls and leads that people keep under a name, for themselves or for all. */
final class SavedViewApi implements ApiPart {

  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_QUERY = 2_000;
  private static final int MOST = 100;

  private static final List<Parameter> UNDERSTOOD = understood();

  private final SavedViews views;

  SavedViewApi(SavedViews views) {
    this.views = views;
  }

  /**
   * A view to keep.
   *
   * @param query parameters of {@code /api/v1/leads} as in an address, with {@code sort} and {@code
   *     columns}; nothing that names a person
   * @param shared whether everybody is to see it
   */
  record ViewBody(
      @Nullable String name, @Nullable String query, @Nullable Boolean shared, String why) {}

  /** A view to forget. */
  record ForgetBody(String why) {}

  /** What was forgotten. */
  record Forgotten(String name) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.list(
            "/api/v1/views",
            "views",
            "Saved views of calls and leads: one's own, and those that are shared.",
            List.of(),
            SavedView.class,
            (sql, call) -> new Page<>(views.seenBy(sql, call.caller().name()), null)),
        ApiRoute.act(
            HttpMethod.PUT,
            "/api/v1/views",
            Scope.READ,
            "Keeps a view under a name; sharing it needs the scope correct.",
            ViewBody.class,
            SavedView.class,
            this::keep),
        ApiRoute.act(
            HttpMethod.DELETE,
            "/api/v1/views/{id}",
            Scope.READ,
            "Forgets a view of one's own; with the scope admin, any that is shared.",
            ForgetBody.class,
            Forgotten.class,
            this::forget));
  }

  private Object keep(Connection sql, ApiCall call) throws SQLException, RefusedException {
    ViewBody body = call.body(ViewBody.class);
    String name = ApiBody.given(body.name(), "name").strip();
    String query = ApiBody.given(body.query(), "query").strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw refused(
          "The view has no name that can be shown.",
          "Give it one of at most %d characters.".formatted(LONGEST_NAME));
    }
    check(query, call.question().zone());
    boolean shared = Boolean.TRUE.equals(body.shared());
    if (shared && !call.caller().may(Scope.CORRECT)) {
      throw new RefusedException(
          403,
          "api.forbidden",
          "Sharing a view needs the scope %s.".formatted(Scope.CORRECT.word()),
          "Keep it for yourself, or ask somebody who may.");
    }
    String who = call.caller().name();
    List<SavedView> mine = views.seenBy(sql, who).stream().filter(SavedView::mine).toList();
    if (mine.size() >= MOST && mine.stream().noneMatch(view -> view.name().equals(name))) {
      throw refused("You keep %d views already.".formatted(MOST), "Forget one of them first.");
    }
    return views.keep(sql, who, name, query, shared, call.question().now());
  }

  private Object forget(Connection sql, ApiCall call) throws SQLException, RefusedException {
    SavedView view =
        views.find(sql, call.id(), call.caller().name()).orElseThrow(ApiCall::notFound);
    if (!view.mine() && !call.caller().may(Scope.ADMIN)) {
      throw new RefusedException(
          403,
          "api.forbidden",
          "This view is %s's.".formatted(view.by()),
          "Ask them, or somebody with the scope %s.".formatted(Scope.ADMIN.word()));
    }
    views.forget(sql, view.id());
    return new Forgotten(view.name());
  }

  /** Everything in it can be asked of the list, and nothing of it tells of a person. */
  private static void check(String query, ZoneId zone) throws RefusedException {
    if (query.length() > LONGEST_QUERY) {
      throw refused("The view is too long.", "Use at most %d characters.".formatted(LONGEST_QUERY));
    }
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
      Parameter parameter =
          UNDERSTOOD.stream()
              .filter(known -> known.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      refused(
                          "A view cannot hold%s.".formatted(NearestName.quoted(name)),
                          NearestName.remedy(
                              name, UNDERSTOOD.stream().map(Parameter::name).toList())));
      try {
        parameter.read(value, zone);
      } catch (IllegalArgumentException e) {
        throw ApiDesk.unreadable(name, String.valueOf(e.getMessage()));
      }
    }
  }

  private static List<Parameter> understood() {
    List<Parameter> all = new ArrayList<>(LeadList.ROWS.parameters());
    all.removeIf(Parameter::personal);
    all.add(Parameter.text("sort", "As the list sorts."));
    all.add(Parameter.text("columns", "Which columns a page shows."));
    return List.copyOf(all);
  }

  private static String decoded(String text) throws RefusedException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused("The view's query cannot be read.", "Encode it as in an address.");
    }
  }

  private static RefusedException refused(String text, String remedy) {
    return new RefusedException(400, "api.view", text, remedy);
  }
}
