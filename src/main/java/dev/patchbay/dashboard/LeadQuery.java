package dev.patchbay.dashboard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the list of calls and leads is narrowed to, sorted by and showing: all of it stands in its
 * address.
 */
public final class LeadQuery {

  static final String LIST = "/app/leads";
  static final String PERSON = "q";

  /** As the API names them, and what they are called. */
  private static final Map<String, String> FILTERS = new LinkedHashMap<>();

  static {
    FILTERS.put(PERSON, "Search");
    FILTERS.put("status", "Status");
    FILTERS.put("channel", "Channel");
    FILTERS.put("connection", "Connection");
    FILTERS.put("source", "Source");
    FILTERS.put("medium", "Medium");
    FILTERS.put("campaign", "Campaign");
    FILTERS.put("keyword", "Keyword");
    FILTERS.put("landingPage", "Landing page");
    FILTERS.put("from", "From");
    FILTERS.put("to", "Before");
    FILTERS.put("waiting", "Waiting for an answer");
    FILTERS.put("late", "Past target");
    FILTERS.put("answered", "Call answered");
    FILTERS.put("firstTime", "First time");
    FILTERS.put("spam", "Spam");
    FILTERS.put("duplicates", "Duplicates");
    FILTERS.put("corrected", "Corrected by people");
    FILTERS.put("reached", "Came as far as");
    FILTERS.put("customer", "Customer");
    FILTERS.put("duplicateOf", "Belongs to");
  }

  /** A filter that is set. */
  public record Chip(String name, String label, String value, String without) {}

  private final Map<String, String> filters;
  private final @Nullable String sort;
  private final @Nullable String after;
  private final List<LeadColumn> columns;

  private LeadQuery(
      Map<String, String> filters,
      @Nullable String sort,
      @Nullable String after,
      List<LeadColumn> columns) {
    this.filters = filters;
    this.sort = sort;
    this.after = after;
    this.columns = columns;
  }

  static LeadQuery of(PageCall call) {
    List<LeadColumn> chosen = LeadColumn.of(call.texts("columns"));
    return new LeadQuery(
        call.given(List.copyOf(FILTERS.keySet())),
        call.text("sort"),
        call.text("after"),
        chosen.isEmpty() ? LeadColumn.usual() : chosen);
  }

  /** What the API is asked. */
  Map<String, String> asked() {
    Map<String, String> asked = new LinkedHashMap<>(filters);
    put(asked, "sort", sort);
    put(asked, "after", after);
    return asked;
  }

  /** What the API is asked for counts. */
  Map<String, String> narrowed() {
    return Map.copyOf(filters);
  }

  /** What a saved view keeps: never who was searched for. */
  public String kept() {
    Map<String, Object> kept = parameters();
    kept.remove(PERSON);
    String address = Links.of(LIST, kept);
    return address.substring(Math.min(address.length(), LIST.length() + 1));
  }

  /** The address of a view that was kept. */
  static String address(String kept) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : kept.isEmpty() ? new String[0] : kept.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return Links.of(LIST, parameters);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The value of a filter, or empty. */
  public String get(String name) {
    return filters.getOrDefault(name, "");
  }

  /** By what it is sorted. */
  public String sort() {
    return sort == null ? "at" : sort;
  }

  /** Whether it begins at the newest, so that what comes can be shown. */
  public boolean isFirst() {
    return after == null;
  }

  /** The columns that are shown. */
  public List<LeadColumn> columns() {
    return columns;
  }

  /** The columns that are shown, as the address names them; empty for the usual ones. */
  public String columnWords() {
    return columns.equals(LeadColumn.usual()) ? "" : LeadColumn.words(columns);
  }

  /** The address of this list, from its first page. */
  public String address() {
    return Links.of(LIST, parameters());
  }

  /** The address of all this as a file. */
  public String file() {
    Map<String, Object> asked = parameters();
    asked.remove("columns");
    return Links.of(LIST + ".csv", asked);
  }

  /** The list with a filter set, or taken away by an empty value. */
  public String with(String name, @Nullable Object value) {
    Map<String, Object> other = parameters();
    if (value == null || value.toString().isEmpty()) {
      other.remove(name);
    } else {
      other.put(name, value);
    }
    return Links.of(LIST, other);
  }

  /** Sorted by this, the highest first; the other way round where it is so already. */
  public String sortedBy(String by) {
    return with("sort", sort().equals(by) ? "-" + by : by);
  }

  /** How it is sorted by this, as {@code aria-sort} tells it; {@code null} when it is not. */
  public @Nullable String sorting(@Nullable String by) {
    if (by == null) {
      return null;
    }
    if (sort().equals(by)) {
      return "descending";
    }
    return sort().equals("-" + by) ? "ascending" : null;
  }

  String later(String position) {
    return with("after", position);
  }

  /** The filters that are set. */
  public List<Chip> chips() {
    List<Chip> chips = new ArrayList<>();
    filters.forEach(
        (name, value) -> {
          if (!name.equals("status")) {
            chips.add(new Chip(name, FILTERS.getOrDefault(name, name), value, with(name, null)));
          }
        });
    return chips;
  }

  /** Filters and more that a form keeps whose fields do not show them; pairs of name and value. */
  public List<Map.Entry<String, String>> besides(List<String> shown) {
    List<Map.Entry<String, String>> besides = new ArrayList<>();
    parameters()
        .forEach(
            (name, value) -> {
              if (!shown.contains(name)) {
                besides.add(Map.entry(name, value.toString()));
              }
            });
    return besides;
  }

  private Map<String, Object> parameters() {
    Map<String, Object> all = new LinkedHashMap<>(filters);
    if (sort != null) {
      all.put("sort", sort);
    }
    if (!columnWords().isEmpty()) {
      all.put("columns", columnWords());
    }
    return all;
  }

  private static void put(Map<String, String> to, String name, @Nullable String value) {
    if (value != null) {
      to.put(name, value);
    }
  }
}
