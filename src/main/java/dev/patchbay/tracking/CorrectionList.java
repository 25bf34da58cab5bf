package dev.patchbay.tracking;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What people said of leads, as it is told. */
public final class CorrectionList {

  private CorrectionList() {}

  /** What was said by any of these events, the first word first. */
  public static List<CorrectionRow> of(Connection sql, Collection<UUID> events)
      throws SQLException {
    List<CorrectionRow> rows = new ArrayList<>();
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select id, field, value #>> '{}', by_whom, why, at
            from correction where event = any (?) order by at, id""")) {
      query.setArray(1, SqlArrays.uuids(sql, events));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          rows.add(
              new CorrectionRow(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getObject(6, OffsetDateTime.class).toInstant()));
        }
      }
    }
    return rows;
  }
}
