package dev.patchbay.pipeline;

import dev.patchbay.customer.Identifier;
import dev.patchbay.customer.Merge;
import dev.patchbay.customer.MergeTable;
import dev.patchbay.db.Database;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Merged;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.RemovedRecords;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Tells of records that became one, and of those that are two again, each once: events that a flow
 * from the hub carries to tools that would lose an id otherwise.
 */
public final class MergeTelling extends Telling {

  static final String MERGED = "customer.merged";
  static final String SEPARATED = "customer.separated";

  private static final Duration EVERY = Duration.ofSeconds(5);

  /** A hub that was away, or that carries them for the first time, goes back so far. */
  private static final Duration LATEST = Duration.ofHours(24);

  /** A transaction that commits so late is still seen. */
  private static final Duration OVERLAP = Duration.ofMinutes(5);

  private static final int MOST = 500;
  private static final UUID FIRST = new UUID(0, 0);
  private static final String RULE = "rule";

  private final Map<String, Instant> seen = new HashMap<>();

  /** Tells nothing until it is started. */
  public MergeTelling(
      Database database,
      Supplier<Plan> plan,
      EventLog events,
      Outbox outbox,
      Lanes lanes,
      InstantSource clock) {
    super("merged-customers", EVERY, database, plan, events, outbox, lanes, clock);
  }

  /** Tells of those that nobody was told of; gives how many deliveries that came to. */
  @Override
  int tell() {
    return tell(MERGED, false) + tell(SEPARATED, true);
  }

  private int tell(String type, boolean undone) {
    if (!own.isWanted(type)) {
      seen.remove(type);
      return 0;
    }
    Instant now = clock.instant();
    int told = 0;
    List<Merge> page = after(undone, seen.getOrDefault(type, now.minus(LATEST)), FIRST);
    while (!page.isEmpty()) {
      List<Merge> found = page;
      told += tell(sql -> untold(sql, found, type, undone));
      Merge last = page.get(page.size() - 1);
      page = page.size() < MOST ? List.of() : after(undone, time(last, undone), last.id());
    }
    seen.put(type, now.minus(OVERLAP));
    return told;
  }

  private List<Merge> after(boolean undone, Instant at, UUID id) {
    return database.inTransaction(sql -> MergeTable.after(sql, undone, at, id, MOST));
  }

  private static Instant time(Merge merge, boolean undone) {
    Instant undoneAt = merge.undoneAt();
    return undone && undoneAt != null ? undoneAt : merge.at();
  }

  /** As events whose ids come from the merges'; of whom nothing is known any more, none. */
  private List<StoredEvent> untold(Connection sql, List<Merge> page, String type, boolean undone)
      throws SQLException {
    Map<UUID, StoredEvent> all = new LinkedHashMap<>();
    for (Merge merge : page) {
      if (!merge.identifiersOfSurvivor().isEmpty() && !merge.identifiersOfAbsorbed().isEmpty()) {
        Set<RemovedRecords.Id> gone = new HashSet<>(RemovedRecords.of(sql, merge.survivor()));
        gone.addAll(RemovedRecords.of(sql, merge.absorbed()));
        StoredEvent event = event(merge, type, time(merge, undone), gone);
        all.put(event.id(), event);
      }
    }
    events.find(sql, all.keySet()).keySet().forEach(all::remove);
    return List.copyOf(all.values());
  }

  private StoredEvent event(Merge merge, String type, Instant at, Set<RemovedRecords.Id> gone) {
    UUID id = Ids.derived(merge.id(), type);
    return new StoredEvent(
        id,
        id,
        type,
        Event.HUB,
        merge.absorbed().toString(),
        at,
        clock.instant(),
        merge.survivor(),
        EventJson.writeData(
            EventData.of(person(merge.identifiersOfSurvivor(), gone), told(merge, gone))));
  }

  private static Merged told(Merge merge, Set<RemovedRecords.Id> gone) {
    Person other = person(merge.identifiersOfAbsorbed(), gone);
    return new Merged(
        merge.survivor().toString(),
        merge.absorbed().toString(),
        merge.by().equals(RULE) ? RULE : "person",
        other.email(),
        other.phone(),
        other.externalIds());
  }

  /** By the first of each kind that still leads somewhere. */
  private static Person person(List<Identifier> identifiers, Set<RemovedRecords.Id> gone) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (Identifier each : identifiers) {
      if (!gone.contains(new RemovedRecords.Id(each.kind(), each.value()))) {
        ids.putIfAbsent(each.kind(), each.value());
      }
    }
    String email = ids.remove(Identifier.EMAIL);
    String phone = ids.remove(Identifier.PHONE);
    ids.remove(Identifier.VISITOR);
    return new Person(email, phone, null, null, null, null, ids.isEmpty() ? null : ids);
  }
}
