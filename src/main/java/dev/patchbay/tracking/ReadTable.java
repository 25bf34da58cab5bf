package dev.patchbay.tracking;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A table of derived rows, which are replaced customer by customer. */
final class ReadTable {

  private final String statement;

  /**
   * @param event the column of the key that holds an event's id
   * @param key columns of the primary key
   * @param others the other columns, with spaces between them
   */
  ReadTable(String name, String event, List<String> key, String others) {
    List<String> rest = List.of(others.strip().split("\\s+"));
    String same = key.stream().map(column -> "t.%1$s = g.%1$s".formatted(column)).collect(and());
    String columns = String.join(", ", rest);
    String excluded = rest.stream().map(column -> "excluded." + column).collect(comma());
    String changed = rest.stream().map("t.%1$s is distinct from g.%1$s"::formatted).collect(or());
    // "offset 0" has each row looked up by its key: a join reads the whole table for a few rows.
    this.statement =
        """
        with given as materialized (select * from json_populate_recordset(null::%1$s, ?::json)),
        gone as (
          delete from %1$s t
          where (t.customer = any(?) or t.%2$s = any(?))
            and not exists (select from given g where %3$s))
        insert into %1$s
        select g.*
        from given g left join lateral (select * from %1$s t where %3$s offset 0) t on true
        where t.%2$s is null or %4$s
        on conflict (%5$s) do update set (%6$s) = row(%7$s)
        """
            .formatted(name, event, same, changed, String.join(", ", key), columns, excluded);
  }

  /**
   * Makes {@code rows} the rows of these customers and loose events; rows that are as they were are
   * not touched.
   *
   * @param loose events that name nobody, whose rows may have had no customer or another one
   * @param rows as a JSON array of objects, keys being columns
   * @return how many rows are new or other than before
   */
  int replace(Connection sql, Collection<UUID> customers, Collection<UUID> loose, String rows)
      throws SQLException {
    try (PreparedStatement replace = sql.prepareStatement(statement)) {
      replace.setString(1, rows);
      replace.setArray(2, SqlArrays.uuids(sql, customers));
      replace.setArray(3, SqlArrays.uuids(sql, loose));
      return replace.executeUpdate();
    }
  }

  private static java.util.stream.Collector<CharSequence, ?, String> and() {
    return Collectors.joining(" and ");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> or() {
    return Collectors.joining(" or ", "(", ")");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> comma() {
    return Collectors.joining(", ");
  }
}
