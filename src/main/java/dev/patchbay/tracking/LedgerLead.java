package dev.patchbay.tracking;

import dev.patchbay.access.Personal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lead as the ledger counts it.
 *
 * @param crm {@code accepted}, or why it is not in the CRM: {@code pending}, {@code dead}, {@code
 *     canceled}, {@code spam}, {@code duplicate} or {@code not_routed}; {@code no_crm} where the
 *     stack has none
 * @param crmReason the same in words, or {@code null} where it is accepted
 * @param ads how it stands with ad platforms: {@code accepted}, {@code uploaded} (sent, not yet
 *     accepted) or {@code none}
 */
public record LedgerLead(
    UUID id,
    @Nullable UUID customer,
    String channel,
    String connection,
    Instant at,
    @Personal @Nullable String name,
    @Personal @Nullable String email,
    @Personal @Nullable String phone,
    String source,
    @Nullable String medium,
    @Nullable String campaign,
    String status,
    String crm,
    @Nullable String crmReason,
    String ads) {

  /** {@code toString} tells the id only: people must not reach logs. */
  @Override
  public String toString() {
    return "LedgerLead[id=" + id + "]";
  }
}
