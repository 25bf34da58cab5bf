package dev.patchbay.tracking;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The list of exactly the rows that a number stands for.
 *
 * @param list name of the list, such as {@code leads}
 * @param where parameters of the list
 */
public record Open(String list, Map<String, String> where) {

  /** Where all lists are. */
  private static final String API = "/api/v1/";

  /** All rows of a list. */
  static Open of(String list) {
    return new Open(list, Map.of());
  }

  /** With one more parameter; the same when {@code value} is {@code null}. */
  Open with(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new TreeMap<>(where);
    more.put(name, value.toString());
    return new Open(list, more);
  }

  /** With these parameters. */
  Open with(Map<String, String> parameters) {
    Map<String, String> more = new TreeMap<>(where);
    more.putAll(parameters);
    return new Open(list, more);
  }

  /** Its address at the hub. */
  public String path() {
    return API
        + list
        + (where.isEmpty()
            ? ""
            : where.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&", "?", "")));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return path();
  }
}
