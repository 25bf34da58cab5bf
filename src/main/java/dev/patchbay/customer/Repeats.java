package dev.patchbay.customer;

import dev.patchbay.customer.ClaimTable.Known;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What is said again: it makes no new claim, yet the newest word on a field may be another now. */
final class Repeats {

  private final Connection sql;
  private final Regrouping.Order order;

  Repeats(Connection sql, Regrouping.Order order) {
    this.sql = sql;
    this.order = order;
  }

  /**
   * Writes when claims were last said.
   *
   * @param repeats claims that are known already
   * @param rows locked
   * @return customers of whom a value lost, which may have won now
   */
  Set<UUID> write(
      Collection<UUID> repeats,
      Map<UUID, Claim> claims,
      Map<UUID, Known> known,
      Map<UUID, CustomerTable.Row> rows)
      throws SQLException {
    List<Claim> later = new ArrayList<>();
    Set<UUID> disputed = new HashSet<>();
    for (UUID id : repeats) {
      Claim before = Objects.requireNonNull(known.get(id)).claim();
      Claim now = Objects.requireNonNull(claims.get(id));
      if (now.last().isAfter(before.last())) {
        later.add(now);
        CustomerTable.Row row = before.customer() == null ? null : rows.get(before.customer());
        if (row != null && row.disputed()) {
          disputed.add(row.id());
        }
      }
    }
    ClaimTable.saidAgain(sql, later);
    return disputed;
  }

  /** Computes the fields of these customers again. */
  void learn(Set<UUID> customers) throws SQLException {
    if (customers.isEmpty()) {
      return;
    }
    Map<UUID, List<Claim>> claims = new HashMap<>();
    Set<Identifier> named = new HashSet<>();
    for (Claim claim : ClaimTable.near(sql, List.of(), customers, List.of())) {
      claims
          .computeIfAbsent(Objects.requireNonNull(claim.customer()), key -> new ArrayList<>())
          .add(claim);
      named.addAll(claim.identifiers());
    }
    Map<UUID, Set<Identifier>> own = new HashMap<>();
    IdentifierTable.of(sql, customers)
        .forEach(
            (identifier, customer) ->
                own.computeIfAbsent(customer, key -> new HashSet<>()).add(identifier));
    Standings standings = new Standings(order.rules(), DecisionTable.about(sql, named));
    List<CustomerTable.Change> changes = new ArrayList<>();
    claims.forEach(
        (customer, said) -> {
          Fields fields =
              Fields.of(said, own.getOrDefault(customer, Set.of()), standings, order.rules());
          changes.add(
              new CustomerTable.Change(
                  customer,
                  order.at(),
                  fields.person().toString(),
                  fields.fields().toString(),
                  fields.disputed(),
                  null,
                  false));
        });
    CustomerTable.update(sql, changes);
  }
}
