package dev.patchbay.customer;

import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where people say who is who. What they decide is stored as it is, and everything around it is
 * computed again in the same transaction; a decision undone leaves no trace but itself. Whoever
 * calls decides on the transaction, so that what else belongs to the act is committed with it, and
 * runs it again after an {@link IdentityRaceException} ({@link Races}).
 */
public final class IdentityDesk {

  private final Customers customers;
  private final Ids ids;
  private final InstantSource clock;

  /** A desk over these customers. */
  public IdentityDesk(Customers customers, Ids ids, InstantSource clock) {
    this.customers = customers;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Both are one person, whatever the rules say. An earlier decision that they differ is undone.
   *
   * @param by who decides
   * @param why in their words
   * @return whose id survived
   * @throws IllegalArgumentException when one of them is no customer, or both are the same
   */
  public UUID merge(Connection sql, UUID one, UUID other, String by, String why)
      throws SQLException {
    Customer first = customer(sql, one);
    Customer second = customer(sql, other);
    if (first.id().equals(second.id())) {
      throw new IllegalArgumentException("Both are one customer already.");
    }
    same(sql, first.identifiers(), second.identifiers(), by, why, clock.instant());
    return customer(sql, one).id();
  }

  /**
   * Undoes the merge that made {@code absorbed} an alias: both records are again what they would be
   * without it, under their own ids, and stay apart from now on.
   *
   * @throws IllegalArgumentException when this record is not merged into another
   */
  public void separate(Connection sql, UUID absorbed, String by, String why) throws SQLException {
    Merge merge =
        MergeTable.of(sql, absorbed).stream()
            .filter(each -> each.absorbed().equals(absorbed) && each.undoneAt() == null)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("This record is not merged into another."));
    different(
        sql,
        merge.identifiersOfSurvivor(),
        merge.identifiersOfAbsorbed(),
        by,
        why,
        clock.instant());
  }

  /**
   * Some of what a customer is known by is another person's, who gets a record of their own.
   *
   * @param away the other person's
   * @throws IllegalArgumentException when these are not some, but not all, of the customer's
   */
  public void separate(
      Connection sql, UUID customer, Collection<Identifier> away, String by, String why)
      throws SQLException {
    List<Identifier> staying = new ArrayList<>(customer(sql, customer).identifiers());
    if (away.isEmpty() || !staying.containsAll(away) || staying.size() == away.size()) {
      throw new IllegalArgumentException(
          "Name some of what the customer is known by, not all of it.");
    }
    staying.removeAll(away);
    different(sql, staying, List.copyOf(away), by, why, clock.instant());
  }

  /**
   * Says what an identifier is good for: {@code SHARED} joins nobody, {@code BLOCKED} is never a
   * customer, {@code PERSONAL} is one person's own whatever the rules say.
   *
   * @return the decision, to be undone by
   */
  public UUID mark(Connection sql, Identifier identifier, Decision.Kind kind, String by, String why)
      throws SQLException {
    if (kind == Decision.Kind.SAME || kind == Decision.Kind.DIFFERENT) {
      throw new IllegalArgumentException("An identifier is shared, blocked or personal.");
    }
    Instant at = clock.instant();
    Decision decision = new Decision(ids.next(), kind, List.of(identifier), List.of(), by, why, at);
    DecisionTable.insert(sql, decision);
    customers.regroup(sql, List.of(identifier), List.of(), by, at);
    return decision.id();
  }

  /**
   * Takes a decision back. A doubtful match that it decided is open again, if it is still doubtful.
   * One that a rule made, that an identifier is shared, is answered by a person's that it is not.
   *
   * @throws IllegalArgumentException when there is no such decision in force
   */
  public void undo(Connection sql, UUID decision, String by) throws SQLException {
    Instant at = clock.instant();
    Decision undone =
        DecisionTable.find(sql, decision)
            .orElseThrow(() -> new IllegalArgumentException("There is no such decision in force."));
    DecisionTable.undo(sql, decision, by, at);
    if (undone.by().equals("rule")) {
      DecisionTable.insert(
          sql,
          new Decision(
              ids.next(),
              Decision.Kind.PERSONAL,
              undone.identifiers(),
              List.of(),
              by,
              "Not shared after all.",
              at));
    }
    ReviewTable.open(sql, undone);
    regroup(sql, undone, by, at);
  }

  /** Doubtful matches nobody has decided yet, oldest first, found after {@code after}. */
  public List<Review> reviews(Connection sql, @Nullable Instant after, int limit)
      throws SQLException {
    return ReviewTable.open(sql, after, limit);
  }

  /**
   * Decides a doubtful match.
   *
   * @param same whether both are one person; else they stay apart for good
   * @return the decision, to be undone by
   * @throws IllegalArgumentException when there is no such open review
   */
  public UUID decide(Connection sql, UUID review, boolean same, String by, String why)
      throws SQLException {
    Instant at = clock.instant();
    Review open =
        ReviewTable.find(sql, review)
            .filter(each -> each.state().equals("open"))
            .orElseThrow(() -> new IllegalArgumentException("There is no such open review."));
    ReviewTable.decide(sql, review, same ? Decision.Kind.SAME : Decision.Kind.DIFFERENT, by, at);
    List<Identifier> one = List.of(open.identifier());
    List<Identifier> other = List.of(open.other());
    return same ? same(sql, one, other, by, why, at) : different(sql, one, other, by, why, at);
  }

  /** Decisions in force, newest first, made before {@code before}. */
  public List<Decision> decisions(Connection sql, @Nullable Instant before, int limit)
      throws SQLException {
    return DecisionTable.newest(sql, before, limit);
  }

  /** Decisions in force that are about what this customer is known by, newest first. */
  public List<Decision> decisions(Connection sql, UUID customer) throws SQLException {
    return DecisionTable.about(sql, customer(sql, customer).identifiers()).stream()
        .sorted(Comparator.comparing(Decision::at).reversed().thenComparing(Decision::id))
        .toList();
  }

  /** The merges a record took part in, undone ones too, newest first. */
  public List<Merge> merges(Connection sql, UUID customer) throws SQLException {
    return MergeTable.of(sql, customer);
  }

  private UUID same(
      Connection sql,
      List<Identifier> these,
      List<Identifier> those,
      String by,
      String why,
      Instant at)
      throws SQLException {
    Set<Identifier> all = new TreeSet<>(these);
    all.addAll(those);
    for (Decision decision : DecisionTable.about(sql, all)) {
      boolean between =
          (meet(decision.identifiers(), these) && meet(decision.others(), those))
              || (meet(decision.identifiers(), those) && meet(decision.others(), these));
      if (decision.kind() == Decision.Kind.DIFFERENT && between) {
        DecisionTable.undo(sql, decision.id(), by, at);
      }
    }
    Decision decision =
        new Decision(ids.next(), Decision.Kind.SAME, List.copyOf(all), List.of(), by, why, at);
    DecisionTable.insert(sql, decision);
    regroup(sql, decision, by, at);
    return decision.id();
  }

  private UUID different(
      Connection sql,
      List<Identifier> these,
      List<Identifier> those,
      String by,
      String why,
      Instant at)
      throws SQLException {
    Decision decision =
        new Decision(ids.next(), Decision.Kind.DIFFERENT, these, those, by, why, at);
    DecisionTable.insert(sql, decision);
    regroup(sql, decision, by, at);
    return decision.id();
  }

  private void regroup(Connection sql, Decision decision, String by, Instant at)
      throws SQLException {
    Set<Identifier> seeds = new TreeSet<>(decision.identifiers());
    seeds.addAll(decision.others());
    customers.regroup(sql, seeds, List.of(), by, at);
  }

  private static boolean meet(List<Identifier> these, List<Identifier> those) {
    return these.stream().anyMatch(those::contains);
  }

  private Customer customer(Connection sql, UUID id) throws SQLException {
    return customers
        .find(sql, id)
        .orElseThrow(() -> new IllegalArgumentException("There is no customer " + id + "."));
  }
}
