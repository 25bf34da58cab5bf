package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/**
 * A touch of a lead.
 *
 * @param kind {@code call}, {@code mail}, {@code sms}, {@code note} or {@code meeting}
 * @param automatic true for an automatic reply, which never stops the touch clock
 */
public record FollowUp(@Nullable String kind, @Nullable String by, @Nullable Boolean automatic) {}
