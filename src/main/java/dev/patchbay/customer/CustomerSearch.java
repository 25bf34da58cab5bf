package dev.patchbay.customer;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Finds customers by what people know of them. */
public final class CustomerSearch {

  /** Hops from kind to kind along the key, since an id may be of any system. */
  private static final String FIND =
      """
      with recursive kinds (kind) as (
        (select kind from identifier order by kind limit 1)
        union all
        select (select i.kind from identifier i where i.kind > k.kind order by i.kind limit 1)
        from kinds k where k.kind is not null)
      select c.id from customer c
      where c.merged_into is null
        and c.id in (
          select coalesce(o.merged_into, o.id) from customer o where o.id = ?::uuid
          union
          select coalesce(o.merged_into, o.id)
          from kinds k
          join identifier i on i.kind = k.kind and i.value = any (?)
          join customer o on o.id = i.customer)
      order by c.id limit ?""";

  private static final String NAMED =
      """
      select c.id from customer c
      where c.merged_into is null and %s
      order by c.updated_at desc, c.id limit ?""";

  private static final String FIRST = "lower(c.person ->> 'firstName')";
  private static final String LAST = "lower(c.person ->> 'lastName')";

  private CustomerSearch() {}

  /**
   * The customers of an id, or of identifiers, as they are now; the absorbed lead to their
   * survivor.
   *
   * @param id of a customer or an absorbed one; any other id finds nothing
   * @param values of identifiers, normalized as they are stored
   */
  public static List<UUID> find(Connection sql, UUID id, List<String> values, int limit)
      throws SQLException {
    List<UUID> found = new ArrayList<>();
    try (PreparedStatement query = sql.prepareStatement(FIND)) {
      query.setObject(1, id);
      query.setArray(2, SqlArrays.texts(sql, values));
      query.setInt(3, limit);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getObject(1, UUID.class));
        }
      }
    }
    return found;
  }

  /**
   * Customers whose first or last name begins so, or whose full name does; the latest changed
   * first.
   *
   * @param text as typed, in any case
   */
  public static List<UUID> named(Connection sql, String text, int limit) throws SQLException {
    String name = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    int space = name.lastIndexOf(' ');
    String condition =
        space < 0
            ? "(" + FIRST + " like ? or " + LAST + " like ?)"
            : FIRST + " = ? and " + LAST + " like ?";
    try (PreparedStatement query = sql.prepareStatement(NAMED.formatted(condition))) {
      query.setString(1, space < 0 ? begins(name) : name.substring(0, space));
      query.setString(2, begins(name.substring(space + 1)));
      query.setInt(3, limit);
      List<UUID> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getObject(1, UUID.class));
        }
      }
      return found;
    }
  }

  private static String begins(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
