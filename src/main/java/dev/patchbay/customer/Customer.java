package dev.patchbay.customer;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A customer record.
 *
 * @param person what is known of them, the winning value of each field, as JSON text
 * @param fields per field the value, whence, and the values that lost, as JSON text
 * @param identifiers what they are known by, oldest first
 * @param aliases ids of records that are this one now
 */
public record Customer(
    UUID id,
    Instant createdAt,
    Instant updatedAt,
    String person,
    String fields,
    List<Identifier> identifiers,
    List<UUID> aliases) {

  /** {@code toString} tells the id only: people must not reach logs. */
  @Override
  public String toString() {
    return "Customer[id=" + id + "]";
  }
}
