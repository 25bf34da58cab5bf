package dev.patchbay.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the person allowed, per channel: each {@code granted} or {@code denied}, else unknown. */
public record Consent(
    @Nullable String email,
    @Nullable String sms,
    @Nullable String phone,
    @Nullable String ads,
    @Nullable String wording,
    @Nullable Instant at) {}
