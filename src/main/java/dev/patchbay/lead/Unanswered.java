package dev.patchbay.lead;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a lead has waited for an answer, in business time.
 *
 * @param waiting since it was received
 * @param target how long it may wait
 */
public record Unanswered(Duration waiting, Duration target) {

  /** The wait of a lead received then; counted while somebody is there. */
  public static Unanswered of(Instant receivedAt, Instant now, Duration target, LeadRules rules) {
    return new Unanswered(
        BusinessTime.between(receivedAt, now, rules.answerDuring(), rules.zone()), target);
  }

  /** Whether it waits longer than it may. */
  public boolean isOver() {
    return waiting.compareTo(target) > 0;
  }

  /** Such as {@code waiting 6 min, target 5 min}. */
  public String words() {
    return "waiting %s, target %s".formatted(LeadRow.words(waiting), LeadRow.words(target));
  }
}
