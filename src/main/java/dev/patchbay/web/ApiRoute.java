package dev.patchbay.web;

import dev.patchbay.access.Scope;
import dev.patchbay.tracking.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One route of the API: the router, the description and the tests are all made from it.
 *
 * @param path with {@code {id}} where an id or a connection's name stands
 * @param scope what callers must be allowed
 * @param about what it answers or does, one sentence
 * @param body record that the request's body is read as, or {@code null}; a route that changes
 *     something has one with a component {@code why}
 * @param answer record of the answer, or of the rows where {@code list} is given
 * @param list name of the list in the answer, or {@code null} when it is no list read by pages
 */
record ApiRoute(
    HttpMethod method,
    String path,
    Scope scope,
    String about,
    List<Parameter> parameters,
    @Nullable Class<? extends Record> body,
    Class<?> answer,
    @Nullable String list,
    Handler handler) {

  /** Answers a call in its transaction; of routes with {@code list}, with a {@code Page}. */
  @FunctionalInterface
  interface Handler {
    Object handle(Connection sql, ApiCall call) throws SQLException, RefusedException;
  }

  static final Parameter LIMIT = Parameter.number("limit", "Most rows of a page, 1 to 500.");
  static final Parameter AFTER =
      Parameter.text("after", "Where the page begins: taken from the page before.");
  static final Parameter FORMAT =
      Parameter.word("format", "How the answer is written.", "json", "csv");

  /** A route that reads one thing. */
  static ApiRoute get(
      String path, String about, List<Parameter> parameters, Class<?> answer, Handler handler) {
    return new ApiRoute(
        HttpMethod.GET, path, Scope.READ, about, parameters, null, answer, null, handler);
  }

  /** A route that reads a list by pages. */
  static ApiRoute list(
      String path,
      String list,
      String about,
      List<Parameter> parameters,
      Class<?> row,
      Handler handler) {
    return new ApiRoute(
        HttpMethod.GET, path, Scope.READ, about, parameters, null, row, list, handler);
  }

  /** A route that changes something; its body tells what, and why. */
  static ApiRoute act(
      HttpMethod method,
      String path,
      Scope scope,
      String about,
      Class<? extends Record> body,
      Class<?> answer,
      Handler handler) {
    return new ApiRoute(method, path, scope, about, List.of(), body, answer, null, handler);
  }

  /** This route for those with another scope. */
  ApiRoute needing(Scope other) {
    return new ApiRoute(method, path, other, about, parameters, body, answer, list, handler);
  }

  /** Whether the answer can be had as CSV. */
  boolean hasCsv() {
    return list != null || rows() != null;
  }

  /** The record of the answer's {@code rows}, or {@code null} when it has none. */
  @Nullable Class<?> rows() {
    return answer.isRecord() ? ApiShape.rows(answer) : null;
  }

  /** Whether it changes something. */
  boolean acts() {
    return method != HttpMethod.GET;
  }

  /** Every parameter that is understood. */
  List<Parameter> understood() {
    List<Parameter> all = new ArrayList<>(parameters);
    if (list != null) {
      all.add(LIMIT);
      if (all.stream().noneMatch(parameter -> parameter.name().equals("before"))) {
        all.add(AFTER);
      }
    }
    if (hasCsv()) {
      all.add(FORMAT);
    }
    return all;
  }
}
