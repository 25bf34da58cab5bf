package dev.patchbay.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A lead as the API tells it, masked where the one who looks may not see people. */
record LeadLine(
    UUID id,
    @Nullable UUID customer,
    String channel,
    String connection,
    Instant at,
    Instant receivedAt,
    @Nullable String name,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String company,
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
    @Nullable String recordingUrl,
    @Nullable String agent,
    @Nullable String trackingNumber,
    @Nullable String formName,
    @Nullable String message,
    String source,
    @Nullable String medium,
    @Nullable String campaign,
    @Nullable String keyword,
    @Nullable String content,
    @Nullable String landingPage,
    @Nullable String referrer,
    @Nullable String clickKind,
    @Nullable Instant contactedAt,
    @Nullable Long quoteAmount,
    @Nullable Long saleAmount,
    @Nullable String currency,
    @Nullable Long captureMs,
    @Nullable Long pipelineMs,
    @Nullable Long writeMs,
    @Nullable Long deliveryMs,
    @Nullable Long touchMs,
    @Nullable Instant touchDueAt,
    Instant changedAt,
    boolean corrected) {

  /** What to call whoever it is. */
  String who() {
    if (name != null) {
      return name;
    }
    if (email != null) {
      return email;
    }
    if (phone != null) {
      return phone;
    }
    return channel.equals("call") ? "Unknown caller" : "Somebody";
  }

  /** The same lead standing otherwise. */
  LeadLine with(
      String nowStatus, @Nullable Long quote, @Nullable Long sale, @Nullable String money) {
    return new LeadLine(
        id,
        customer,
        channel,
        connection,
        at,
        receivedAt,
        name,
        email,
        phone,
        company,
        firstTime,
        duplicateOf,
        duplicateRule,
        nowStatus,
        statusBy,
        spamScore,
        spamReasons,
        direction,
        answered,
        voicemail,
        durationS,
        recordingUrl,
        agent,
        trackingNumber,
        formName,
        message,
        source,
        medium,
        campaign,
        keyword,
        content,
        landingPage,
        referrer,
        clickKind,
        contactedAt,
        quote,
        sale,
        money,
        captureMs,
        pipelineMs,
        writeMs,
        deliveryMs,
        touchMs,
        touchDueAt,
        changedAt,
        corrected);
  }

  public boolean isCall() {
    return channel.equals("call");
  }

  public boolean isSpam() {
    return status.equals("spam");
  }

  /** Whether nobody has answered yet. */
  public boolean isWaiting() {
    return contactedAt == null && status.equals("new") && duplicateOf == null;
  }

  /** Whether it was answered after its target, or not yet and past it. */
  boolean isLate(Instant now) {
    return LeadWords.isLate(touchDueAt, contactedAt, duplicateOf, status, now);
  }

  /** {@code toString} tells the id only: people must not reach logs. */
  @Override
  public String toString() {
    return "LeadLine[id=" + id + "]";
  }
}
