package dev.patchbay.web;

import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/** Reads an API request's query; what makes no sense is refused with 400. */
final class ApiQuery {

  private static final int MOST = 500;
  private static final int USUAL = 50;

  private final ServerRequest request;

  ApiQuery(ServerRequest request) {
    this.request = request;
  }

  @Nullable String text(String name) {
    return request.param(name).filter(value -> !value.isEmpty()).orElse(null);
  }

  @Nullable UUID id(String name) throws RefusedException {
    return parsed(name, UUID::fromString);
  }

  @Nullable Long number(String name) throws RefusedException {
    return parsed(name, Long::valueOf);
  }

  <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) throws RefusedException {
    return parsed(name, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  int limit() throws RefusedException {
    Long limit = number("limit");
    return limit == null ? USUAL : (int) Math.max(1, Math.min(MOST, limit));
  }

  private <T> @Nullable T parsed(String name, Function<String, T> parse) throws RefusedException {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          400,
          "api.parameter",
          "The value of '%s' cannot be read.".formatted(name),
          "Leave it out, or use a value from an earlier answer.");
    }
  }
}
