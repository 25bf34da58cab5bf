package dev.patchbay.customer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * What joined them: a claim that names both, or somebody's decision.
   *
   * @param connection whose claim it is, or {@code null} for a decision
   * @param message the claim's raw message, or {@code null} for a decision
   * @param at when the claim was first made, or {@code null} for a decision
   * @param decision the decision, or {@code null} for a claim
   */
  public record Reason(
      @Nullable String connection,
      @Nullable UUID message,
      @Nullable Instant at,
      @Nullable UUID decision) {}

  /** What joined them; empty once somebody of them was erased. */
  public List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    for (JsonNode each : PersonJson.tree(evidence).path("because")) {
      reasons.add(
          each.has("decision")
              ? new Reason(null, null, null, UUID.fromString(each.path("decision").asText()))
              : new Reason(
                  each.path("connection").asText(),
                  UUID.fromString(each.path("message").asText()),
                  Instant.parse(each.path("at").asText()),
                  null));
    }
    return reasons;
  }

  /** What the surviving record was known by before. */
  public List<Identifier> identifiersOfSurvivor() {
    return identifiers("survivor");
  }

  /** What the absorbed record was known by before. */
  public List<Identifier> identifiersOfAbsorbed() {
    return identifiers("absorbed");
  }

  private List<Identifier> identifiers(String side) {
    List<Identifier> identifiers = new ArrayList<>();
    PersonJson.tree(evidence)
        .path(side)
        .forEach(text -> identifiers.add(Identifier.parse(text.textValue())));
    return identifiers;
  }

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Merge[" + id + "]";
  }
}
