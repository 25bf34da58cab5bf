package dev.patchbay.customer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two records that became one.
 *
 * @param survivor whose id stayed
 * @param absorbed whose id is an alias since
 * @param by who did it: {@code rule}, or a person
 * @param evidence JSON text: {@code because} (the claims and decisions that joined them), and the
 *     identifiers of {@code survivor} and {@code absorbed} before
 * @param undoneAt when both became two again, or {@code null}
 */
public record Merge(
    UUID id,
    UUID survivor,
    UUID absorbed,
    Instant at,
    String by,
    String evidence,
    @Nullable Instant undoneAt) {

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Merge[" + id + "]";
  }
}
