package dev.patchbay.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses within the dashboard. */
public final class Links {

  private static final String API = "/api/v1/";

  /** Lists of the API that have a page of another name. */
  private static final Map<String, String> PAGES =
      Map.of(
          "deliveries",
          "dead-letters",
          "messages",
          "invalid",
          "ledger/leads",
          "counts/leads",
          "drift/people",
          "differences/people");

  /**
   * The page that shows what an address of the API answers: numbers open to their rows.
   *
   * @param api such as {@code /api/v1/leads?source=google}; {@code null} for none
   */
  public @Nullable String page(@Nullable String api) {
    if (api == null || !api.startsWith(API)) {
      return null;
    }
    String rest = api.substring(API.length());
    int query = rest.indexOf('?');
    String list = query < 0 ? rest : rest.substring(0, query);
    return "/app/" + PAGES.getOrDefault(list, list) + (query < 0 ? "" : rest.substring(query));
  }

  /** An address of a page in the pieces between which a line may be broken. */
  public List<String> pieces(String address) {
    return List.of(address.split("(?<=/)(?!/)"));
  }

  /** An address with these parameters; those that are {@code null} or empty are left out. */
  public static String of(String path, Map<String, ?> parameters) {
    Map<String, Object> given = new TreeMap<>();
    parameters.forEach(
        (name, value) -> {
          if (value != null && !value.toString().isEmpty()) {
            given.put(name, value);
          }
        });
    return given.isEmpty()
        ? path
        : path
            + given.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue().toString()))
                .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
