package dev.patchbay.connector;

import org.jspecify.annotations.Nullable;

/**
 * One line of a sink's outcome table.
 *
 * @param statusFrom lowest HTTP status it covers, or 0 when it is not about a status
 * @param statusTo highest HTTP status it covers
 * @param error name of what failed when no answer came: a failure kind ({@code timeout}, {@code
 *     connect}, {@code tls}, {@code address-refused}, {@code mail}, {@code sql}, {@code file}) or
 *     the simple name of an exception, or {@code null}
 * @param code SQL state or SMTP status, {@code *} at the end for any rest, or {@code null}
 * @param when JSLT condition over {@code {status, headers, body}}, or {@code null}
 * @param verdict what it means
 * @param kind stable name of the error, shown and counted, such as {@code rate-limited}
 * @param retryAfter response header that says when to come back, in seconds or as a date, before
 *     {@code Retry-After} is looked for, or {@code null}
 * @param remedy what IT should do, or {@code null}
 */
public record OutcomeRule(
    int statusFrom,
    int statusTo,
    @Nullable String error,
    @Nullable String code,
    @Nullable String when,
    Verdict verdict,
    String kind,
    @Nullable String retryAfter,
    @Nullable String remedy) {

  /** What an answer means for a delivery. */
  public enum Verdict {
    ACCEPTED,
    RETRY,
    /** Dead letter: this item will never be accepted as it is. */
    FIX_DATA,
    /** Pause the lane: nothing will be accepted until somebody mends the configuration. */
    FIX_CONFIG
  }
}
