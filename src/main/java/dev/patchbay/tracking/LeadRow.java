package dev.patchbay.tracking;

import dev.patchbay.access.Personal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One lead as lists show it, whatever its channel.
 *
 * @param id that of its earliest event
 * @param channel {@code form}, {@code call}, {@code mail}, {@code chat} or {@code ad_form}
 * @param at when it happened; {@code receivedAt} when we heard of it
 * @param firstTime whether it is the customer's first
 * @param duplicateRule the rule by which it belongs to {@code duplicateOf}, in words
 * @param statusBy what gave it its status: a rule, a connection or a person
 * @param durationS of the call, in seconds
 * @param source where it came from: the last touch that was not direct
 * @param quoteAmount in minor units of {@code currency}, as {@code saleAmount}
 * @param captureMs happened to received; {@code pipelineMs} received to first attempt; {@code
 *     writeMs} first attempt to accepted; {@code deliveryMs} received to accepted by the CRM;
 *     {@code touchMs} received to the first human touch, in business time
 * @param touchDueAt until when somebody should have answered, or {@code null} without a target
 * @param events how many events tell of it
 */
public record LeadRow(
    UUID id,
    @Nullable UUID customer,
    String channel,
    String connection,
    Instant at,
    Instant receivedAt,
    @Personal @Nullable String name,
    @Personal @Nullable String email,
    @Personal @Nullable String phone,
    @Personal @Nullable String company,
    boolean firstTime,
    @Nullable UUID duplicateOf,
    @Nullable String duplicateRule,
    String status,
    @Nullable String statusBy,
    int spamScore,
    List<String> spamReasons,
    @Nullable String direction,
    @Nullable Boolean answered,
    @Nullable Boolean voicemail,
    @Nullable Integer durationS,
    @Personal @Nullable String recordingUrl,
    @Nullable String agent,
    @Nullable String trackingNumber,
    @Nullable String formName,
    @Personal @Nullable String message,
    String source,
    @Nullable String medium,
    @Nullable String campaign,
    @Nullable String keyword,
    @Nullable String content,
    @Nullable String landingPage,
    @Nullable String referrer,
    @Nullable String clickKind,
    @Personal @Nullable String clickId,
    @Nullable Instant contactedAt,
    @Nullable Instant qualifiedAt,
    @Nullable Instant quotedAt,
    @Nullable Instant wonAt,
    @Nullable Instant lostAt,
    @Nullable Long quoteAmount,
    @Nullable Long saleAmount,
    @Nullable String currency,
    @Nullable Long captureMs,
    @Nullable Long pipelineMs,
    @Nullable Long writeMs,
    @Nullable Long deliveryMs,
    @Nullable Long touchMs,
    @Nullable Instant touchDueAt,
    int events,
    Instant changedAt,
    boolean corrected) {

  /** {@code toString} tells the id only: people must not reach logs. */
  @Override
  public String toString() {
    return "LeadRow[id=" + id + "]";
  }
}
