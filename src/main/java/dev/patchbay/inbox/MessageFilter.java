package dev.patchbay.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are meant; {@code null} means any.
 *
 * @param from received at or after
 * @param to received before
 * @param kind a finding of this kind was made about it
 */
public record MessageFilter(
    @Nullable String connection,
    @Nullable MessageState state,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String kind) {

  /** All messages. */
  public static final MessageFilter ALL = new MessageFilter(null, null, null, null, null);
}
