package dev.patchbay.lead;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money a customer paid, less what was given back.
 *
 * @param id that of its earliest event
 * @param amount minor units of {@code currency}, before refunds, or {@code null}
 * @param refunded minor units
 * @param lead the lead it came of, or {@code null}
 * @param origin the last way they came that is known
 * @param events of the sale and its refunds
 */
public record Purchase(
    UUID id,
    String connection,
    @Nullable String subject,
    Instant at,
    @Nullable Long amount,
    @Nullable String currency,
    long refunded,
    @Nullable UUID lead,
    Origin origin,
    List<UUID> events) {

  /** What is left after refunds, in minor units. */
  public long net() {
    return (amount == null ? 0 : amount) - refunded;
  }
}
