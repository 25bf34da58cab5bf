package dev.patchbay.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a customer's events say together; test events aside. */
public final class CustomerHistory {

  private static final String TOUCH =
      """
      select (e.data -> 'attribution' || jsonb_build_object('at',
               to_char(e.time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))::text
      from event e
      where e.customer = ? and e.data -> 'test' is distinct from 'true'
        and jsonb_exists_any(e.data -> 'attribution',
          array['source', 'medium', 'campaign', 'gclid', 'gbraid', 'wbraid', 'fbclid', 'fbc',
                'msclkid'])
        and e.received_at <= ?::timestamptz
      order by e.time %1$s, e.seq %1$s
      limit 1""";

  /** One for everybody. */
  public CustomerHistory() {}

  /**
   * What the customer last said of each channel, whichever tool heard it. Who unsubscribes or
   * complains refuses email. The last word counts for each address on its own, and one refusal is
   * enough: that records became one never allows more than each of them did.
   *
   * @return channel ({@code email}, {@code sms}, {@code phone}, {@code ads}) to {@code granted} or
   *     {@code denied}; channels nobody spoke of are absent
   */
  public Map<String, String> consent(Connection sql, UUID customer) throws SQLException {
    return ConsentWord.lastOf(consentHistory(sql, customer));
  }

  /** Every grant and every withdrawal, oldest first: when, by which connection, in which words. */
  public List<ConsentWord> consentHistory(Connection sql, UUID customer) throws SQLException {
    return ConsentWord.of(sql, customer);
  }

  /** The first event that says where the customer came from: attribution as JSON, with its time. */
  public Optional<String> firstTouch(Connection sql, UUID customer) throws SQLException {
    return touch(sql, customer, "asc", null);
  }

  /** The last such event; as {@link #firstTouch}. */
  public Optional<String> lastTouch(Connection sql, UUID customer) throws SQLException {
    return touch(sql, customer, "desc", null);
  }

  /** The last such event of those that had come in by then. */
  public Optional<String> lastTouch(Connection sql, UUID customer, Instant knownAt)
      throws SQLException {
    return touch(sql, customer, "desc", knownAt);
  }

  private static Optional<String> touch(
      Connection sql, UUID customer, String order, @Nullable Instant knownAt) throws SQLException {
    try (PreparedStatement query = sql.prepareStatement(TOUCH.formatted(order))) {
      query.setObject(1, customer);
      query.setString(2, knownAt == null ? "infinity" : knownAt.toString());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
