package dev.patchbay.demo;

import dev.patchbay.db.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What the hub's own tables say.
 *
 * @param received messages stored
 * @param waiting messages not yet processed
 * @param invalid messages that no mapping could read
 * @param retries attempts after the first
 * @param all received to accepted, of every delivery
 * @param crm received to accepted, of those to the CRM: what people call time-to-CRM
 */
record HubFigures(
    long received,
    long waiting,
    long invalid,
    long delivered,
    long pending,
    long dead,
    long retries,
    Spread all,
    Spread crm) {

  /** Percentiles in milliseconds; 0 while there is nothing to measure. */
  record Spread(long p50, long p95, long p99) {}

  private static final String MESSAGES =
      "select count(*), count(*) filter (where state = 0), count(*) filter (where state = 2)"
          + " from message";

  private static final String DELIVERIES =
      """
      select count(*) filter (where state = 1), count(*) filter (where state = 0),
             count(*) filter (where state = 2), coalesce(sum(greatest(attempts - 1, 0)), 0),
             percentile_disc(array[0.5, 0.95, 0.99]) within group (order by ms)
               filter (where state = 1),
             percentile_disc(array[0.5, 0.95, 0.99]) within group (order by ms)
               filter (where state = 1 and destination = 'crm')
      from (select state, attempts, destination,
                   (extract(epoch from finished_at - received_at) * 1000)::bigint as ms
            from delivery) as timed
      """;

  private static final String DEAD =
      "select e.source, e.subject, d.destination from delivery d join event e on e.id = d.event"
          + " where d.state = 2";

  private static final String FOR_FIGURES =
      "select source, subject from event"
          + " where type in ('visit.started', 'form.submitted', 'page.measured')";

  /** Reads them. */
  static HubFigures read(Database hub) {
    return hub.inTransaction(HubFigures::read);
  }

  /** Source, subject and destination of each dead delivery, with spaces between. */
  static Set<String> deadLetters(Database hub) {
    return names(hub, DEAD);
  }

  /** Source and subject of each event that is kept for figures alone, with a space between. */
  static Set<String> forFigures(Database hub) {
    return names(hub, FOR_FIGURES);
  }

  private static Set<String> names(Database hub, String query) {
    return hub.inTransaction(
        connection -> {
          Set<String> names = new HashSet<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
              StringJoiner name = new StringJoiner(" ");
              for (int i = 1; i <= columns; i++) {
                name.add(rows.getString(i));
              }
              names.add(name.toString());
            }
          }
          return names;
        });
  }

  private static HubFigures read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long[] messages = new long[3];
      try (ResultSet row = statement.executeQuery(MESSAGES)) {
        row.next();
        for (int i = 0; i < messages.length; i++) {
          messages[i] = row.getLong(i + 1);
        }
      }
      try (ResultSet row = statement.executeQuery(DELIVERIES)) {
        row.next();
        return new HubFigures(
            messages[0],
            messages[1],
            messages[2],
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            spread(row.getArray(5)),
            spread(row.getArray(6)));
      }
    }
  }

  private static Spread spread(@org.jspecify.annotations.Nullable Array array) throws SQLException {
    if (array == null) {
      return new Spread(0, 0, 0);
    }
    Long[] values = (Long[]) array.getArray();
    return new Spread(values[0], values[1], values[2]);
  }
}
