package dev.patchbay.eventlog;

import dev.patchbay.event.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Records of customers that tools told to be gone. A tool's last word on a record counts, by its
 * own time: one that it tells of again is there again.
 */
public final class RemovedRecords {

  /** Types by which a tool says that it has a record of the person. */
  private static final List<String> RECORDS =
      List.of("contact.updated", "lead.submitted", "subscriber.subscribed", "loyalty.joined");

  private static final String GONE =
      """
      select distinct named.kind, named.value
      from event gone
      cross join lateral jsonb_each_text(
        coalesce(gone.data #> '{person,externalIds}', '{}')) named (kind, value)
      where gone.customer = ? and gone.type = '%s'
        and not exists (
          select 1 from event later
          where later.customer = gone.customer and later.source = gone.source
            and later.time > gone.time
            and later.type in ('%s')
            and later.data #> '{person,externalIds}'
                @> jsonb_build_object(named.kind, named.value))
      """
          .formatted(EventType.REMOVED, String.join("', '", RECORDS));

  private static final String FOR_REASON =
      """
      select e.customer, e.source, max(e.time) as at
      from event e
      where e.type = '%s' and e.customer is not null and e.received_at >= ?
        and e.data #>> '{removal,reason}' = ?
      group by e.customer, e.source
      order by at, e.customer
      """
          .formatted(EventType.REMOVED);

  /**
   * An id that leads nowhere any more.
   *
   * @param kind the system whose it was, as identifiers name it
   */
  public record Id(String kind, String value) {}

  /**
   * That a tool has somebody no more.
   *
   * @param connection the tool that told
   */
  public record Removed(UUID customer, String connection, Instant at) {}

  private RemovedRecords() {}

  /** Whether an event of this type says that its tool has a record of the person. */
  public static boolean isRecord(String type) {
    return RECORDS.contains(type);
  }

  /** A customer's ids at tools that have no such record any more; mostly none. */
  public static Set<Id> of(Connection sql, UUID customer) throws SQLException {
    Set<Id> gone = new HashSet<>();
    try (PreparedStatement query = sql.prepareStatement(GONE)) {
      query.setObject(1, customer);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          gone.add(new Id(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return gone;
  }

  /** Whom tools removed for this reason and told of since then, oldest first. */
  public static List<Removed> of(Connection sql, String reason, Instant since) throws SQLException {
    List<Removed> removed = new ArrayList<>();
    try (PreparedStatement query = sql.prepareStatement(FOR_REASON)) {
      query.setTimestamp(1, Timestamp.from(since));
      query.setString(2, reason);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          removed.add(
              new Removed(
                  rows.getObject(1, UUID.class),
                  rows.getString(2),
                  rows.getTimestamp(3).toInstant()));
        }
      }
    }
    return removed;
  }
}
