package dev.patchbay.eventlog;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events that name nobody. One that tells of a call, deal or sale of which another event names a
 * customer belongs to that customer: a recording, say, that comes with the call's id alone.
 */
public final class LooseEvents {

  /** What all events of one call, deal or sale have in common; as the index event_thread has it. */
  static final String THREAD =
      """
      coalesce(%1$s.data #>> '{call,id}', %1$s.data #>> '{deal,id}', %1$s.data #>> '{sale,refundOf}',
               %1$s.data #>> '{sale,id}', %1$s.subject)""";

  static final String THREADED =
      """
      %1$s.type in ('call.started', 'call.completed', 'call.updated', 'deal.stage_changed',
                    'sale.completed', 'sale.refunded')""";

  private static final String SAME =
      "from event o where o.source = e.source and "
          + THREAD.formatted("o")
          + " = "
          + THREAD.formatted("e")
          + " and "
          + THREADED.formatted("o")
          + " and o.customer is not null";

  /** So written that the thread's index alone is searched, not the one of all that is nobody's. */
  private static final String NOBODYS = " where (e.customer is null) is true";

  private static final String OWNER =
      "(select o.customer " + SAME + " order by o.time, o.id limit 1)";

  private static final String SHARERS = "array(select distinct o.customer " + SAME + ")";

  /**
   * Events and whose they are.
   *
   * @param owners customers to whom some of them belong after all
   * @param groups those of nobody, by what they tell of
   */
  public record Loose(Set<UUID> owners, List<List<StoredEvent>> groups) {}

  /**
   * Events that name nobody, by the customer they belong to.
   *
   * @param sharers everybody whom an event of the same calls, deals or sales names: when one of
   *     them becomes the owner, another may have been
   */
  public record Theirs(Map<UUID, List<StoredEvent>> events, Set<UUID> sharers) {}

  private record Found(StoredEvent event, @Nullable String thread, @Nullable UUID owner) {}

  private LooseEvents() {}

  /** The events that name nobody and yet belong to one of {@code customers}. */
  public static Theirs ofCustomers(Connection sql, Collection<UUID> customers) throws SQLException {
    Map<UUID, List<StoredEvent>> loose = new HashMap<>();
    Set<UUID> sharers = new LinkedHashSet<>();
    if (customers.isEmpty()) {
      return new Theirs(loose, sharers);
    }
    String threads =
        "select distinct on (t.source, "
            + THREAD.formatted("t")
            + ") t.source, "
            + THREAD.formatted("t")
            + " as thread from event t where t.customer = any(?) and "
            + THREADED.formatted("t");
    String query =
        "select "
            + OWNER
            + ", "
            + EventLog.COLUMNS
            + ", "
            + SHARERS
            + " as sharers"
            + " from ("
            + threads
            + ") told join event e on e.source = told.source and "
            + THREAD.formatted("e")
            + " = told.thread and "
            + THREADED.formatted("e")
            + NOBODYS;
    try (PreparedStatement statement = sql.prepareStatement(query)) {
      statement.setArray(1, SqlArrays.uuids(sql, customers));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          UUID owner = rows.getObject(1, UUID.class);
          if (owner != null && customers.contains(owner)) {
            loose.computeIfAbsent(owner, key -> new ArrayList<>()).add(EventLog.read(rows));
          }
          for (Object sharer : (Object[]) rows.getArray("sharers").getArray()) {
            sharers.add((UUID) sharer);
          }
        }
      }
    }
    return new Theirs(loose, sharers);
  }

  /** Whose {@code events} are; with those of nobody come all others that tell of the same thing. */
  public static Loose of(Connection sql, Collection<UUID> events) throws SQLException {
    Set<UUID> owners = new LinkedHashSet<>();
    Map<String, List<StoredEvent>> groups = new LinkedHashMap<>();
    if (events.isEmpty()) {
      return new Loose(owners, List.of());
    }
    List<String> sources = new ArrayList<>();
    List<String> threads = new ArrayList<>();
    List<String> forms = new ArrayList<>();
    List<String> subjects = new ArrayList<>();
    for (Found found : named(sql, events)) {
      StoredEvent event = found.event();
      UUID owner = event.customer() != null ? event.customer() : found.owner();
      if (owner != null) {
        owners.add(owner);
      } else if (found.thread() != null) {
        sources.add(event.source());
        threads.add(found.thread());
      } else if (event.type().equals("lead.submitted") && event.subject() != null) {
        forms.add(event.source());
        subjects.add(event.subject());
      } else {
        groups.computeIfAbsent(event.id().toString(), key -> new ArrayList<>()).add(event);
      }
    }
    String threaded =
        "select distinct on (e.id) "
            + THREAD.formatted("e")
            + ", "
            + EventLog.COLUMNS
            + " from unnest(?::text[], ?::text[]) told (source, thread) join event e"
            + " on e.source = told.source and "
            + THREAD.formatted("e")
            + " = told.thread and "
            + THREADED.formatted("e")
            + NOBODYS;
    collect(sql, threaded, sources, threads, "t", groups);
    String submitted =
        "select distinct on (e.id) e.subject, "
            + EventLog.COLUMNS
            + " from unnest(?::text[], ?::text[]) told (source, subject) join event e"
            + " on e.source = told.source and e.subject = told.subject"
            + " where e.customer is null and e.type = 'lead.submitted'";
    collect(sql, submitted, forms, subjects, "f", groups);
    return new Loose(owners, List.copyOf(groups.values()));
  }

  private static List<Found> named(Connection sql, Collection<UUID> events) throws SQLException {
    List<Found> found = new ArrayList<>();
    String query =
        "select case when "
            + THREADED.formatted("e")
            + " then "
            + OWNER
            + " end, "
            + EventLog.COLUMNS
            + ", case when "
            + THREADED.formatted("e")
            + " then "
            + THREAD.formatted("e")
            + " end as thread from event e where e.id = any(?)";
    try (PreparedStatement statement = sql.prepareStatement(query)) {
      statement.setArray(1, SqlArrays.uuids(sql, events));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Found(
                  EventLog.read(rows), rows.getString("thread"), rows.getObject(1, UUID.class)));
        }
      }
    }
    return found;
  }

  private static void collect(
      Connection sql,
      String query,
      List<String> sources,
      List<String> names,
      String kind,
      Map<String, List<StoredEvent>> groups)
      throws SQLException {
    if (sources.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = sql.prepareStatement(query)) {
      statement.setArray(1, SqlArrays.texts(sql, sources));
      statement.setArray(2, SqlArrays.texts(sql, names));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          StoredEvent event = EventLog.read(rows);
          String key = kind + '\0' + event.source() + '\0' + rows.getString(1);
          groups.computeIfAbsent(key, unknown -> new ArrayList<>()).add(event);
        }
      }
    }
  }
}
