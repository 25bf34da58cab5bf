package dev.patchbay.dashboard;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a list of rows is narrowed by: taken from the address, told in words. */
final class Narrowing {

  private static final String ROWS = "100";
  private static final Map<String, String> WORDS = words();

  private Narrowing() {}

  /** Everything the address gives, which the API reads or refuses. */
  static Map<String, String> of(PageCall call) {
    Map<String, String> asked =
        new LinkedHashMap<>(call.given(List.copyOf(call.request().params().keySet())));
    asked.remove("format");
    asked.putIfAbsent("limit", ROWS);
    return asked;
  }

  /** Such as {@code campaign: spring}; days and instants in the stack's zone. */
  static List<String> words(Map<String, String> asked, Times times) {
    List<String> words = new ArrayList<>();
    asked.forEach(
        (name, value) -> {
          if (!List.of("after", "limit", "sort").contains(name)) {
            words.add(WORDS.getOrDefault(name, name) + ": " + time(value, times));
          }
        });
    return words;
  }

  private static String time(String value, Times times) {
    try {
      return times.at(Instant.parse(value));
    } catch (DateTimeException e) {
      return value;
    }
  }

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("landingPage", "landing page");
    words.put("conversionKind", "before a");
    words.put("to", "until");
    words.put("converted", "became a lead");
    words.put("over", "missed the target");
    words.put("hop", "hop");
    return words;
  }
}
