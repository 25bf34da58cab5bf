package dev.patchbay.customer;

import dev.patchbay.mapping.Digests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.TreeSet;

/** Knows by which rules it was computed who is who, and whether that is to be done again. */
public final class IdentityBasis {

  /** To be raised when the same claims and rules come to other customers than before. */
  private static final int VERSION = 1;

  /** After so long without an end, another hub takes the work over. */
  private static final int PATIENCE_MINUTES = 30;

  private IdentityBasis() {}

  /** Asks for it to be done again where the rules are not those of the last time. */
  public static void check(Connection sql, IdentityRules rules) throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into identity_basis as b (rules, due) values (?, true)
            on conflict (one) do update set rules = excluded.rules, due = true, claimed_at = null
            where b.rules <> excluded.rules
            """)) {
      upsert.setString(1, fingerprint(rules));
      upsert.executeUpdate();
    }
  }

  /** Notes that everybody who is there was computed by these rules: nothing is to be done again. */
  public static void settle(Connection sql, IdentityRules rules) throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into identity_basis (rules, due) values (?, false)
            on conflict (one) do update
            set rules = excluded.rules, due = false, claimed_at = null
            """)) {
      upsert.setString(1, fingerprint(rules));
      upsert.executeUpdate();
    }
  }

  /** Asks for it to be done again, whatever the rules; a hub that has run once must be known. */
  public static void ask(Connection sql) throws SQLException {
    execute(sql, "update identity_basis set due = true, claimed_at = null");
  }

  /** Takes the work on, where it is due and no other hub is at it. */
  public static boolean claim(Connection sql) throws SQLException {
    try (PreparedStatement claim =
        sql.prepareStatement(
            """
            update identity_basis set claimed_at = clock_timestamp()
            where due and coalesce(
              claimed_at < clock_timestamp() - ? * interval '1 minute', true)
            returning one
            """)) {
      claim.setInt(1, PATIENCE_MINUTES);
      try (ResultSet row = claim.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Notes that the work is done, unless somebody asked for it again meanwhile. */
  public static void done(Connection sql) throws SQLException {
    execute(
        sql,
        "update identity_basis set due = false, claimed_at = null where claimed_at is not null");
  }

  /** Gives the work back undone. */
  public static void release(Connection sql) throws SQLException {
    execute(sql, "update identity_basis set claimed_at = null");
  }

  private static void execute(Connection sql, String statement) throws SQLException {
    try (PreparedStatement update = sql.prepareStatement(statement)) {
      update.executeUpdate();
    }
  }

  private static String fingerprint(IdentityRules rules) {
    String text =
        String.join(
            "\n",
            Integer.toString(VERSION),
            new TreeMap<>(rules.truth()).toString(),
            new TreeSet<>(rules.verified()).toString(),
            new TreeSet<>(rules.sharedPhones()).toString(),
            new TreeSet<>(rules.blocked()).toString(),
            new TreeSet<>(rules.roles()).toString(),
            Integer.toString(rules.most()),
            new TreeSet<>(rules.ownNumbers()).toString());
    return HexFormat.of().formatHex(Digests.sha256(text));
  }
}
