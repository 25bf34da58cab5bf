package dev.patchbay.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a customer's events say together; test events aside. */
public final class CustomerHistory {

  private static final String CONSENT =
      """
      select said.channel, said.answer
      from (
        select c.key as channel, c.value as answer, e.time, e.seq
        from event e cross join lateral jsonb_each_text(e.data -> 'consent') c
        where e.customer = ? and c.key in ('email', 'sms', 'phone', 'ads')
          and e.data -> 'test' is distinct from 'true'
        union all
        select 'email', 'denied', e.time, e.seq
        from event e
        where e.customer = ? and e.data -> 'consent' is null
          and e.type in ('subscriber.unsubscribed', 'subscriber.complained')
          and e.data -> 'test' is distinct from 'true'
      ) said
      order by said.time, said.seq""";

  private static final String TOUCH =
      """
      select (e.data -> 'attribution' || jsonb_build_object('at',
               to_char(e.time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))::text
      from event e
      where e.customer = ? and e.data -> 'test' is distinct from 'true'
        and jsonb_exists_any(e.data -> 'attribution',
          array['source', 'medium', 'campaign', 'gclid', 'gbraid', 'wbraid', 'fbclid', 'fbc',
                'msclkid'])
      order by e.time %1$s, e.seq %1$s
      limit 1""";

  /** One for everybody. */
  public CustomerHistory() {}

  /**
   * What the customer last said of each channel, whichever tool heard it. Who unsubscribes or
   * complains refuses email.
   *
   * @return channel ({@code email}, {@code sms}, {@code phone}, {@code ads}) to {@code granted} or
   *     {@code denied}; channels nobody spoke of are absent
   */
  public Map<String, String> consent(Connection sql, UUID customer) throws SQLException {
    Map<String, String> consent = new LinkedHashMap<>();
    try (PreparedStatement query = sql.prepareStatement(CONSENT)) {
      query.setObject(1, customer);
      query.setObject(2, customer);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          consent.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return consent;
  }

  /** The first event that says where the customer came from: attribution as JSON, with its time. */
  public Optional<String> firstTouch(Connection sql, UUID customer) throws SQLException {
    return touch(sql, customer, "asc");
  }

  /** The last such event; as {@link #firstTouch}. */
  public Optional<String> lastTouch(Connection sql, UUID customer) throws SQLException {
    return touch(sql, customer, "desc");
  }

  private static Optional<String> touch(Connection sql, UUID customer, String order)
      throws SQLException {
    try (PreparedStatement query = sql.prepareStatement(TOUCH.formatted(order))) {
      query.setObject(1, customer);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
