package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/** A change in a loyalty program: {@code points} is this change, {@code balance} what is left. */
public record Loyalty(
    @Nullable String program,
    @Nullable String account,
    @Nullable Long points,
    @Nullable Long balance,
    @Nullable String reward,
    @Nullable String tier) {}
