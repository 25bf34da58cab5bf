package dev.patchbay.tracking;

import dev.patchbay.eventlog.Changes;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.mapping.Digests;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

  private static String fingerprint(LeadRules rules) {
    return HexFormat.of().formatHex(Digests.sha256(VERSION + " " + rules));
  }
}
