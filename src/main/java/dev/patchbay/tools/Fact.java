package dev.patchbay.tools;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing known of a tool's record of a customer.
 *
 * @param origin whether we wrote it there or the tool told it
 * @param at when the tool held it by our clock: accepted, or told; a delivery that is still under
 *     way is later than everything
 * @param told when the tool says it was so, by its own clock; {@code at} of what we wrote
 * @param id of the event that told it, or of the delivery that wrote it
 * @param event that carried it
 * @param externalId the tool's own id of the person, or {@code null}
 * @param record which of the tool's records it says to be there, or gone, as kind and id: a person
 *     may be a lead and a contact there; empty where the id is not told, and {@code null} where it
 *     does not say that a record is there, as a deal does not
 * @param fields canonical fields and their values
 * @param perhaps values that a write may have had in place of these: what was known of the customer
 *     may have changed between enqueuing and accepting
 * @param removes whether the tool's record ended with it
 * @param reason why, where the tool itself told that it did, as {@code Removal} says it, or {@code
 *     null}
 */
record Fact(
    Origin origin,
    Instant at,
    Instant told,
    UUID id,
    UUID event,
    @Nullable String externalId,
    @Nullable String record,
    Map<String, String> fields,
    Map<String, Set<String>> perhaps,
    boolean removes,
    @Nullable String reason) {

  /** Who said so. */
  enum Origin {
    WRITTEN,
    TOLD
  }

  /** The one order there is, whatever the order of arrival; of one moment the end comes last. */
  static final Comparator<Fact> ORDER =
      Comparator.comparing(Fact::at).thenComparing(Fact::removes).thenComparing(Fact::id);

  /** Whether it says which record. */
  boolean namesRecord() {
    return record != null && !record.isEmpty();
  }

  /** The time of what is still under way. */
  static final Instant PENDING = Instant.MAX;

  /** Whether the tool's record may have had this value by it. */
  boolean says(String field, String value) {
    String there = fields.get(field);
    return !removes
        && ((there != null && PersonFields.same(there, value))
            || perhaps.getOrDefault(field, Set.of()).stream()
                .anyMatch(each -> PersonFields.same(each, value)));
  }

  boolean isPending() {
    return at.equals(PENDING);
  }

  /** {@code toString} tells no values: people must not reach logs. */
  @Override
  public String toString() {
    return "Fact[" + origin + ", " + at + ", " + fields.keySet() + "]";
  }
}
