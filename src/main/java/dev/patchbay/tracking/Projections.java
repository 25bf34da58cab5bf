package dev.patchbay.tracking;

import dev.patchbay.eventlog.Changes;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.mapping.Digests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/** Knows by which rules the derived rows were made. */
final class Projections {

  /** To be raised when the same events and rules come to other rows than before. */
  private static final int VERSION = 1;

  private Projections() {}

  /**
   * Notes everything to be made again where the rules are not those of the last time.
   *
   * @return whether they are others
   */
  static boolean check(Connection sql, LeadRules rules) throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into projection as p (name, rules) values ('tracking', ?)
            on conflict (name) do update set rules = excluded.rules
            where p.rules <> excluded.rules
            """)) {
      upsert.setString(1, fingerprint(rules));
      boolean changed = upsert.executeUpdate() > 0;
      if (changed) {
        Changes.ofEverything(sql);
      }
      return changed;
    }
  }

  /** Notes that a lead came or changed. */
  static void tell(Connection sql) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update projection set told = told + 1 where name = 'tracking'")) {
      update.executeUpdate();
    }
  }

  /** A number that grew if a lead came or changed since it was read. */
  static long told(Connection sql) throws SQLException {
    try (PreparedStatement query =
            sql.prepareStatement("select coalesce(max(told), 0) from projection");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String fingerprint(LeadRules rules) {
    return HexFormat.of().formatHex(Digests.sha256(VERSION + " " + rules));
  }
}
