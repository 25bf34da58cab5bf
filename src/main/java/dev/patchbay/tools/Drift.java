package dev.patchbay.tools;

import dev.patchbay.customer.CustomerIds;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.CustomerEvents;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.CustomerDeliveries;
import dev.patchbay.outbox.EndedDeliveries;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.outbox.Replay;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Customers who differ between tools, are missing in one or are there twice, by what the tools told
 * and took; and the repair.
 */
public final class Drift {

  private static final int AT_ONCE = 500;
  private static final String FLOW = "repair";

  /**
   * Some differences.
   *
   * @param next customer to go on after, or {@code null} when all were looked at
   */
  public record Found(List<Difference> differences, @Nullable UUID next) {}

  /**
   * The differences of some customers.
   *
   * @param customers how many were looked at
   * @param next customer to go on after, or {@code null} when all were looked at
   */
  public record Batch(int customers, List<Difference> differences, @Nullable UUID next) {}

  /** What a repair put on its way. */
  public record Repaired(int written, int replayed, int left) {}

  private final Tools tools;
  private final Ids ids;
  private final InstantSource clock;
  private final EventLog events = new EventLog();
  private final Outbox outbox;

  /** For the tools of one plan. */
  public Drift(Tools tools, Ids ids, InstantSource clock) {
    this.tools = tools;
    this.ids = ids;
    this.clock = clock;
    this.outbox = new Outbox(ids);
  }

  /**
   * Looks at customers in the order of their ids until enough is found.
   *
   * @param after customer to go on after, or {@code null} from the first
   * @param enough stops after the batch in which so many are found
   */
  public Found find(Connection sql, @Nullable UUID after, int enough) throws SQLException {
    List<Difference> found = new ArrayList<>();
    UUID last = after;
    do {
      Batch batch = batch(sql, last);
      found.addAll(batch.differences());
      last = batch.next();
    } while (last != null && found.size() < enough);
    return new Found(found, last);
  }

  /** Looks at the next customers in the order of their ids. */
  public Batch batch(Connection sql, @Nullable UUID after) throws SQLException {
    List<UUID> customers = CustomerIds.after(sql, after, AT_ONCE);
    return new Batch(
        customers.size(),
        customers.isEmpty() ? List.of() : of(sql, customers),
        customers.size() < AT_ONCE ? null : customers.get(customers.size() - 1));
  }

  /** The differences of these customers. */
  public List<Difference> of(Connection sql, List<UUID> customers) throws SQLException {
    Map<UUID, List<StoredEvent>> histories = CustomerEvents.ofPeople(sql, customers);
    Set<UUID> all = new HashSet<>();
    histories.values().forEach(list -> list.forEach(event -> all.add(event.id())));
    Map<UUID, List<CustomerDeliveries.Sent>> sent = new HashMap<>();
    for (CustomerDeliveries.Sent each : CustomerDeliveries.of(sql, all, tools.names())) {
      sent.computeIfAbsent(each.event(), key -> new ArrayList<>()).add(each);
    }
    Map<UUID, List<EndedDeliveries.Ended>> ended = new HashMap<>();
    for (EndedDeliveries.Ended each : EndedDeliveries.of(sql, all)) {
      ended.computeIfAbsent(each.event(), key -> new ArrayList<>()).add(each);
    }
    List<Difference> differences = new ArrayList<>();
    for (UUID customer : customers) {
      List<StoredEvent> mine = histories.getOrDefault(customer, List.of());
      differences.addAll(
          CustomerDrift.of(
              tools,
              customer,
              mine,
              mine.stream().flatMap(e -> sent.getOrDefault(e.id(), List.of()).stream()).toList(),
              mine.stream().flatMap(e -> ended.getOrDefault(e.id(), List.of()).stream()).toList()));
    }
    return differences;
  }

  /** What each tool is known to hold of one customer, or to hold no more, by the tool's name. */
  public List<ToolRecord> records(Connection sql, UUID customer) throws SQLException {
    return CustomerExport.known(sql, tools, Set.of(customer)).entrySet().stream()
        .map(entry -> ToolRecord.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** What {@link #repair} would put on its way, without doing it. */
  public Repaired wouldRepair(List<Difference> differences) {
    Set<List<Object>> writes = new HashSet<>();
    Set<List<Object>> replays = new HashSet<>();
    int left = 0;
    for (Difference difference : differences) {
      List<Object> there = List.of(difference.customer(), difference.connection());
      if (difference.repair().equals(Difference.REPLAY)) {
        replays.add(there);
      } else if (difference.repair().equals(Difference.WRITE)
          && tools.keeper(difference.connection(), null, Tools.CHANGE).isPresent()) {
        writes.add(there);
      } else {
        left++;
      }
    }
    return new Repaired(writes.size(), replays.size(), left);
  }

  /**
   * Puts the winning values on their way to the tools, as one changed contact for each customer and
   * tool made by ourselves, and dead letters back. What is to be done by hand is left.
   */
  public Repaired repair(Connection sql, List<Difference> differences) throws SQLException {
    Map<List<Object>, List<Difference>> writes = new LinkedHashMap<>();
    int replayed = 0;
    int left = 0;
    for (Difference difference : differences) {
      switch (difference.repair()) {
        case Difference.WRITE ->
            writes
                .computeIfAbsent(
                    List.of(difference.customer(), difference.connection()),
                    key -> new ArrayList<>())
                .add(difference);
        case Difference.REPLAY -> replayed += replay(sql, difference);
        default -> left++;
      }
    }
    int written = 0;
    for (List<Difference> together : writes.values()) {
      if (write(sql, together)) {
        written++;
      } else {
        left += together.size();
      }
    }
    return new Repaired(written, replayed, left);
  }

  private static int replay(Connection sql, Difference difference) throws SQLException {
    List<StoredEvent> mine =
        CustomerEvents.ofPeople(sql, List.of(difference.customer()))
            .getOrDefault(difference.customer(), List.of());
    List<UUID> dead =
        EndedDeliveries.of(sql, mine.stream().map(StoredEvent::id).toList()).stream()
            .filter(each -> each.dead() && each.destination().equals(difference.connection()))
            .map(EndedDeliveries.Ended::id)
            .toList();
    return dead.isEmpty()
        ? 0
        : Replay.replay(sql, new Replay.Selection(null, null, null, null, null, dead))
            .values()
            .stream()
            .mapToInt(Integer::intValue)
            .sum();
  }

  private boolean write(Connection sql, List<Difference> differences) throws SQLException {
    UUID customer = differences.get(0).customer();
    String tool = differences.get(0).connection();
    if (tools.keeper(tool, null, Tools.CHANGE).isEmpty()) {
      return false;
    }
    Map<String, String> known = new HashMap<>();
    List<StoredEvent> mine =
        new ArrayList<>(
            CustomerEvents.ofPeople(sql, List.of(customer)).getOrDefault(customer, List.of()));
    mine.sort(
        java.util.Comparator.comparing(StoredEvent::receivedAt).thenComparing(StoredEvent::id));
    mine.forEach(
        event -> known.putAll(PersonFields.of(event.type(), EventJson.readData(event.data()))));
    Map<String, String> fields = new HashMap<>();
    fields.put("email", known.get("email"));
    fields.put("phone", known.get("phone"));
    boolean missing = differences.stream().anyMatch(d -> d.kind().equals(Difference.MISSING));
    if (missing) {
      fields.putAll(known);
    }
    differences.forEach(
        difference -> {
          if (difference.field() != null) {
            fields.put(difference.field(), difference.should());
          }
        });
    Instant now = clock.instant();
    UUID id = ids.next();
    Person person =
        new Person(
            fields.get("email"),
            fields.get("phone"),
            fields.get("firstName"),
            fields.get("lastName"),
            fields.get("company"),
            null,
            null);
    EventData data = EventData.NOTHING.withPerson(person);
    events.append(
        sql,
        List.of(
            new StoredEvent(
                id,
                id,
                Tools.CHANGE,
                Event.HUB,
                null,
                now,
                now,
                customer,
                EventJson.writeData(data))));
    return !outbox
        .enqueue(
            sql,
            List.of(new NewDelivery(id, customer, tool, Event.HUB, FLOW, null, now)),
            destination -> Optional.empty())
        .isEmpty();
  }
}
