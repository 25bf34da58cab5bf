package dev.patchbay.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields that the list of calls and leads is narrowed by. */
final class LeadFilters {

  private static final Map<String, String> YES_NO = choices("yes", "Yes", "no", "No");
  private static final Map<String, String> IN_OUT =
      choices("out", "Without them", "only", "Only them");

  /**
   * A field.
   *
   * @param kind {@code choice}, {@code text} or {@code date}
   * @param choices words of the API, and what they are called
   */
  record Field(String name, String label, String kind, String value, Map<String, String> choices) {}

  private final List<String> connections;

  /** Leads can come from these connections. */
  LeadFilters(List<String> connections) {
    this.connections = List.copyOf(connections);
  }

  /** Every field, holding what the query says. */
  List<Field> of(LeadQuery query) {
    List<Field> fields = new ArrayList<>();
    fields.add(choice(query, "channel", "Channel", LeadWords.CHANNELS));
    Map<String, String> from = new LinkedHashMap<>();
    connections.forEach(name -> from.put(name, name));
    fields.add(choice(query, "connection", "Connection", from));
    fields.add(text(query, "source", "Source", "text"));
    fields.add(text(query, "campaign", "Campaign", "text"));
    addDate(fields, query, "from", "From");
    addDate(fields, query, "to", "Before");
    fields.add(choice(query, "waiting", "Waiting for an answer", YES_NO));
    fields.add(choice(query, "late", "Past the target", YES_NO));
    fields.add(choice(query, "answered", "Calls", choices("yes", "Answered", "no", "Missed")));
    fields.add(choice(query, "firstTime", "First time", YES_NO));
    fields.add(choice(query, "spam", "Spam held back", IN_OUT));
    fields.add(choice(query, "duplicates", "Duplicates", IN_OUT));
    return fields;
  }

  /** Instants of links from elsewhere stay as they are: a field for days cannot show them. */
  private static void addDate(List<Field> fields, LeadQuery query, String name, String label) {
    if (query.get(name).isEmpty() || query.get(name).length() == 10) {
      fields.add(text(query, name, label, "date"));
    }
  }

  private static Field choice(
      LeadQuery query, String name, String label, Map<String, String> choices) {
    Map<String, String> all = new LinkedHashMap<>(choices);
    String value = query.get(name);
    if (!value.isEmpty()) {
      all.putIfAbsent(value, value);
    }
    return new Field(name, label, "choice", value, all);
  }

  private static Field text(LeadQuery query, String name, String label, String kind) {
    return new Field(name, label, kind, query.get(name), Map.of());
  }

  private static Map<String, String> choices(String... words) {
    Map<String, String> choices = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      choices.put(words[i], words[i + 1]);
    }
    return choices;
  }
}
