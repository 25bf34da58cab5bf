package dev.patchbay.eventlog;

import dev.patchbay.event.Event;
import dev.patchbay.event.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * What one connection told of one call, deal or sale, with its refunds; and what was told of one
 * lead, with the hub's own words on it.
 */
public final class EventThread {

  private static final int MOST = 100;

  /** The hub's words on a lead as a whole; their subject is the lead's first event. */
  private static final List<String> WORDS = List.of(EventType.WITHDRAWN, EventType.RESTORED);

  private static final String WORD =
      "%1$s.source = '" + Event.HUB + "' and %1$s.type in ('" + String.join("', '", WORDS) + "')";

  private static final String BEFORE =
      "select e.seq, "
          + EventLog.COLUMNS
          + " from event t join event e on "
          + sameThing("t")
          + " where t.id = ? and "
          + LooseEvents.THREADED.formatted("t")
          + " and e.seq < t.seq order by e.seq desc limit "
          + MOST;

  /** A lead's first event, what belongs to the same call, and the hub's words on the lead. */
  private static final String OF_LEAD =
      "with word as (select t.seq, t.message, t.subject,"
          + " case when "
          + WORD.formatted("t")
          + " then t.subject::uuid end as lead from event t where t.id = ?)"
          + ofLead("on e.id = f.id")
          + " union"
          + ofLead("on " + sameThing("f") + " and " + LooseEvents.THREADED.formatted("f"))
          // They bear the message of the lead's first event, by which they are found.
          + " union"
          + ofLead(
              "on e.message = word.message and e.subject = word.subject and " + WORD.formatted("e"))
          + " order by 1 desc limit "
          + MOST;

  private static final String BY_HUB =
      "select e.seq, "
          + EventLog.COLUMNS
          + " from event f join event e on e.message = f.message and e.subject = f.id::text"
          + " and e.source = '"
          + Event.HUB
          + "' where f.id = ? order by e.seq desc limit "
          + MOST;

  private EventThread() {}

  /** The last hundred events of the same thing that were stored before this one, oldest first. */
  public static List<StoredEvent> before(Connection sql, StoredEvent event) throws SQLException {
    return read(sql, WORDS.contains(event.type()) ? OF_LEAD : BEFORE, event.id());
  }

  /** The last hundred events that the hub itself told of a lead, oldest first. */
  public static List<StoredEvent> byHub(Connection sql, UUID lead) throws SQLException {
    return read(sql, BY_HUB, lead);
  }

  private static String sameThing(String as) {
    return "e.source = "
        + as
        + ".source and "
        + LooseEvents.THREAD.formatted("e")
        + " = "
        + LooseEvents.THREAD.formatted(as)
        + " and "
        + LooseEvents.THREADED.formatted("e");
  }

  private static String ofLead(String found) {
    return " select e.seq, "
        + EventLog.COLUMNS
        + " from word join event f on f.id = word.lead join event e "
        + found
        + " where e.seq < word.seq";
  }

  private static List<StoredEvent> read(Connection sql, String text, UUID id) throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    try (PreparedStatement query = sql.prepareStatement(text)) {
      query.setObject(1, id);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          events.add(EventLog.read(rows));
        }
      }
    }
    Collections.reverse(events);
    return events;
  }
}
