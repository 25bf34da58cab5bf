package dev.patchbay.inbox;

import dev.patchbay.event.Ids;
import dev.patchbay.inbox.MessageInsert.Key;
import dev.patchbay.inbox.MessageInsert.Owner;
import dev.patchbay.inbox.MessageInsert.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Messages that share one transaction. Repeats are found within the batch as well as in the table;
 * the same vendor id with another body is a message of its own.
 */
final class InboxBatch {

  private final List<Pending> entries;
  private final Ids ids;
  private final @Nullable Long replica;
  private final Map<Pending, Receipt> receipts = new IdentityHashMap<>();
  private final Map<Pending, Pending> leaders = new IdentityHashMap<>();
  private final List<Row> tried = new ArrayList<>();
  private final List<Row> stored = new ArrayList<>();
  private final List<Pending> reused = new ArrayList<>();

  InboxBatch(List<Pending> entries, Ids ids, @Nullable Long replica) {
    this.entries = entries;
    this.ids = ids;
    this.replica = replica;
  }

  /** Rows that this batch has stored, once committed. */
  List<Row> stored() {
    return stored;
  }

  /** Those stored under a key of their own, since another body has their vendor id. */
  List<Pending> reused() {
    return reused;
  }

  /** Ids that may be in the table even where the commit's outcome is unknown. */
  List<UUID> triedIds() {
    return tried.stream().map(Row::id).toList();
  }

  /** What became of an entry, once committed. */
  Receipt receipt(Pending entry) {
    Pending leader = leaders.get(entry);
    if (leader == null) {
      Receipt receipt = receipts.get(entry);
      if (receipt == null) {
        throw new IllegalStateException("A batch left a message without a receipt");
      }
      return receipt;
    }
    return new Receipt(receipt(leader).message(), true);
  }

  /** Does the work; may run again from the start after a rollback. */
  void run(Connection connection) throws SQLException {
    receipts.clear();
    leaders.clear();
    tried.clear();
    stored.clear();
    reused.clear();
    Map<Key, List<Pending>> groups = group();
    dropRepeatsOfNeighbors(connection, groups);

    List<Pending> firsts = groups.values().stream().map(same -> same.get(0)).toList();
    Map<Key, Owner> owners = insert(connection, firsts, false);
    List<Pending> others = new ArrayList<>();
    groups.forEach(
        (key, sameKey) -> {
          Owner owner = owners.get(key);
          for (Pending entry : sameKey) {
            if (receipts.containsKey(entry)) {
              continue;
            }
            if (owner != null && owner.sha256().equals(entry.sha256())) {
              receipts.put(entry, new Receipt(owner.id(), true));
            } else {
              others.add(entry);
            }
          }
        });
    if (others.isEmpty()) {
      return;
    }
    Map<Key, Owner> known = insert(connection, others, true);
    for (Pending entry : others) {
      if (!receipts.containsKey(entry)) {
        Owner owner = known.get(keyOf(entry, true));
        if (owner == null) {
          throw new SQLException("A key was taken and given back meanwhile", "40001");
        }
        receipts.put(entry, new Receipt(owner.id(), true));
      }
    }
  }

  /** Distinct messages by key; exact repeats within the batch follow their first copy. */
  private Map<Key, List<Pending>> group() {
    Map<Key, List<Pending>> groups = new LinkedHashMap<>();
    for (Pending entry : entries) {
      Pending leader = repeatOfNeighborInBatch(entry, groups);
      if (leader == null) {
        List<Pending> same = groups.computeIfAbsent(keyOf(entry, false), k -> new ArrayList<>(1));
        leader =
            same.stream().filter(e -> e.sha256().equals(entry.sha256())).findFirst().orElse(null);
        if (leader == null) {
          same.add(entry);
        }
      }
      if (leader != null) {
        leaders.put(entry, leader);
      }
    }
    return groups;
  }

  private static @Nullable Pending repeatOfNeighborInBatch(
      Pending entry, Map<Key, List<Pending>> groups) {
    for (String neighbor : entry.neighbors()) {
      List<Pending> same = groups.get(new Key(entry.incoming().connection(), neighbor));
      if (same != null && entry.repeats(same.get(0).receivedAt())) {
        return same.get(0);
      }
    }
    return null;
  }

  private void dropRepeatsOfNeighbors(Connection connection, Map<Key, List<Pending>> groups)
      throws SQLException {
    List<Key> neighbors = new ArrayList<>();
    for (List<Pending> same : groups.values()) {
      for (String neighbor : same.get(0).neighbors()) {
        neighbors.add(new Key(same.get(0).incoming().connection(), neighbor));
      }
    }
    if (neighbors.isEmpty()) {
      return;
    }
    Map<Key, Owner> owners = MessageInsert.owners(connection, neighbors);
    if (owners.isEmpty()) {
      return;
    }
    groups
        .values()
        .removeIf(
            same -> {
              Pending entry = same.get(0);
              for (String neighbor : entry.neighbors()) {
                Owner owner = owners.get(new Key(entry.incoming().connection(), neighbor));
                if (owner != null && entry.repeats(owner.receivedAt())) {
                  receipts.put(entry, new Receipt(owner.id(), true));
                  return true;
                }
              }
              return false;
            });
  }

  /** Inserts; gives the owners of every key tried, ours among them. */
  private Map<Key, Owner> insert(Connection connection, List<Pending> candidates, boolean own)
      throws SQLException {
    if (candidates.isEmpty()) {
      return Map.of();
    }
    List<Row> rows = new ArrayList<>(candidates.size());
    for (Pending entry : candidates) {
      rows.add(new Row(ids.next(), keyOf(entry, own).key(), entry));
    }
    // The same order in every transaction, so that two of them cannot wait for each other.
    rows.sort(
        Comparator.comparing((Row row) -> row.pending().incoming().connection())
            .thenComparing(Row::key));
    tried.addAll(rows);
    Set<UUID> inserted = MessageInsert.insert(connection, rows, replica);
    Map<Key, Owner> owners = new HashMap<>();
    List<Key> taken = new ArrayList<>();
    for (Row row : rows) {
      Pending entry = row.pending();
      Key key = keyOf(entry, own);
      if (inserted.contains(row.id())) {
        stored.add(row);
        if (own) {
          reused.add(entry);
        }
        receipts.put(entry, new Receipt(row.id(), false));
        owners.put(key, new Owner(row.id(), entry.sha256(), entry.receivedAt()));
      } else {
        taken.add(key);
      }
    }
    if (!taken.isEmpty()) {
      owners.putAll(MessageInsert.owners(connection, taken));
      for (Key key : taken) {
        if (!owners.containsKey(key)) {
          throw new SQLException("A key was taken and given back meanwhile", "40001");
        }
      }
    }
    return owners;
  }

  private static Key keyOf(Pending entry, boolean own) {
    return new Key(entry.incoming().connection(), own ? entry.ownKey() : entry.key());
  }
}
