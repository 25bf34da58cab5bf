package dev.patchbay.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** What one connection told of one call, deal or sale, with its refunds. */
public final class EventThread {

  private static final int MOST = 100;

  private static final String BEFORE =
      "select e.seq, "
          + EventLog.COLUMNS
          + " from event t join event e on e.source = t.source and "
          + LooseEvents.THREAD.formatted("e")
          + " = "
          + LooseEvents.THREAD.formatted("t")
          + " and "
          + LooseEvents.THREADED.formatted("e")
          + " where t.id = ? and "
          + LooseEvents.THREADED.formatted("t")
          + " and e.seq < t.seq order by e.seq desc limit "
          + MOST;

  private EventThread() {}

  /** The last hundred events of the same thing that were stored before this one, oldest first. */
  public static List<StoredEvent> before(Connection sql, UUID event) throws SQLException {
    List<StoredEvent> before = new ArrayList<>();
    try (PreparedStatement query = sql.prepareStatement(BEFORE)) {
      query.setObject(1, event);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          before.add(EventLog.read(rows));
        }
      }
    }
    Collections.reverse(before);
    return before;
  }
}
