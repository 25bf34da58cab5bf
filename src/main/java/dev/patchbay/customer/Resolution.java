package dev.patchbay.customer;

import dev.patchbay.customer.Clusters.Cluster;
import dev.patchbay.customer.Standings.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is who: a pure function of a set of claims, so that the order in which they arrived cannot
 * matter. Claims are gone through in one order (what people decided, then checked word, then by
 * time), and join what they name unless a guard refuses.
 */
final class Resolution {

  private final IdentityRules rules;
  private final Standings standings;
  private final Clusters clusters;
  private final List<Claim> claims;

  /** The claims without those that follow. */
  private final List<Claim> words;

  private final Map<UUID, Identifier> homes = new HashMap<>();
  private final Set<Identifier> placed = new HashSet<>();
  private final List<Claim> nobodys = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private final Set<Identifier> crowded;

  private Resolution(
      Collection<Claim> claims, Collection<Decision> decisions, IdentityRules rules) {
    this.rules = rules;
    this.standings = new Standings(rules, decisions);
    this.clusters = new Clusters(decisions);
    this.claims = claims.stream().sorted(Claim.IN_TIME).toList();
    this.words = Claim.words(this.claims);
    this.crowded = new TreeSet<>(standings.crowded(words));
    standings.share(crowded);
    seed();
    decide(decisions);
    List<Claim> byWeight = new ArrayList<>(words);
    byWeight.sort(Comparator.comparing((Claim claim) -> isChecked(claim) ? 0 : 1));
    byWeight.forEach(this::join);
    words.forEach(this::browse);
    words.forEach(this::settle);
    follow();
    doubts.removeIf(doubt -> isOne(doubt.identifier(), doubt.other()));
  }

  /**
   * Who is who by all of {@code claims}.
   *
   * @param decisions those in force
   */
  static Resolution of(
      Collection<Claim> claims, Collection<Decision> decisions, IdentityRules rules) {
    return new Resolution(claims, decisions, rules);
  }

  /** Everybody, each with at least one claim. */
  List<Group> groups() {
    Map<Cluster, List<Claim>> byCluster = new IdentityHashMap<>();
    Map<Cluster, Group> groups = new LinkedHashMap<>();
    for (Claim claim : claims) {
      Identifier at = homes.get(claim.id());
      if (at != null) {
        Cluster home = clusters.of(at);
        List<Claim> mine = byCluster.computeIfAbsent(home, key -> new ArrayList<>());
        mine.add(claim);
        groups.computeIfAbsent(home, key -> new Group(key.identifiers, mine, key.joined));
      }
    }
    return List.copyOf(groups.values());
  }

  /**
   * Claims of nobody: of what is blocked, of the business's own numbers only, or that follow nobody
   * known.
   */
  List<Claim> nobodys() {
    return nobodys;
  }

  /** What a guard refused, and nothing else joined. */
  List<Doubt> doubts() {
    return doubts;
  }

  /** What was found to be many people's by the claims themselves. */
  Set<Identifier> crowded() {
    return crowded;
  }

  /** Whether a claim's identifiers ended with several people. */
  boolean isTorn(Claim claim) {
    return !claim.follows()
        && standings.with(claim, Standing.PERSONAL).stream()
                .filter(each -> !each.isVisitor())
                .map(clusters::known)
                .distinct()
                .count()
            > 1;
  }

  Standings standings() {
    return standings;
  }

  private boolean isChecked(Claim claim) {
    return rules.verified().contains(claim.connection());
  }

  private List<Identifier> joining(Claim claim) {
    return standings.with(claim, Standing.PERSONAL).stream()
        .filter(each -> !each.isVisitor())
        .toList();
  }

  /** Names of claims that join nothing count from the start, whenever they were made. */
  private void seed() {
    for (Claim claim : words) {
      if (standings.isOfNobody(claim)) {
        nobodys.add(claim);
        continue;
      }
      List<Identifier> joining = joining(claim);
      boolean checked = isChecked(claim);
      for (Identifier identifier : joining) {
        clusters.of(identifier).checked |= checked;
      }
      if (joining.size() == 1) {
        FullName.of(claim.person())
            .ifPresent(name -> clusters.of(joining.get(0)).named(name, checked));
      }
      anchor(claim).ifPresent(clusters::of);
    }
  }

  /** What somebody is known by who is known by nothing of their own. */
  private Optional<Identifier> anchor(Claim claim) {
    return standings.with(claim, Standing.PERSONAL).isEmpty()
        ? standings.with(claim, Standing.SHARED).stream()
            .filter(each -> !each.isVisitor())
            .findFirst()
        : Optional.empty();
  }

  private void decide(Collection<Decision> decisions) {
    decisions.stream()
        .filter(decision -> decision.kind() == Decision.Kind.SAME)
        .sorted(Comparator.comparing(Decision::at).thenComparing(Decision::id))
        .forEach(
            decision -> {
              @Nullable Cluster base = null;
              for (Identifier identifier : decision.identifiers()) {
                Cluster cluster =
                    identifier.isVisitor() ? clusters.of(identifier) : clusters.known(identifier);
                if (base != null && cluster != null) {
                  if (base != cluster && !clusters.mayNotMeet(base, cluster)) {
                    clusters.join(base, cluster, decision.id());
                    base = clusters.of(identifier);
                    base.decided = true;
                  }
                } else if (base == null) {
                  base = cluster;
                }
              }
            });
  }

  private void join(Claim claim) {
    List<Identifier> joining = joining(claim);
    if (joining.isEmpty() || standings.isOfNobody(claim)) {
      return;
    }
    Optional<FullName> name = FullName.of(claim.person());
    Identifier base = joining.get(0);
    for (Identifier other : joining.subList(1, joining.size())) {
      Cluster one = clusters.of(base);
      Cluster two = clusters.of(other);
      if (one == two || clusters.mayNotMeet(one, two)) {
        continue;
      }
      Doubt.@Nullable Kind refusal = refusal(claim, name, one, two);
      if (refusal == null) {
        clusters.join(one, two, claim.id());
      } else {
        doubts.add(new Doubt(refusal, base, other, claim.id()));
      }
    }
    Identifier home = home(joining, name);
    name.ifPresent(each -> clusters.of(home).named(each, isChecked(claim)));
    homes.put(claim.id(), home);
  }

  private Doubt.@Nullable Kind refusal(
      Claim claim, Optional<FullName> name, Cluster one, Cluster two) {
    if (one.contacts() + two.contacts() > rules.most()) {
      return Doubt.Kind.MOST;
    }
    boolean checked = isChecked(claim);
    Collection<FullName> here = one.names(checked);
    Collection<FullName> there = two.names(checked);
    List<FullName> said = name.map(List::of).orElse(List.of());
    if (FullName.contradict(here, there)
        || FullName.contradict(said, here)
        || FullName.contradict(said, there)) {
      return Doubt.Kind.NAMES;
    }
    boolean merely = !checked && one.checked && two.checked;
    boolean agreed =
        here.stream().anyMatch(each -> each.agreesWithAny(there))
            || said.stream()
                .anyMatch(each -> each.agreesWithAny(here) || each.agreesWithAny(there));
    return merely && !agreed ? Doubt.Kind.UNCHECKED : null;
  }

  /** Where the name fits best of those the claim names, else the strongest. */
  private Identifier home(List<Identifier> joining, Optional<FullName> name) {
    if (name.isPresent()) {
      for (Identifier identifier : joining) {
        Cluster cluster = clusters.of(identifier);
        if (cluster.decided || !FullName.contradict(List.of(name.get()), cluster.names(false))) {
          return identifier;
        }
      }
    }
    return joining.get(0);
  }

  /** A browser is that of the first known person who used it. */
  private void browse(Claim claim) {
    if (standings.isOfNobody(claim)) {
      return;
    }
    anchor(claim).ifPresent(each -> homes.put(claim.id(), each));
    Identifier home = homes.get(claim.id());
    if (home == null) {
      return;
    }
    for (Identifier visitor : standings.with(claim, Standing.PERSONAL)) {
      if (!visitor.isVisitor() || placed.contains(visitor)) {
        continue;
      }
      Cluster browser = clusters.of(visitor);
      Cluster person = clusters.of(home);
      if (browser.identifiers.size() > 1) {
        placed.add(visitor);
      } else if (!clusters.mayNotMeet(browser, person)) {
        clusters.join(person, browser, claim.id());
        placed.add(visitor);
      }
    }
  }

  /** Whoever is known by a browser only is known by that. */
  private void settle(Claim claim) {
    if (!homes.containsKey(claim.id()) && !standings.isOfNobody(claim)) {
      claim.visitors().findFirst().ifPresent(each -> homes.put(claim.id(), each));
    }
  }

  /** Claims that follow go with the first they name whom others have made known. */
  private void follow() {
    Set<Cluster> known = new HashSet<>();
    homes.values().forEach(home -> known.add(clusters.of(home)));
    for (Claim claim : claims) {
      if (!claim.follows()) {
        continue;
      }
      Optional<Identifier> home =
          standings.isOfNobody(claim)
              ? Optional.empty()
              : joining(claim).stream()
                  .filter(each -> known.contains(clusters.known(each)))
                  .findFirst();
      home.ifPresentOrElse(each -> homes.put(claim.id(), each), () -> nobodys.add(claim));
    }
  }

  private boolean isOne(Identifier one, Identifier other) {
    return clusters.known(one) == clusters.known(other);
  }
}
