package dev.patchbay.customer;

import dev.patchbay.customer.Standings.Standing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * All claims that may have to do with some: those reached over identifiers that join people, those
 * of the same customers, and what was decided of any of them.
 */
final class Neighborhood {

  /** A tangle of more is cut off here; what lies beyond stays as it is. */
  private static final int MOST = 3_000;

  private final IdentityRules rules;
  private final Map<UUID, Claim> claims = new LinkedHashMap<>();
  private final Set<UUID> stored = new HashSet<>();
  private final Map<UUID, Decision> decisions = new HashMap<>();
  private final Set<UUID> customers = new TreeSet<>();
  private final Set<Identifier> seen = new HashSet<>();
  private final Set<Identifier> asked = new HashSet<>();
  private final Set<UUID> askedCustomers = new HashSet<>();

  private Neighborhood(IdentityRules rules) {
    this.rules = rules;
  }

  /**
   * Loads the neighborhood.
   *
   * @param fresh claims that are not in the table yet, or are there with a later time
   * @param earlier those of them that are there
   * @param seeds identifiers to begin with, whatever they may say
   * @param of customers to begin with
   */
  static Neighborhood load(
      Connection sql,
      IdentityRules rules,
      Collection<Claim> fresh,
      Collection<UUID> earlier,
      Collection<Identifier> seeds,
      Collection<UUID> of)
      throws SQLException {
    Neighborhood all = new Neighborhood(rules);
    Set<Identifier> next = new TreeSet<>(seeds);
    List<Claim> found = new ArrayList<>(fresh);
    Set<UUID> people = new HashSet<>(of);
    fresh.forEach(claim -> all.claims.put(claim.id(), claim));
    List<Claim> there = new ArrayList<>();
    ClaimTable.find(sql, earlier).values().forEach(known -> there.add(known.claim()));
    found.addAll(all.take(there));
    while (true) {
      next.addAll(all.expand(sql, found, seeds, people));
      next.removeAll(all.asked);
      people.removeAll(all.askedCustomers);
      if ((next.isEmpty() && people.isEmpty()) || all.isTangle()) {
        return all;
      }
      all.asked.addAll(next);
      all.askedCustomers.addAll(people);
      found = all.take(ClaimTable.near(sql, next, people, rules.verified()));
      next.clear();
      people = new HashSet<>(all.customers);
    }
  }

  private List<Claim> take(List<Claim> near) {
    List<Claim> found = new ArrayList<>();
    for (Claim claim : near) {
      if (claim.customer() != null) {
        customers.add(claim.customer());
      }
      if (claim.born() != null) {
        customers.add(claim.born());
      }
      if (stored.add(claim.id())) {
        found.add(claim);
        claims.merge(claim.id(), claim, (said, row) -> row.with(said));
      }
    }
    return found;
  }

  /** The identifiers to look for next, after learning what was decided of those met newly. */
  private Set<Identifier> expand(
      Connection sql, List<Claim> found, Collection<Identifier> seeds, Set<UUID> people)
      throws SQLException {
    Set<Identifier> met = new TreeSet<>();
    found.forEach(claim -> met.addAll(claim.identifiers()));
    met.addAll(seeds);
    met.removeAll(seen);
    seen.addAll(met);
    Set<Identifier> look = met;
    Set<Identifier> joined = new TreeSet<>();
    while (!look.isEmpty()) {
      Set<Identifier> further = new TreeSet<>();
      for (Decision decision : DecisionTable.about(sql, look)) {
        if (decisions.put(decision.id(), decision) == null
            && decision.kind() == Decision.Kind.SAME) {
          further.addAll(decision.identifiers());
        }
      }
      joined.addAll(further);
      further.removeAll(seen);
      seen.addAll(further);
      look = further;
    }
    Standings standings = new Standings(rules, decisions.values());
    Set<Identifier> next = new TreeSet<>(joined);
    for (Claim claim : found) {
      if (!standings.isOfNobody(claim)) {
        next.addAll(standings.with(claim, Standing.PERSONAL));
      }
    }
    if (!found.isEmpty()) {
      people.addAll(IdentifierTable.find(sql, fallBacks(standings)).values());
    }
    return next;
  }

  /**
   * What claims go by that name nothing personal, or of which all that is personal proves to be
   * many people's.
   */
  private Set<Identifier> fallBacks(Standings standings) {
    standings.share(standings.crowded(Claim.words(claims.values())));
    Set<Identifier> anchors = new TreeSet<>();
    for (Claim claim : claims.values()) {
      if (!standings.isOfNobody(claim) && standings.with(claim, Standing.PERSONAL).isEmpty()) {
        anchors.addAll(standings.with(claim, Standing.SHARED));
      }
    }
    return anchors;
  }

  private boolean isTangle() {
    return claims.size() > MOST;
  }

  /** Whether nothing was cut off. */
  boolean isWhole() {
    return !isTangle();
  }

  Collection<Claim> claims() {
    return claims.values();
  }

  /** Whether a claim is in the table. */
  boolean isStored(Claim claim) {
    return stored.contains(claim.id());
  }

  boolean hasStored() {
    return !stored.isEmpty() || !askedCustomers.isEmpty();
  }

  Collection<Decision> decisions() {
    return decisions.values();
  }

  /** Everybody whose these claims are or were. */
  Set<UUID> customers() {
    Set<UUID> all = new TreeSet<>(customers);
    all.addAll(askedCustomers);
    return all;
  }

  /** What these claims name, and what was looked for. */
  Set<Identifier> identifiers() {
    Set<Identifier> identifiers = new TreeSet<>(asked);
    claims.values().forEach(claim -> identifiers.addAll(claim.identifiers()));
    return identifiers;
  }
}
