package dev.patchbay.customer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which id each group bears: of those born in it, a known customer's before an anonymous one's,
 * then the oldest, then the smallest. What was merged gets its own id back when it is apart again.
 */
final class Labels {

  private final Map<Group, UUID> ids = new IdentityHashMap<>();
  private final Map<UUID, UUID> absorbed = new LinkedHashMap<>();
  private final Map<UUID, Group> owners = new HashMap<>();
  private final Set<UUID> fresh = new HashSet<>();

  /**
   * Gives each group its id.
   *
   * @param since when each customer was created
   * @param next makes a new id
   */
  Labels(List<Group> groups, Map<UUID, Instant> since, Supplier<UUID> next) {
    own(groups);
    for (Group group : groups) {
      List<UUID> candidates = new ArrayList<>();
      owners.forEach(
          (id, owner) -> {
            if (owner == group) {
              candidates.add(id);
            }
          });
      candidates.sort(
          Comparator.comparing((UUID id) -> !isKnown(group, id))
              .thenComparing(id -> since.getOrDefault(id, Instant.MAX))
              .thenComparing(Comparator.naturalOrder()));
      UUID label = candidates.isEmpty() ? next.get() : candidates.get(0);
      if (candidates.isEmpty()) {
        fresh.add(label);
      }
      ids.put(group, label);
      candidates.stream().skip(1).forEach(id -> absorbed.put(id, label));
    }
  }

  /** A customer's id belongs where it is, else with who is known, else where it began. */
  private void own(List<Group> groups) {
    Map<UUID, Map<Group, Claim>> born = new HashMap<>();
    Map<UUID, Set<Group>> staying = new HashMap<>();
    for (Group group : groups) {
      for (Claim claim : group.claims()) {
        UUID id = claim.born();
        if (id != null) {
          born.computeIfAbsent(id, key -> new IdentityHashMap<>()).putIfAbsent(group, claim);
          if (id.equals(claim.customer())) {
            staying
                .computeIfAbsent(
                    id, key -> java.util.Collections.newSetFromMap(new IdentityHashMap<>()))
                .add(group);
          }
        }
      }
    }
    born.forEach(
        (id, first) ->
            first.keySet().stream()
                .min(
                    Comparator.comparing(
                            (Group group) -> !staying.getOrDefault(id, Set.of()).contains(group))
                        .thenComparing(group -> !group.isKnown())
                        .thenComparing(
                            group -> Objects.requireNonNull(first.get(group)), Claim.IN_TIME))
                .ifPresent(group -> owners.put(id, group)));
  }

  private static boolean isKnown(Group group, UUID id) {
    return group.claims().stream()
        .filter(claim -> id.equals(claim.born()))
        .flatMap(claim -> claim.identifiers().stream())
        .anyMatch(identifier -> !identifier.isVisitor());
  }

  UUID of(Group group) {
    return Objects.requireNonNull(ids.get(group));
  }

  boolean isFresh(UUID id) {
    return fresh.contains(id);
  }

  /** Who was absorbed, and by whom. */
  Map<UUID, UUID> absorbed() {
    return absorbed;
  }

  /**
   * The customer a claim of {@code group} was born as: kept while that is part of the group. Nobody
   * is born of one that follows.
   */
  @Nullable UUID born(Claim claim, Group group) {
    if (claim.follows()) {
      return null;
    }
    @Nullable UUID born = claim.born();
    return born != null && owners.get(born) == group ? born : of(group);
  }
}
