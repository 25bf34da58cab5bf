package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/**
 * What the hub reports of itself, ready to be read; it names nobody.
 *
 * @param of what it is about, such as the week {@code 2026-W47}
 * @param subject one line
 * @param text the whole of it as plain text
 * @param html the same for mail programs
 */
public record Report(
    @Nullable String of, @Nullable String subject, @Nullable String text, @Nullable String html) {}
