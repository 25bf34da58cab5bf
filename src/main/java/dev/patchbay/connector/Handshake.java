package dev.patchbay.connector;

import org.jspecify.annotations.Nullable;

/**
 * How a vendor checks a webhook address by GET before it sends anything.
 *
 * @param verify query field that must equal the parameter {@code key}, or {@code null}
 * @param key parameter with the expected value, or {@code null}
 * @param echo query field whose value is answered as text/plain, or {@code null} to answer {@code
 *     text}
 * @param text fixed answer when nothing is echoed
 */
public record Handshake(
    @Nullable String verify, @Nullable String key, @Nullable String echo, String text) {}
