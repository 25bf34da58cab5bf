package dev.patchbay.customer;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One person, as far as all claims tell.
 *
 * @param identifiers what they are known by
 * @param claims what was said of them, in time
 * @param joined the claims and decisions that joined identifiers which were apart, in the order in
 *     which they did
 */
record Group(Set<Identifier> identifiers, List<Claim> claims, List<UUID> joined) {

  /** Whether more than a browser is known. */
  boolean isKnown() {
    return identifiers.stream().anyMatch(each -> !each.isVisitor());
  }

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Group[claims=" + claims.size() + "]";
  }
}
