package dev.patchbay.connector;

import org.jspecify.annotations.Nullable;

/**
 * How a vendor checks a webhook address before it sends anything: by GET, or by a POST with a
 * header.
 *
 * @param verify query field that must equal the parameter {@code key}, or {@code null}
 * @param key parameter with the expected value, or {@code null}
 * @param echo query field whose value is answered as text/plain, or {@code null} to answer {@code
 *     text}
 * @param header lower-case name of a header: a POST that has it is no message, and is answered with
 *     the same header; {@code null} where the vendor asks by GET
 * @param text fixed answer when nothing is echoed
 */
public record Handshake(
    @Nullable String verify,
    @Nullable String key,
    @Nullable String echo,
    @Nullable String header,
    String text) {}
