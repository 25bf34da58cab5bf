package dev.patchbay.customer;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A customer record.
 *
 * @param person what is known of them, newest first, as JSON text
 * @param identifiers what they are known by, oldest first
 */
public record Customer(
    UUID id, Instant createdAt, Instant updatedAt, String person, List<Identifier> identifiers) {

  /** {@code toString} tells the id only: people must not reach logs. */
  @Override
  public String toString() {
    return "Customer[id=" + id + "]";
  }
}
