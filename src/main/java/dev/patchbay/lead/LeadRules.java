package dev.patchbay.lead;

import dev.patchbay.stack.OpeningHours;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How leads are counted.
 *
 * @param within one person's contacts within this long of the first are one lead
 * @param sameCall two systems' calls of one caller that begin within this are one call
 * @param answerWithin target for the first human touch, in business time, or {@code null}
 * @param answerDuring when somebody is there to answer, or {@code null} for always
 * @param zone the business's time zone
 * @param numbers tracking numbers, E.164, to what they were printed for
 * @param stages names of deal stages, lower case, to how far a lead in them is
 * @param quarantine spam score, 0 to 100, from which a lead waits for a person
 * @param spamWords words, lower case, that make a lead suspect
 * @param lookback touches older than this at a conversion get no credit
 * @param categories connections to the category of their connector, lower case, such as {@code crm}
 */
public record LeadRules(
    Duration within,
    Duration sameCall,
    @Nullable Duration answerWithin,
    @Nullable OpeningHours answerDuring,
    ZoneId zone,
    Map<String, NumberCampaign> numbers,
    Map<String, Stage> stages,
    int quarantine,
    List<String> spamWords,
    Duration lookback,
    Map<String, String> categories) {

  /** {@link #within} where the stack says nothing. */
  public static final Duration WITHIN = Duration.ofHours(24);

  /** {@link #sameCall} where the stack says nothing. */
  public static final Duration SAME_CALL = Duration.ofMinutes(2);

  /** {@link #quarantine} where the stack says nothing. */
  public static final int QUARANTINE = 80;

  /** {@link #lookback} where the stack says nothing. */
  public static final Duration LOOKBACK = Duration.ofDays(90);

  /** The rules of a stack that says nothing, in UTC. */
  public static final LeadRules USUAL =
      new LeadRules(
          WITHIN,
          SAME_CALL,
          null,
          null,
          ZoneOffset.UTC,
          Map.of(),
          Map.of(),
          QUARANTINE,
          List.of(),
          LOOKBACK,
          Map.of());

  /** Whether a delivery to {@code connection} puts somebody into a CRM. */
  public boolean isCrm(String connection) {
    return "crm".equals(categories.get(connection));
  }

  /** The connections of a category, such as {@code crm}. */
  public Set<String> connections(String category) {
    return categories.entrySet().stream()
        .filter(entry -> entry.getValue().equals(category))
        .map(Map.Entry::getKey)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }
}
