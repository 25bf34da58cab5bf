package dev.patchbay.tracking;

import dev.patchbay.customer.CustomerSearch;
import dev.patchbay.mapping.PhoneNumbers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Finds customers by what somebody types: an id, an e-mail, a phone number, a name. */
public final class CustomerFinder {

  private static final UUID NOBODY = new UUID(0, 0);

  private CustomerFinder() {}

  /**
   * The customers that the text may mean, at most {@code limit}.
   *
   * @param text the whole of an id, e-mail, phone number or vendor's id, or how a name begins
   * @param region of phone numbers written without a country, ISO 3166-1 alpha-2
   */
  public static List<UUID> find(Connection sql, String text, String region, int limit)
      throws SQLException {
    String typed = text.strip();
    List<String> values = new ArrayList<>(List.of(typed, typed.toLowerCase(Locale.ROOT)));
    String phone = PhoneNumbers.e164(typed, region);
    if (phone != null) {
      values.add(phone);
    }
    Set<UUID> found = new LinkedHashSet<>(CustomerSearch.find(sql, id(typed), values, limit));
    if (found.isEmpty() && !typed.isEmpty()) {
      found.addAll(CustomerSearch.named(sql, typed, limit));
      found.addAll(named(sql, typed, limit));
    }
    return found.stream().limit(limit).toList();
  }

  private static List<UUID> named(Connection sql, String name, int limit) throws SQLException {
    List<UUID> found = new ArrayList<>();
    String pattern = LeadList.escaped(name.toLowerCase(Locale.ROOT)) + "%";
    try (PreparedStatement query =
            Where.prepare(
                sql,
                """
                select customer from lead
                where lower(name) like ? and customer is not null
                group by 1 order by max(at) desc limit ?""",
                List.of(pattern, limit));
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(row.getObject(1, UUID.class));
      }
    }
    return found;
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return NOBODY;
    }
  }
}
