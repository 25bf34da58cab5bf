package dev.patchbay.tracking;

import dev.patchbay.access.Personal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One customer's way from the first visit on, oldest first.
 *
 * @param now when it was told, against which silence is held
 * @param stands how it stands: {@code bought}, {@code won}, {@code lost}, {@code spam}, {@code
 *     dropped_off} or {@code open}
 * @param ending the same in words
 * @param leads the customer's leads, oldest first
 * @param shortened whether only the newest steps are told, since there are too many
 */
public record Journey(
    UUID customer,
    Instant now,
    @Personal @Nullable String name,
    @Personal @Nullable String email,
    @Personal @Nullable String phone,
    String stands,
    String ending,
    List<LeadRow> leads,
    List<Step> steps,
    boolean shortened) {

  /**
   * Something that happened.
   *
   * @param kind such as {@code visit}, {@code page}, {@code form}, {@code call}, {@code follow_up},
   *     {@code deal}, {@code sale}
   * @param title what happened, in words that name nobody
   * @param details what was said, who called whom
   * @param sincePreviousMs since the step before, by the clocks of the vendors
   * @param captureMs happened to received
   * @param touchMs of a lead: received to the first human touch, in business time
   * @param lead the lead it is told under, or {@code null}
   * @param message the raw message it was read from
   */
  public record Step(
      UUID event,
      UUID message,
      Instant at,
      Instant receivedAt,
      String kind,
      String title,
      String connection,
      @Personal List<String> details,
      @Nullable Long sincePreviousMs,
      @Nullable Long captureMs,
      @Nullable Long touchMs,
      @Nullable UUID lead,
      List<Hop> deliveries) {}

  /**
   * What was sent on of a step, and to where.
   *
   * @param pipelineMs received to first attempt
   * @param writeMs first attempt to accepted
   * @param deliveryMs received to accepted
   */
  public record Hop(
      UUID delivery,
      String destination,
      String flow,
      @Nullable String action,
      String state,
      @Nullable Long pipelineMs,
      @Nullable Long writeMs,
      @Nullable Long deliveryMs,
      @Nullable Instant dueAt,
      @Nullable String errorKind,
      @Nullable String errorText,
      List<Try> attempts) {}

  /**
   * One attempt.
   *
   * @param tookMs how long the vendor took
   * @param verdict such as {@code accepted}
   * @param status of the answer, where it was HTTP
   */
  public record Try(
      int number,
      Instant at,
      long tookMs,
      String verdict,
      @Nullable Integer status,
      @Nullable String errorKind,
      @Nullable String errorText,
      @Nullable Instant retryAt) {}

  /** {@code toString} tells the id only: people must not reach logs. */
  @Override
  public String toString() {
    return "Journey[customer=" + customer + "]";
  }
}
