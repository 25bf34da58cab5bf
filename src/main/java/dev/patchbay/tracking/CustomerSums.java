package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One customer in figures.
 *
 * @param visits of the site
 * @param leads that are neither repeats nor spam
 * @param sold by currency; empty when they bought nothing
 * @param firstSource where they first came from, or {@code null} when nothing is known of it
 * @param firstAt when that was
 */
public record CustomerSums(
    Figure visits,
    Figure leads,
    Figure sales,
    List<Sold> sold,
    @Nullable String firstSource,
    @Nullable String firstMedium,
    @Nullable String firstCampaign,
    @Nullable Instant firstAt) {

  /** What they paid in one currency, in minor units, less refunds. */
  public record Sold(@Nullable String currency, long amount) {}

  private static final String COUNTS =
      """
      select (select count(*) from visit where customer = ?),
             (select count(*) from lead r where r.customer = ?
                and not coalesce(%s, false) and not coalesce(%s, false)),
             (select count(*) from sale where customer = ?)"""
          .formatted(LeadList.DUPLICATE, LeadList.SPAM);

  private static final String SOLD =
      """
      select currency, sum(coalesce(amount, 0) - refunded) from sale
      where customer = ? group by currency order by 2 desc""";

  private static final String FIRST =
      """
      select source, medium, campaign, at
      from (select source, medium, campaign, at from visit where customer = ?
            union all
            select source, medium, campaign, at from lead where customer = ?) came
      order by at limit 1""";

  /** The figures of a customer. */
  public static CustomerSums of(Connection sql, UUID customer) throws SQLException {
    List<Sold> sold = new ArrayList<>();
    try (PreparedStatement query = Where.prepare(sql, SOLD, List.of(customer));
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        sold.add(new Sold(row.getString(1), row.getLong(2)));
      }
    }
    try (PreparedStatement counts =
            Where.prepare(sql, COUNTS, List.of(customer, customer, customer));
        ResultSet count = counts.executeQuery();
        PreparedStatement first = Where.prepare(sql, FIRST, List.of(customer, customer));
        ResultSet came = first.executeQuery()) {
      count.next();
      boolean known = came.next();
      return new CustomerSums(
          Figure.count(count.getLong(1), of("visits", customer)),
          Figure.count(
              count.getLong(2),
              of("leads", customer).with("duplicates", "out").with("spam", "out")),
          Figure.count(count.getLong(3), of("sales", customer)),
          sold,
          known ? came.getString(1) : null,
          known ? came.getString(2) : null,
          known ? came.getString(3) : null,
          known ? came.getTimestamp(4).toInstant() : null);
    }
  }

  private static Open of(String list, UUID customer) {
    return Open.of(list).with("customer", customer);
  }
}
