package dev.patchbay.customer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings the tables to what the claims of a neighborhood say. */
final class Regrouping {

  /**
   * What was resolved.
   *
   * @param customers whose each claim is; those of nobody are absent
   * @param created customers nobody knew before
   * @param torn claims whose identifiers a guard kept apart
   */
  record Outcome(Map<UUID, UUID> customers, Set<UUID> created, Set<UUID> torn) {}

  /**
   * How it is done.
   *
   * @param by {@code rule}, or who decided
   * @param everything whether all is to be computed again, not only what is new
   */
  record Order(IdentityRules rules, String by, Instant at, boolean everything) {}

  private static final UUID SPACE = UUID.fromString("0b7f2e3c-55a1-8c44-a1d0-3f6a9b7c8e21");
  private static final int MOST_REASONS = 5;
  private static final String RULE = "rule";

  private final Connection sql;
  private final Neighborhood near;
  private final Map<UUID, CustomerTable.Row> rows;
  private final Order order;
  private final Ids ids;

  private final Resolution resolution;
  private final List<Group> groups;
  private final Labels labels;
  private final List<Claim> added = new ArrayList<>();
  private final List<Claim> updated = new ArrayList<>();
  private final List<Belongings.Move> moves = new ArrayList<>();
  private final Set<UUID> touched = new LinkedHashSet<>();
  private final Set<UUID> moved = new HashSet<>();
  private final Set<UUID> earlier;

  /**
   * Resolves the neighborhood.
   *
   * @param rows those of all its customers, locked
   * @param earlier claims that are stored and were said earlier than is stored
   */
  Regrouping(
      Connection sql,
      Neighborhood near,
      Map<UUID, CustomerTable.Row> rows,
      Set<UUID> earlier,
      Order order,
      Ids ids) {
    this.sql = sql;
    this.near = near;
    this.rows = rows;
    this.earlier = earlier;
    this.order = order;
    this.ids = ids;
    this.resolution = Resolution.of(near.claims(), near.decisions(), order.rules());
    this.groups = resolution.groups();
    Map<UUID, Instant> since = new HashMap<>();
    rows.forEach((id, row) -> since.put(id, row.createdAt()));
    this.labels = new Labels(groups, since, ids::next);
  }

  Outcome apply(Belongings belongings) throws SQLException {
    Map<UUID, UUID> customers = new HashMap<>();
    for (Group group : groups) {
      UUID label = labels.of(group);
      for (Claim claim : group.claims()) {
        customers.put(claim.id(), label);
        place(claim, label, labels.born(claim, group));
      }
    }
    resolution.nobodys().forEach(claim -> place(claim, null, claim.born()));
    Map<Identifier, UUID> owners = IdentifierTable.of(sql, near.customers());
    Ownership ownership = new Ownership(groups, labels, owners, near.identifiers());
    Set<Identifier> changed = ownership.changed();
    changed.addAll(resolution.crowded());
    for (Group group : groups) {
      if (group.claims().stream().anyMatch(claim -> meet(claim, changed))) {
        touched.add(labels.of(group));
      }
    }
    writeCustomers(owners);
    ownership.write(sql, near.isWhole());
    ClaimTable.insert(sql, added);
    ClaimTable.update(sql, updated);
    for (Identifier identifier : resolution.crowded()) {
      DecisionTable.insert(sql, crowded(identifier));
    }
    ReviewTable.replace(sql, resolution.doubts(), near.identifiers(), near.hasStored(), order.at());
    if (!moves.isEmpty() || order.everything()) {
      belongings.moved(sql, moves, touched);
    }
    Set<UUID> torn = new HashSet<>();
    added.stream().filter(resolution::isTorn).forEach(claim -> torn.add(claim.id()));
    Set<UUID> created = new HashSet<>(customers.values());
    created.removeIf(id -> !labels.isFresh(id));
    return new Outcome(customers, created, torn);
  }

  private static boolean meet(Claim claim, Set<Identifier> identifiers) {
    return claim.identifiers().stream().anyMatch(identifiers::contains);
  }

  private void place(Claim claim, @Nullable UUID customer, @Nullable UUID born) {
    Claim placed = claim.of(customer, born);
    boolean stored = near.isStored(claim);
    boolean away = stored && !Objects.equals(claim.customer(), customer);
    if (!stored) {
      added.add(placed);
    } else if (away || earlier.contains(claim.id()) || !Objects.equals(claim.born(), born)) {
      updated.add(placed);
    }
    if (away) {
      moves.add(new Belongings.Move(claim.id(), claim.customer(), customer));
      note(moved, claim.customer());
      note(moved, customer);
    }
    if (!stored || away || earlier.contains(claim.id()) || order.everything()) {
      note(touched, claim.customer());
      note(touched, customer);
    }
  }

  private static void note(Set<UUID> ids, @Nullable UUID id) {
    if (id != null) {
      ids.add(id);
    }
  }

  private void writeCustomers(Map<Identifier, UUID> owners) throws SQLException {
    List<CustomerTable.Change> created = new ArrayList<>();
    List<CustomerTable.Change> changed = new ArrayList<>();
    List<UUID> restored = new ArrayList<>();
    Set<UUID> inUse = new HashSet<>(labels.absorbed().keySet());
    for (Group group : groups) {
      UUID label = labels.of(group);
      inUse.add(label);
      CustomerTable.Row row = rows.get(label);
      boolean back = row != null && row.mergedInto() != null;
      if (back) {
        restored.add(label);
      }
      if (back || touched.contains(label)) {
        Fields fields =
            Fields.of(group.claims(), group.identifiers(), resolution.standings(), order.rules());
        (labels.isFresh(label) ? created : changed)
            .add(
                new CustomerTable.Change(
                    label,
                    order.at(),
                    fields.person().toString(),
                    fields.fields().toString(),
                    fields.disputed(),
                    null,
                    back || moved.contains(label)));
      }
    }
    List<Merge> merges = new ArrayList<>();
    labels
        .absorbed()
        .forEach(
            (id, survivor) -> {
              CustomerTable.Row row = rows.get(id);
              if (row != null && !survivor.equals(row.mergedInto())) {
                changed.add(emptied(id, survivor));
                touched.add(id);
                if (row.mergedInto() == null) {
                  merges.add(merge(survivor, id, owners));
                }
              }
            });
    for (UUID id : moved) {
      if (!inUse.contains(id)) {
        changed.add(emptied(id, null));
      }
    }
    CustomerTable.insert(sql, created);
    CustomerTable.update(sql, changed);
    MergeTable.undo(sql, restored, order.at());
    MergeTable.insert(sql, merges);
  }

  private CustomerTable.Change emptied(UUID id, @Nullable UUID survivor) {
    return new CustomerTable.Change(id, order.at(), "{}", "{}", false, survivor, true);
  }

  private Merge merge(UUID survivor, UUID absorbed, Map<Identifier, UUID> owners) {
    ObjectNode evidence = PersonJson.JSON.createObjectNode();
    ArrayNode because = evidence.putArray("because");
    Group group =
        groups.stream().filter(each -> labels.of(each).equals(survivor)).findFirst().orElseThrow();
    Map<UUID, Claim> claims = new HashMap<>();
    group.claims().forEach(claim -> claims.put(claim.id(), claim));
    Set<UUID> fresh = new HashSet<>();
    added.forEach(claim -> fresh.add(claim.id()));
    List<UUID> joined = group.joined().stream().distinct().toList();
    List<UUID> reasons =
        joined.stream().filter(id -> fresh.contains(id) || !claims.containsKey(id)).toList();
    (reasons.isEmpty() ? joined : reasons)
        .stream().limit(MOST_REASONS).forEach(id -> because.add(reason(id, claims.get(id))));
    evidence.set("survivor", known(survivor, owners));
    evidence.set("absorbed", known(absorbed, owners));
    return new Merge(
        ids.next(), survivor, absorbed, order.at(), order.by(), evidence.toString(), null);
  }

  private static ObjectNode reason(UUID id, @Nullable Claim claim) {
    ObjectNode reason = PersonJson.JSON.createObjectNode();
    if (claim == null) {
      return reason.put("decision", id.toString());
    }
    return reason
        .put("sighting", id.toString())
        .put("connection", claim.connection())
        .put("message", claim.message().toString())
        .put("at", claim.first().toString());
  }

  private static ArrayNode known(UUID customer, Map<Identifier, UUID> owners) {
    ArrayNode known = PersonJson.JSON.createArrayNode();
    owners.entrySet().stream()
        .filter(entry -> entry.getValue().equals(customer))
        .map(entry -> entry.getKey().text())
        .sorted()
        .forEach(known::add);
    return known;
  }

  private Decision crowded(Identifier identifier) {
    return new Decision(
        Ids.derived(SPACE, identifier.text()),
        Decision.Kind.SHARED,
        List.of(identifier),
        List.of(),
        RULE,
        "So many addresses go with it that it is many people's.",
        order.at());
  }
}
