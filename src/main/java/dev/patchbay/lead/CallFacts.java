package dev.patchbay.lead;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a call, whoever reported it.
 *
 * @param direction {@code inbound} or {@code outbound}
 * @param answered whether a person took it; {@code null} while nobody has said
 * @param trackingNumber the number that was dialed, E.164, or {@code null}
 */
public record CallFacts(
    String direction,
    @Nullable Boolean answered,
    @Nullable Boolean voicemail,
    @Nullable Integer durationSeconds,
    @Nullable String recordingUrl,
    @Nullable String agent,
    @Nullable String trackingNumber) {

  static final String INBOUND = "inbound";
  static final String OUTBOUND = "outbound";

  /** A shorter call than this may have reached nobody. */
  private static final int LASTED_SECONDS = 20;

  boolean isOutbound() {
    return direction.equals(OUTBOUND);
  }

  boolean isAnswered() {
    return Boolean.TRUE.equals(answered);
  }

  /** Whether our call reached the person. */
  boolean reached() {
    if (Boolean.TRUE.equals(voicemail) || Boolean.FALSE.equals(answered)) {
      return false;
    }
    return isAnswered() || (durationSeconds != null && durationSeconds >= LASTED_SECONDS);
  }
}
