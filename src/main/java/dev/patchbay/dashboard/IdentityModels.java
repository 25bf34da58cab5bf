package dev.patchbay.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is who, as the API tells it: merges, decisions, doubtful matches. */
final class IdentityModels {

  private IdentityModels() {}

  /** Why two records became one. */
  record Reason(@Nullable String connection, @Nullable Instant at, @Nullable UUID decision) {}

  /** Two records that became one. */
  record Merge(
      UUID id,
      UUID survivor,
      UUID absorbed,
      Instant at,
      String by,
      List<Reason> because,
      List<String> survivorKnownBy,
      List<String> absorbedKnownBy,
      @Nullable Instant undoneAt) {}

  /** The merges of a record. */
  record Merges(List<Merge> rows) {}

  /** What somebody decided. */
  record Decision(
      UUID id,
      String kind,
      List<String> identifiers,
      List<String> others,
      String by,
      @Nullable String why,
      Instant at) {

    /** What was decided, in words. */
    public String words() {
      String these = String.join(", ", identifiers);
      return switch (kind) {
        case "same" -> these + " are one person's.";
        case "different" -> these + " and " + String.join(", ", others) + " are two people's.";
        case "shared" -> these + " is many people's and joins nobody.";
        case "blocked" -> these + " is never a customer.";
        default -> these + " is one person's own.";
      };
    }
  }

  /** What was decided of a customer. */
  record Decisions(List<Decision> rows) {}

  /** A doubtful match. */
  record Review(
      UUID id,
      String reason,
      String identifier,
      @Nullable UUID customer,
      String other,
      @Nullable UUID otherCustomer,
      @Nullable String connection,
      Instant foundAt) {}
}
