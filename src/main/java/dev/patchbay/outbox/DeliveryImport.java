package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.outbox.FinishedDelivery.Attempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Brings in deliveries that are over, many at once: a past that another system kept. */
public final class DeliveryImport {

  private static final String DELIVERIES =
      """
      insert into delivery
        (id, event, customer, destination, source, flow, action, state, attempts, due_at,
         received_at, enqueued_at, first_attempt_at, finished_at, error_kind, error_text,
         retry_since)
      select id, event, customer, destination, source, flow, action, state, attempts, received_at,
             received_at, received_at, first_at, last_at, error_kind, error_text, received_at
      from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                  ?::smallint[], ?::integer[], ?::timestamptz[], ?::timestamptz[],
                  ?::timestamptz[], ?::text[], ?::text[]) with ordinality
           as n (id, event, customer, destination, source, flow, action, state, attempts,
                 received_at, first_at, last_at, error_kind, error_text, place)
      order by place
      """;

  private static final String ATTEMPTS =
      """
      insert into attempt
        (delivery, number, started_at, ended_at, verdict, status, error_kind, error_text)
      select * from unnest(?::uuid[], ?::integer[], ?::timestamptz[], ?::timestamptz[], ?::text[],
                           ?::integer[], ?::text[], ?::text[])
      """;

  private DeliveryImport() {}

  /** Writes {@code rows}, which are new, in this order. */
  public static void insert(Connection connection, List<FinishedDelivery> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(DELIVERIES)) {
      insert.setArray(1, SqlArrays.column(connection, "uuid", rows, FinishedDelivery::id));
      insert.setArray(2, SqlArrays.column(connection, "uuid", rows, FinishedDelivery::event));
      insert.setArray(3, SqlArrays.column(connection, "uuid", rows, FinishedDelivery::customer));
      insert.setArray(4, SqlArrays.column(connection, "text", rows, FinishedDelivery::destination));
      insert.setArray(5, SqlArrays.column(connection, "text", rows, FinishedDelivery::source));
      insert.setArray(6, SqlArrays.column(connection, "text", rows, FinishedDelivery::flow));
      insert.setArray(7, SqlArrays.column(connection, "text", rows, FinishedDelivery::action));
      insert.setArray(8, SqlArrays.column(connection, "smallint", rows, row -> row.state().code()));
      insert.setArray(
          9, SqlArrays.column(connection, "integer", rows, row -> row.attempts().size()));
      insert.setArray(
          10, SqlArrays.column(connection, "timestamptz", rows, row -> row.receivedAt()));
      insert.setArray(
          11,
          SqlArrays.column(
              connection, "timestamptz", rows, row -> row.attempts().get(0).startedAt()));
      insert.setArray(
          12, SqlArrays.column(connection, "timestamptz", rows, row -> row.last().endedAt()));
      insert.setArray(
          13, SqlArrays.column(connection, "text", rows, row -> row.last().errorKind()));
      insert.setArray(
          14, SqlArrays.column(connection, "text", rows, row -> row.last().errorText()));
      insert.executeUpdate();
    }
    attempts(connection, rows);
  }

  private static void attempts(Connection connection, List<FinishedDelivery> rows)
      throws SQLException {
    record Row(FinishedDelivery delivery, int number, Attempt attempt) {}
    List<Row> all =
        rows.stream()
            .flatMap(
                row ->
                    java.util.stream.IntStream.range(0, row.attempts().size())
                        .mapToObj(i -> new Row(row, i + 1, row.attempts().get(i))))
            .toList();
    try (PreparedStatement insert = connection.prepareStatement(ATTEMPTS)) {
      insert.setArray(1, SqlArrays.column(connection, "uuid", all, row -> row.delivery().id()));
      insert.setArray(2, SqlArrays.column(connection, "integer", all, Row::number));
      insert.setArray(
          3, SqlArrays.column(connection, "timestamptz", all, row -> row.attempt().startedAt()));
      insert.setArray(
          4, SqlArrays.column(connection, "timestamptz", all, row -> row.attempt().endedAt()));
      insert.setArray(5, SqlArrays.column(connection, "text", all, row -> row.attempt().verdict()));
      insert.setArray(
          6, SqlArrays.column(connection, "integer", all, row -> row.attempt().status()));
      insert.setArray(
          7, SqlArrays.column(connection, "text", all, row -> row.attempt().errorKind()));
      insert.setArray(
          8, SqlArrays.column(connection, "text", all, row -> row.attempt().errorText()));
      insert.executeUpdate();
    }
  }
}
