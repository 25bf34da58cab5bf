package dev.patchbay.web;

import dev.patchbay.access.Caller;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.tracking.Question;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call of a route, its parameters checked.
 *
 * @param pathId the id in the path as it was written, or empty
 * @param given parameters that have a value, by name
 * @param body the body as the route's record, or {@code null} where the route takes none
 */
record ApiCall(
    ApiRoute route,
    Caller caller,
    Question question,
    String pathId,
    Map<String, String> given,
    @Nullable Object body) {

  private static final int MOST = 500;
  private static final int USUAL = 50;
  private static final int EXPORTED = 1_000;

  /** The id in the path; an id that is none leads nowhere. */
  UUID id() throws RefusedException {
    try {
      return UUID.fromString(pathId);
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  static RefusedException notFound() {
    return new RefusedException(
        404, "api.not-found", "There is nothing of this id.", "Take ids from lists of the API.");
  }

  @Nullable String text(String name) {
    return given.get(name);
  }

  @Nullable UUID id(String name) {
    return (UUID) value(name);
  }

  @Nullable Instant time(String name) {
    return (Instant) value(name);
  }

  @Nullable Long number(String name) {
    return (Long) value(name);
  }

  <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
    String text = given.get(name);
    return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  /** What is asked for, less how the answer is written and turned over. */
  Map<String, String> asked() {
    Map<String, String> asked = new LinkedHashMap<>(given);
    asked.keySet().removeAll(List.of("format", "limit", "after", "sort"));
    return asked;
  }

  /** Rows of a page. */
  int limit() {
    if ("csv".equals(given.get("format"))) {
      return EXPORTED;
    }
    Long limit = number("limit");
    return limit == null ? USUAL : (int) Math.max(1, Math.min(MOST, limit));
  }

  /** The body. */
  <T> T body(Class<T> type) {
    return type.cast(Objects.requireNonNull(body));
  }

  /** The same call, going on at a later page. */
  ApiCall from(String parameter, String position) {
    Map<String, String> later = new LinkedHashMap<>(given);
    later.put(parameter, position);
    return new ApiCall(route, caller, question, pathId, later, body);
  }

  private @Nullable Object value(String name) {
    String text = given.get(name);
    if (text == null) {
      return null;
    }
    Parameter parameter =
        route.understood().stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("The route does not take " + name));
    return parameter.read(text, question.zone());
  }
}
