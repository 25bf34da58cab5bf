package dev.patchbay.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A phone call.
 *
 * @param id the phone system's id of the call
 * @param direction {@code inbound} or {@code outbound}
 * @param from caller, E.164
 * @param to called number, E.164
 * @param durationSeconds whole length in seconds
 */
public record Call(
    @Nullable String id,
    @Nullable String direction,
    @Nullable String from,
    @Nullable String to,
    @Nullable Instant startedAt,
    @Nullable Integer durationSeconds,
    @Nullable Boolean answered,
    @Nullable Boolean voicemail,
    @Nullable Boolean firstTime,
    @Nullable String recordingUrl,
    @Nullable String transcript,
    @Nullable String agent) {

  /** {@code toString} tells no numbers: people must not reach logs. */
  @Override
  public String toString() {
    return "Call[id=" + id + "]";
  }
}
