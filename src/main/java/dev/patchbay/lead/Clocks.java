package dev.patchbay.lead;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long each hop of a lead took, in ms; {@code null} where the hop has not happened.
 *
 * @param capture happened to received
 * @param pipeline received to the first attempt at the CRM
 * @param write first attempt to accepted by the CRM
 * @param delivery received to accepted by the CRM
 * @param touch received to the first human touch, in business time
 * @param touchDueAt when the target for the touch passes, or {@code null} without a target
 */
public record Clocks(
    @Nullable Long capture,
    @Nullable Long pipeline,
    @Nullable Long write,
    @Nullable Long delivery,
    @Nullable Long touch,
    @Nullable Instant touchDueAt) {

  /**
   * The clocks of a form or call.
   *
   * @param contactedAt first human touch, or {@code null}
   * @param counts whether somebody is to answer it: spam and repeats have no clock of touch
   */
  static Clocks of(
      Inquiry inquiry, @Nullable Instant contactedAt, boolean counts, LeadRules rules) {
    Happening first = inquiry.firstReceived();
    Instant received = first.receivedAt();
    Sent crm = null;
    for (Happening event : inquiry.events()) {
      for (Sent sent : event.sent()) {
        if (rules.isCrm(sent.destination()) && (crm == null || isBefore(sent, crm))) {
          crm = sent;
        }
      }
    }
    Instant tried = crm == null ? null : crm.firstAttemptAt();
    Instant accepted = crm == null ? null : crm.acceptedAt();
    Duration target = rules.answerWithin();
    return new Clocks(
        ms(first.at(), received),
        tried == null ? null : ms(received, tried),
        tried == null || accepted == null ? null : ms(tried, accepted),
        accepted == null ? null : ms(received, accepted),
        !counts || contactedAt == null
            ? null
            : BusinessTime.between(received, contactedAt, rules.answerDuring(), rules.zone())
                .toMillis(),
        !counts || target == null
            ? null
            : BusinessTime.plus(received, target, rules.answerDuring(), rules.zone()));
  }

  /** The first that was accepted counts, else the first that was tried. */
  private static boolean isBefore(Sent one, Sent other) {
    int byAccepted = compare(one.acceptedAt(), other.acceptedAt());
    return byAccepted != 0
        ? byAccepted < 0
        : compare(one.firstAttemptAt(), other.firstAttemptAt()) < 0;
  }

  private static int compare(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == other ? 0 : one == null ? 1 : -1;
    }
    return one.compareTo(other);
  }

  private static long ms(Instant from, Instant until) {
    return Math.max(0, Duration.between(from, until).toMillis());
  }

  /** The latest that is known of deliveries of these events, not before {@code floor}. */
  static Instant latest(List<Happening> events, Instant floor) {
    Instant latest = floor;
    for (Happening event : events) {
      latest = later(latest, event.receivedAt());
      for (Sent sent : event.sent()) {
        latest = later(latest, sent.firstAttemptAt());
        latest = later(latest, sent.acceptedAt());
      }
    }
    return latest;
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    return other != null && other.isAfter(one) ? other : one;
  }
}
