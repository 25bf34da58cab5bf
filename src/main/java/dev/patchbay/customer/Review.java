package dev.patchbay.customer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A doubtful match for a person to decide.
 *
 * @param kind {@code names}, {@code unchecked} or {@code most}
 * @param reason why it was not made, in words
 * @param identifier one side
 * @param customer whose it is now, or {@code null}
 * @param other the other side
 * @param otherCustomer whose that is now, or {@code null}
 * @param sighting the claim that says both are one person's, as events name it
 * @param connection who claimed it, or {@code null} when the claim is gone
 * @param state {@code open}, {@code same} or {@code different}
 */
public record Review(
    UUID id,
    String kind,
    String reason,
    Identifier identifier,
    @Nullable UUID customer,
    Identifier other,
    @Nullable UUID otherCustomer,
    UUID sighting,
    @Nullable String connection,
    String state,
    Instant foundAt,
    @Nullable Instant decidedAt,
    @Nullable String decidedBy) {

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Review[" + id + ", " + kind + "]";
  }
}
