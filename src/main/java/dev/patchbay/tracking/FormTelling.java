package dev.patchbay.tracking;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Of which times the site's script tells what forms were sent: of all others that is unknown. */
final class FormTelling {

  /** Once it told of a form, it tells of those to come for as long as it is heard at all. */
  private static final String KNOWN =
      """
      select p.first
      from unnest(?, ?::timestamptz[], ?::timestamptz[]) p (first, since, until)
      where p.until > (select min(s.at) from submission s)
        and (exists (select from visit v where v.at >= p.since and v.at < p.until)
          or exists (select from submission s where s.at >= p.since and s.at < p.until))
      order by 1""";

  private FormTelling() {}

  /**
   * Those periods of which it is known.
   *
   * @param periods by the name of each, its parameters {@code from} and {@code to}
   */
  static Set<String> known(Connection sql, Map<String, Map<String, String>> periods)
      throws SQLException {
    Collection<Map<String, String>> times = periods.values();
    Set<String> known = new TreeSet<>();
    try (PreparedStatement query = sql.prepareStatement(KNOWN)) {
      query.setArray(1, SqlArrays.of(sql, "text", periods.keySet().toArray()));
      SqlArrays.bind(sql, query, 2, "text", times, time -> time.get("from"));
      SqlArrays.bind(sql, query, 3, "text", times, time -> time.get("to"));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          known.add(row.getString(1));
        }
      }
    }
    return known;
  }
}
