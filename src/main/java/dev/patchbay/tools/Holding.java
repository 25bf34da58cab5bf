package dev.patchbay.tools;

import dev.patchbay.event.Removal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a tool is known to hold of a customer.
 *
 * @param fields by name, the last value of each
 * @param externalIds the tool's own ids of the person, and when each was last told
 * @param isThere whether it holds the person, or a write that makes it so is under way
 * @param removed that the tool told it holds the person no more, where it does not again since
 */
record Holding(
    Map<String, Value> fields,
    Map<String, Instant> externalIds,
    boolean isThere,
    @Nullable Removed removed) {

  /** That a tool no longer has its record of the person, and why. */
  record Removed(Instant at, String reason) {}

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
    List<Fact> left = new ArrayList<>();
    Removed removed = null;
    for (Fact fact : facts) {
      boolean gone = left.isEmpty() && removed != null;
      if (fact.removes()) {
        if (!fact.isPending()) {
          remove(left, fact);
          removed = gone ? sterner(removed, fact) : removed(fact);
        }
      } else if (!gone || fact.origin() == Fact.Origin.WRITTEN || fact.record() != null) {
        left.add(fact);
      }
    }
    Map<String, Value> fields = new TreeMap<>();
    Map<String, Instant> ids = new TreeMap<>();
    for (Fact fact : left) {
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
    return new Holding(fields, ids, !left.isEmpty(), left.isEmpty() ? removed : null);
  }

  /** Of two records of the person the end of one leaves the other, and all else ends everything. */
  private static void remove(List<Fact> left, Fact end) {
    if (end.namesRecord()) {
      left.removeIf(fact -> Objects.equals(end.record(), fact.record()));
    }
    if (!end.namesRecord() || left.stream().noneMatch(Fact::namesRecord)) {
      left.clear();
    }
  }

  private static @Nullable Removed removed(Fact end) {
    return end.reason() == null ? null : new Removed(end.at(), end.reason());
  }

  /** Some tools tell of a deletion for privacy as of a deletion too. */
  private static @Nullable Removed sterner(@Nullable Removed before, Fact end) {
    return before != null && before.reason().equals(Removal.PRIVACY) ? before : removed(end);
  }
}
