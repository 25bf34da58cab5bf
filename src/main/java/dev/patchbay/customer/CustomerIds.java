package dev.patchbay.customer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Walks through all customers. */
public final class CustomerIds {

  private CustomerIds() {}

  /** The next customers in the order of ids, those merged into others aside. */
  public static List<UUID> after(Connection connection, @Nullable UUID last, int limit)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select c.id from customer c
            where c.merged_into is null and c.id > ?
            order by c.id limit ?
            """)) {
      query.setObject(1, last == null ? new UUID(0, 0) : last);
      query.setInt(2, limit);
      List<UUID> ids = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          ids.add(row.getObject(1, UUID.class));
        }
      }
      return ids;
    }
  }
}
