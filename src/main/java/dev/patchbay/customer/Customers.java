package dev.patchbay.customer;

import dev.patchbay.customer.ClaimTable.Known;
import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Content enricher: ties what events say of people to one customer each. */
public final class Customers {

  private static final Regrouping.Outcome NOTHING =
      new Regrouping.Outcome(Map.of(), Set.of(), Set.of());

  private final Ids ids;
  private final Supplier<IdentityRules> rules;
  private final Belongings belongings;

  /** Customers by the usual rules, whom nothing follows. */
  public Customers(Ids ids) {
    this(ids, () -> IdentityRules.USUAL, Belongings.NONE);
  }

  /**
   * New customers get their ids from {@code ids}.
   *
   * @param rules those in force
   * @param belongings what follows when claims move from one customer to another
   */
  public Customers(Ids ids, Supplier<IdentityRules> rules, Belongings belongings) {
    this.ids = ids;
    this.rules = rules;
    this.belongings = belongings;
  }

  /**
   * Ties each sighting to a customer, known or new. What is said for the first time may join
   * records that were apart, or part what was together; what hangs on them follows. Who is who
   * depends on what was said and when, never on the order in which it arrived. The rows of all
   * customers involved stay locked until the transaction ends, so that whatever is stored next for
   * one customer is stored in commit order.
   *
   * @return one result for each sighting, in order
   * @throws IdentityRaceException when another hub learned of one of the same people meanwhile
   */
  public List<Identified> identify(Connection connection, List<Sighting> sightings)
      throws SQLException {
    List<Optional<Claim>> said = sightings.stream().map(Claim::of).toList();
    Map<UUID, Claim> claims = new LinkedHashMap<>();
    Instant at = Instant.EPOCH;
    for (int i = 0; i < said.size(); i++) {
      said.get(i).ifPresent(claim -> claims.merge(claim.id(), claim, Claim::with));
      Instant received = sightings.get(i).at();
      at = received.isAfter(at) ? received : at;
    }
    if (claims.isEmpty()) {
      return said.stream().map(none -> Identified.NOBODY).toList();
    }
    Map<UUID, Known> known = ClaimTable.find(connection, claims.keySet());
    List<Claim> news = new ArrayList<>();
    Set<UUID> earlier = new HashSet<>();
    for (Claim claim : claims.values()) {
      Known before = known.get(claim.id());
      if (before == null || claim.first().isBefore(before.claim().first())) {
        news.add(claim);
        if (before != null) {
          earlier.add(claim.id());
        }
      }
    }
    Regrouping.Order order = new Regrouping.Order(rules.get(), "rule", at, false);
    Regrouping.Outcome outcome = learn(connection, news, earlier, claims, known, order);
    return results(said, known, outcome);
  }

  private Regrouping.Outcome learn(
      Connection sql,
      List<Claim> news,
      Set<UUID> earlier,
      Map<UUID, Claim> claims,
      Map<UUID, Known> known,
      Regrouping.Order order)
      throws SQLException {
    Set<UUID> people = new TreeSet<>();
    Set<UUID> repeats = new HashSet<>(known.keySet());
    news.forEach(claim -> repeats.remove(claim.id()));
    for (UUID id : repeats) {
      UUID customer = Objects.requireNonNull(known.get(id)).claim().customer();
      if (customer != null) {
        people.add(customer);
      }
    }
    Optional<Neighborhood> near =
        news.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Neighborhood.load(sql, order.rules(), news, earlier, List.of(), List.of()));
    near.ifPresent(all -> people.addAll(all.customers()));
    Map<UUID, CustomerTable.Row> rows = CustomerTable.lock(sql, people);
    for (UUID id : repeats) {
      check(Objects.requireNonNull(known.get(id)), rows);
    }
    Repeats again = new Repeats(sql, order);
    Set<UUID> disputed = again.write(repeats, claims, known, rows);
    Regrouping.Outcome outcome = NOTHING;
    if (near.isPresent()) {
      Neighborhood all =
          near.get().hasStored()
              ? again(sql, order, news, earlier, List.of(), List.of(), rows)
              : near.get();
      outcome = new Regrouping(sql, all, rows, earlier, order, ids).apply(belongings);
    }
    again.learn(disputed);
    return outcome;
  }

  /** What was read before the lock must hold after it. */
  private static void check(Known known, Map<UUID, CustomerTable.Row> rows) {
    UUID customer = known.claim().customer();
    if (customer == null) {
      return;
    }
    CustomerTable.Row row = rows.get(customer);
    if (row == null || row.mergedInto() != null || row.moves() != known.moves()) {
      throw new IdentityRaceException();
    }
  }

  /** Reads again under the locks: whoever came into view meanwhile is not locked. */
  private static Neighborhood again(
      Connection sql,
      Regrouping.Order order,
      Collection<Claim> news,
      Collection<UUID> earlier,
      Collection<Identifier> seeds,
      Collection<UUID> customers,
      Map<UUID, CustomerTable.Row> rows)
      throws SQLException {
    Neighborhood near = Neighborhood.load(sql, order.rules(), news, earlier, seeds, customers);
    if (!rows.keySet().containsAll(near.customers())) {
      throw new IdentityRaceException();
    }
    return near;
  }

  private static List<Identified> results(
      List<Optional<Claim>> said, Map<UUID, Known> known, Regrouping.Outcome outcome) {
    List<Identified> results = new ArrayList<>(said.size());
    Set<UUID> created = new HashSet<>(outcome.created());
    for (Optional<Claim> each : said) {
      if (each.isEmpty()) {
        results.add(Identified.NOBODY);
        continue;
      }
      UUID id = each.get().id();
      @Nullable UUID customer = outcome.customers().get(id);
      Known before = known.get(id);
      if (customer == null && before != null) {
        customer = before.claim().customer();
      }
      results.add(
          new Identified(
              customer,
              customer != null && created.remove(customer),
              outcome.torn().contains(id),
              id));
    }
    return results;
  }

  /**
   * Computes again who is who around these, after something was decided or a rule changed.
   *
   * @param by who decided, or {@code rule}
   * @throws IdentityRaceException when somebody else was at it at the same moment
   */
  void regroup(
      Connection sql,
      Collection<Identifier> seeds,
      Collection<UUID> customers,
      String by,
      Instant at)
      throws SQLException {
    Regrouping.Order order = new Regrouping.Order(rules.get(), by, at, true);
    Neighborhood near =
        Neighborhood.load(sql, order.rules(), List.of(), List.of(), seeds, customers);
    Map<UUID, CustomerTable.Row> rows = CustomerTable.lock(sql, near.customers());
    Neighborhood now = again(sql, order, List.of(), List.of(), seeds, customers, rows);
    new Regrouping(sql, now, rows, Set.of(), order, ids).apply(belongings);
  }

  /**
   * Computes again who is who for one page of all claims, by the rules in force. Claims that stand
   * for what was known before claims were kept go, once their events have claims of their own.
   *
   * @param after the page before ended here; all zeros begins
   * @return where this page ended, or empty when it was the last
   * @throws IdentityRaceException when somebody else was at it at the same moment
   */
  public Optional<UUID> regroup(Connection sql, UUID after, int limit, Instant at)
      throws SQLException {
    List<Claim> page = ClaimTable.page(sql, after, limit);
    if (page.isEmpty()) {
      return Optional.empty();
    }
    Set<Identifier> seeds = new TreeSet<>();
    Set<UUID> people = new TreeSet<>();
    List<UUID> old = new ArrayList<>();
    for (Claim claim : page) {
      seeds.addAll(claim.identifiers());
      if (claim.customer() != null) {
        people.add(claim.customer());
      }
      if (claim.connection().isEmpty()) {
        old.add(claim.id());
      }
    }
    CustomerTable.lock(sql, people);
    ClaimTable.delete(sql, old);
    regroup(sql, seeds, people, "rule", at);
    return Optional.of(page.get(page.size() - 1).id());
  }

  /** The customer of this id, or who that is now; empty when there is none. */
  public Optional<Customer> find(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select c.id, c.created_at, c.updated_at, c.person::text, c.fields::text,
                   array(select a.id from customer a where a.merged_into = c.id order by a.id),
                   array(select i.kind || ':' || i.value from identifier i where i.customer = c.id
                         order by i.first_seen, i.kind, i.value)
            from customer asked join customer c on c.id = coalesce(asked.merged_into, asked.id)
            where asked.id = ?
            """)) {
      query.setObject(1, id);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new Customer(
                row.getObject(1, UUID.class),
                row.getTimestamp(2).toInstant(),
                row.getTimestamp(3).toInstant(),
                row.getString(4),
                row.getString(5),
                Arrays.stream((String[]) row.getArray(7).getArray())
                    .map(Identifier::parse)
                    .toList(),
                List.of((UUID[]) row.getArray(6).getArray())));
      }
    }
  }

  /** The customers known by these, by identifier; those nobody is known by are absent. */
  public Map<Identifier, UUID> known(Connection sql, Collection<Identifier> identifiers)
      throws SQLException {
    return IdentifierTable.find(sql, identifiers);
  }
}
