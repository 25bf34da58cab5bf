package dev.patchbay.lead;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One form, mail, chat or call of somebody: a row of its own, before it is known whether it is a
 * lead or repeats one.
 *
 * @param events in order; the first gives the row its id
 * @param call what is known of the call, or {@code null} for no call
 * @param origin where they came from by these events alone
 * @param spam the score by the rules
 * @param corrected what people said of it
 */
record Inquiry(
    Channel channel,
    Instant at,
    List<Happening> events,
    @Nullable CallFacts call,
    Origin origin,
    Spam spam,
    Corrected corrected) {

  static final Comparator<Inquiry> ORDER =
      Comparator.comparing(Inquiry::at).thenComparing(Inquiry::id);

  UUID id() {
    return events.get(0).id();
  }

  Happening first() {
    return events.get(0);
  }

  Instant receivedAt() {
    return firstReceived().receivedAt();
  }

  Happening firstReceived() {
    Happening first = events.get(0);
    for (Happening event : events) {
      if (event.receivedAt().isBefore(first.receivedAt())) {
        first = event;
      }
    }
    return first;
  }

  /** Whether it waits for a person to look at it, or a person said what it is. */
  boolean isSpam(LeadRules rules) {
    Boolean said = corrected.spam();
    return said != null ? said : spam.score() >= rules.quarantine();
  }

  /** What the lead is called in the words of a rule, such as {@code form}. */
  String what() {
    return channel == Channel.AD_FORM ? "ad form" : channel.word();
  }
}
