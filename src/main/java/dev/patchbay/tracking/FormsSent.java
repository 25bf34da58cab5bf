package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Forms that visitors sent in a period, beside what came in by a form or a mail. Whether they
 * arrived can only be told of all together, for what arrives may not name its visitor.
 *
 * @param submitted forms that visitors sent on the site, as its script told
 * @param arrived leads that came by a form or a mail
 */
public record FormsSent(Figure submitted, Figure arrived) {

  /** How much later than they were sent forms may come in: those of some sites arrive by mail. */
  public static final Duration ON_ITS_WAY = Duration.ofMinutes(15);

  /** From so many missing on, and one in so many of those sent, it is no chance. */
  private static final int MISSING = 3;

  private static final int ONE_IN = 10;

  private static final String COUNTS =
      """
      select (select count(*) from submission where at >= ? and at < ?),
             (select count(*) from lead
              where at >= ? and at < ? and %s)"""
          .formatted(LedgerLeads.IS_BY_FORM);

  /**
   * Those of a period.
   *
   * @param patience how much later than they were sent they may have come in
   * @return nothing where the site's script did not tell of forms in that period
   */
  public static Optional<FormsSent> of(Connection sql, Instant from, Instant to, Duration patience)
      throws SQLException {
    Map<String, String> sent = days(from, to);
    if (FormTelling.known(sql, Map.of("all", sent)).isEmpty()) {
      return Optional.empty();
    }
    Instant until = to.plus(patience);
    try (PreparedStatement query = Where.prepare(sql, COUNTS, List.of(from, to, from, until));
        ResultSet row = query.executeQuery()) {
      row.next();
      Map<String, String> came = days(from, until);
      came.put("hop", LedgerLeads.BY_FORM);
      return Optional.of(
          new FormsSent(
              Figure.count(row.getLong(1), new Open("submissions", sent)),
              Figure.count(row.getLong(2), new Open("ledger/leads", came))));
    }
  }

  /** How many never arrived, where so many are missing that it is no chance; else 0. */
  public long lost() {
    return lost(Math.round(submitted.value()), Math.round(arrived.value()));
  }

  static long lost(long submitted, long arrived) {
    long missing = submitted - arrived;
    return missing < MISSING || missing * ONE_IN < submitted ? 0 : missing;
  }

  private static Map<String, String> days(Instant from, Instant to) {
    Map<String, String> days = new TreeMap<>();
    days.put("from", from.toString());
    days.put("to", to.toString());
    return days;
  }
}
