package dev.patchbay.tools;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a tool is known to hold of a customer.
 *
 * @param fields by name, the last value of each
 * @param externalIds the tool's own ids of the person, and when each was last told
 * @param isThere whether it holds the person, or a write that makes it so is under way
 */
record Holding(Map<String, Value> fields, Map<String, Instant> externalIds, boolean isThere) {

  /**
   * One held value.
   *
   * @param source id of the event that told it or of the delivery that wrote it
   */
  record Value(String text, Instant at, Fact.Origin origin, UUID source) {

    /** {@code toString} tells no value: people must not reach logs. */
    @Override
    public String toString() {
      return "Value[" + origin + ", " + at + "]";
    }
  }

  /** The sum of facts about one tool's record, given in {@link Fact#ORDER}. */
  static Holding of(List<Fact> facts) {
    Map<String, Value> fields = new TreeMap<>();
    Map<String, Instant> ids = new TreeMap<>();
    boolean there = false;
    for (Fact fact : facts) {
      if (fact.removes()) {
        if (!fact.isPending()) {
          fields.clear();
          ids.clear();
          there = false;
        }
        continue;
      }
      there = true;
      if (fact.externalId() != null) {
        ids.put(fact.externalId(), fact.at());
      }
      if (!fact.isPending()) {
        fact.fields()
            .forEach(
                (name, text) ->
                    fields.put(name, new Value(text, fact.at(), fact.origin(), fact.id())));
      }
    }
    return new Holding(fields, ids, there);
  }
}
