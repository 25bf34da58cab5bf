package dev.patchbay.customer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Finds customers by what people know of them. */
public final class CustomerSearch {

  private static final String FIND =
      """
      select c.id from customer c
      where c.merged_into is null
        and c.id in (
          select coalesce(o.merged_into, o.id) from customer o where o.id = ?::uuid
          union
          select coalesce(o.merged_into, o.id) from identifier i join customer o on o.id = i.customer
          where i.value = any (?))
      order by c.id limit ?""";

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
      query.setArray(2, sql.createArrayOf("text", values.toArray()));
      query.setInt(3, limit);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getObject(1, UUID.class));
        }
      }
    }
    return found;
  }
}
