package dev.patchbay.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.access.Caller;
import dev.patchbay.web.ApiDesk;
import dev.patchbay.web.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** A call of a page: who asks for what, and the API to answer it with. */
final class PageCall {

  private final ServerRequest request;
  private final Caller caller;
  private final ApiDesk api;

  PageCall(ServerRequest request, Caller caller, ApiDesk api) {
    this.request = request;
    this.caller = caller;
    this.api = api;
  }

  /**
   * Rows of a list.
   *
   * @param next value of the parameter that turns pages, or {@code null} at the end
   */
  record Listing<T>(List<T> rows, @Nullable String next) {

    /**
     * The address of the next page of the list, or {@code null} at the end.
     *
     * @param asked what the list is narrowed by
     * @param cursor the parameter that turns pages
     */
    @Nullable String later(String path, Map<String, String> asked, String cursor) {
      if (next == null) {
        return null;
      }
      Map<String, String> later = new LinkedHashMap<>(asked);
      later.put(cursor, next);
      return Links.of(path, later);
    }
  }

  Caller caller() {
    return caller;
  }

  ServerRequest request() {
    return request;
  }

  /** The address as it was asked for, with its query, to come back to. */
  String address() {
    String query = request.uri().getRawQuery();
    return query == null ? request.path() : request.path() + "?" + query;
  }

  /** Whether a part of the page is asked for, to be put into one that is open. */
  boolean isPart() {
    return "true".equals(request.headers().firstHeader("HX-Request"))
        && !"true".equals(request.headers().firstHeader("HX-History-Restore-Request"));
  }

  /** What stands for {@code {id}} in the path. */
  String id() {
    return request.pathVariable("id");
  }

  /** A value of the query or of the form, or {@code null} when it is absent or blank. */
  @Nullable String text(String name) {
    String text = request.param(name).map(String::strip).orElse("");
    return text.isEmpty() ? null : text;
  }

  /** Every value of that name, such as of boxes that were ticked. */
  List<String> texts(String name) {
    return request.params().getOrDefault(name, List.of());
  }

  /** The parameters of these names that have a value, to be asked of the API. */
  Map<String, String> given(List<String> names) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : names) {
      String text = text(name);
      if (text != null) {
        given.put(name, text);
      }
    }
    return given;
  }

  /** Reads one thing from the API; what {@code type} does not name is left out. */
  <T> T read(String path, Map<String, String> parameters, Class<T> type) throws RefusedException {
    return ViewModels.of(api.read(caller, path, parameters), type);
  }

  /** Reads a page of a list from the API. */
  <T> Listing<T> list(String path, Map<String, String> parameters, Class<T> type)
      throws RefusedException {
    ApiDesk.Listing listing = api.list(caller, path, parameters);
    return new Listing<>(
        listing.rows().stream().map(row -> ViewModels.of(row, type)).toList(), listing.next());
  }

  /** Does something by the API; {@code body} names values that are texts, numbers or lists. */
  JsonNode act(HttpMethod method, String path, Map<String, ?> body) throws RefusedException {
    ObjectNode json = ViewModels.json(body);
    return api.act(caller, method, path, json);
  }

  /** A list of the API as a file for spreadsheets. */
  PageAnswer csv(String path, Map<String, String> parameters) throws RefusedException {
    ServerResponse file = api.csv(caller, path, parameters);
    return new PageAnswer.Raw(file);
  }
}
