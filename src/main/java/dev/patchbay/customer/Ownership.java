package dev.patchbay.customer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Whose identifiers are to be, as against whose they were. */
final class Ownership {

  private final Map<Identifier, IdentifierTable.Row> fresh = new TreeMap<>();
  private final Map<Identifier, IdentifierTable.Row> given = new TreeMap<>();
  private final Set<Identifier> gone;

  /**
   * Compares.
   *
   * @param before whose they were
   * @param among those of which all claims are known
   */
  Ownership(
      List<Group> groups, Labels labels, Map<Identifier, UUID> before, Set<Identifier> among) {
    Map<Identifier, IdentifierTable.Row> now = new LinkedHashMap<>();
    for (Group group : groups) {
      UUID label = labels.of(group);
      for (Claim claim : group.claims()) {
        if (claim.follows()) {
          continue;
        }
        for (Identifier identifier : claim.identifiers()) {
          if (group.identifiers().contains(identifier)) {
            now.putIfAbsent(
                identifier,
                new IdentifierTable.Row(identifier, label, claim.message(), claim.first()));
          }
        }
      }
    }
    now.forEach(
        (identifier, row) -> {
          UUID owner = before.get(identifier);
          if (owner == null) {
            fresh.put(identifier, row);
          } else if (!owner.equals(row.customer())) {
            given.put(identifier, row);
          }
        });
    gone = new TreeSet<>(among);
    gone.retainAll(before.keySet());
    gone.removeAll(now.keySet());
  }

  /** Those that are another's than before. */
  Set<Identifier> changed() {
    Set<Identifier> changed = new HashSet<>(fresh.keySet());
    changed.addAll(given.keySet());
    changed.addAll(gone);
    return changed;
  }

  /**
   * Writes the difference.
   *
   * @param all whether an identifier that is there already means that another hub was faster
   */
  void write(Connection sql, boolean all) throws SQLException {
    IdentifierTable.move(sql, given.values());
    IdentifierTable.delete(sql, gone);
    IdentifierTable.insert(sql, fresh.values(), all);
  }
}
