package dev.patchbay.delivery;

import dev.patchbay.connector.OutcomeRule.Verdict;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a reply means for a delivery.
 *
 * @param kind stable name, such as {@code rate-limited}
 * @param text one sentence for people; quotes nothing of the response body
 * @param remedy what IT should do, or {@code null}
 * @param retryAfter how long the destination asked us to wait, or {@code null}
 * @param poison whether our own side failed, so that trying for days is no use
 */
public record Outcome(
    Verdict verdict,
    String kind,
    String text,
    @Nullable String remedy,
    @Nullable Duration retryAfter,
    boolean poison) {

  /** The verdict as sheets write it, such as {@code fix-data}. */
  public String word() {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
