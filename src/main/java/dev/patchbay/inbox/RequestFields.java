package dev.patchbay.inbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.patchbay.connector.Locator;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds single values in a raw request, within bounds and without ever failing: what cannot be read
 * is absent.
 */
public final class RequestFields {

  private static final int DEPTH = 64;
  private static final int FORM_FIELDS = 2_000;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(1_000)
                  .maxNameLength(10_000)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final Map<String, String> headers;
  private final @Nullable String rawQuery;
  private final byte[] body;
  private @Nullable Map<String, List<String>> query;
  private @Nullable Map<String, List<String>> form;

  /**
   * The fields of a request.
   *
   * @param headers lower-case names
   * @param url with its query, or {@code null}
   */
  public RequestFields(Map<String, String> headers, @Nullable String url, byte[] body) {
    int mark = url == null ? -1 : url.indexOf('?');
    this.headers = headers;
    this.rawQuery = url == null || mark < 0 ? null : url.substring(mark + 1);
    this.body = body;
  }

  /** The value at a place; empty when there is none, or when it is blank or no plain value. */
  public Optional<String> find(Locator place) {
    String value =
        switch (place.in()) {
          case HEADER -> headers.get(place.name().toLowerCase(java.util.Locale.ROOT));
          case QUERY -> first(query(), place.name());
          case FORM -> first(form(), place.name());
          case JSON -> json(place.name());
        };
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }

  /**
   * The vendor's own id of a message: the values at all places, joined; empty unless each has one.
   */
  public Optional<String> join(List<Locator> places) {
    if (places.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (Locator place : places) {
      Optional<String> part = find(place);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      // Escaped, so that no two lists of parts give the same text.
      parts.add(
          places.size() == 1 ? part.get() : part.get().replace("%", "%25").replace(":", "%3A"));
    }
    return Optional.of(String.join(":", parts));
  }

  /** The fields of the body read as a form, decoded, in order. */
  Map<String, List<String>> form() {
    if (form == null) {
      form = parse(new String(body, StandardCharsets.UTF_8));
    }
    return form;
  }

  /** The fields of the query, decoded, in order. */
  Map<String, List<String>> query() {
    if (query == null) {
      query = rawQuery == null ? Map.of() : parse(rawQuery);
    }
    return query;
  }

  private static @Nullable String first(Map<String, List<String>> fields, String name) {
    List<String> values = fields.get(name);
    return values == null ? null : values.get(0);
  }

  private static Map<String, List<String>> parse(String text) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    int from = 0;
    for (int n = 0; n < FORM_FIELDS && from < text.length(); n++) {
      int end = text.indexOf('&', from);
      end = end < 0 ? text.length() : end;
      if (end > from) {
        String field = text.substring(from, end);
        int assign = field.indexOf('=');
        String name = decode(assign < 0 ? field : field.substring(0, assign));
        String value = assign < 0 ? "" : decode(field.substring(assign + 1));
        fields.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
      }
      from = end + 1;
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** Streams to the place, so that a wide document costs no memory; the first match counts. */
  private @Nullable String json(String pointer) {
    if (!pointer.startsWith("/")) {
      return null;
    }
    String[] path = pointer.substring(1).split("/", -1);
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      for (String step : path) {
        if (!enter(parser, step.replace("~1", "/").replace("~0", "~"))) {
          return null;
        }
      }
      JsonToken token = parser.currentToken();
      return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL
          ? parser.getText()
          : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static boolean enter(JsonParser parser, String step) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(step);
        parser.nextToken();
        if (found) {
          return true;
        }
        parser.skipChildren();
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      int index = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
        if (Integer.toString(index++).equals(step)) {
          return true;
        }
        parser.skipChildren();
      }
    }
    return false;
  }
}
