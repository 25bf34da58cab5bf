package dev.patchbay.lead;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of calls and leads.
 *
 * @param id that of its earliest event
 * @param customer whose it is, or {@code null} for withheld callers
 * @param at when it happened
 * @param receivedAt when the first of it was received
 * @param firstTime whether it is the customer's first
 * @param duplicateOf the lead it repeats, or {@code null}
 * @param duplicateRule why it repeats that one, in words, or {@code null}
 * @param status {@code new}, {@code contacted}, {@code qualified}, {@code quoted}, {@code won},
 *     {@code lost}, {@code spam} or {@code duplicate}
 * @param statusBy the rule, connection or person that said so, or {@code null}
 * @param call what is known of the call, or {@code null}
 * @param origin its own, or else the last touch that tells one
 * @param events the form's or call's own, then what belongs to it beside
 * @param changedAt when the latest that it is made of became known
 * @param corrected whether a person's word is in it
 */
public record Lead(
    UUID id,
    @Nullable UUID customer,
    Channel channel,
    String connection,
    Instant at,
    Instant receivedAt,
    Known known,
    boolean firstTime,
    @Nullable UUID duplicateOf,
    @Nullable String duplicateRule,
    String status,
    @Nullable String statusBy,
    Spam spam,
    @Nullable CallFacts call,
    @Nullable String formName,
    @Nullable String message,
    Origin origin,
    Progress progress,
    Clocks clocks,
    List<UUID> events,
    Instant changedAt,
    boolean corrected) {

  /** {@code toString} tells no data: people must not reach logs. */
  @Override
  public String toString() {
    return "Lead[id=" + id + ", " + channel + ", " + status + "]";
  }
}
