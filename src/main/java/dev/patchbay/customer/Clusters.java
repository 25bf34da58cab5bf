package dev.patchbay.customer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Identifiers as they grow together, and what is known of each cluster meanwhile. */
final class Clusters {

  /** Identifiers of one person so far. */
  static final class Cluster {
    final Set<Identifier> identifiers = new TreeSet<>();
    final Set<FullName> checkedNames = new HashSet<>();
    final Set<FullName> names = new HashSet<>();
    final List<UUID> joined = new ArrayList<>();
    boolean checked;
    boolean decided;

    long contacts() {
      return identifiers.stream().filter(Identifier::isContact).count();
    }

    /** The names that count against a claim. */
    Collection<FullName> names(boolean checkedOnly) {
      return checkedOnly ? checkedNames : names;
    }

    void named(FullName name, boolean isChecked) {
      names.add(name);
      if (isChecked) {
        checkedNames.add(name);
      }
    }
  }

  private final Map<Identifier, Cluster> clusters = new HashMap<>();
  private final List<Decision> apart;

  /** Clusters of which none holds both sides of a decision that they differ. */
  Clusters(Collection<Decision> decisions) {
    this.apart = decisions.stream().filter(each -> each.kind() == Decision.Kind.DIFFERENT).toList();
  }

  Cluster of(Identifier identifier) {
    return clusters.computeIfAbsent(
        identifier,
        key -> {
          Cluster cluster = new Cluster();
          cluster.identifiers.add(key);
          return cluster;
        });
  }

  @Nullable Cluster known(Identifier identifier) {
    return clusters.get(identifier);
  }

  boolean mayNotMeet(Cluster one, Cluster other) {
    return apart.stream()
        .anyMatch(
            decision ->
                (holds(one, decision.identifiers()) && holds(other, decision.others()))
                    || (holds(one, decision.others()) && holds(other, decision.identifiers())));
  }

  private static boolean holds(Cluster cluster, List<Identifier> identifiers) {
    return identifiers.stream().anyMatch(cluster.identifiers::contains);
  }

  void join(Cluster one, Cluster other, UUID because) {
    Cluster larger = one.identifiers.size() >= other.identifiers.size() ? one : other;
    Cluster smaller = larger == one ? other : one;
    larger.identifiers.addAll(smaller.identifiers);
    larger.checkedNames.addAll(smaller.checkedNames);
    larger.names.addAll(smaller.names);
    larger.joined.addAll(smaller.joined);
    larger.joined.add(because);
    larger.checked |= smaller.checked;
    larger.decided |= smaller.decided;
    smaller.identifiers.forEach(each -> clusters.put(each, larger));
  }
}
