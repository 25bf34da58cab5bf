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
      SqlArrays.bind(connection, insert, 1, "uuid", rows, FinishedDelivery::id);
      SqlArrays.bind(connection, insert, 2, "uuid", rows, FinishedDelivery::event);
      SqlArrays.bind(connection, insert, 3, "uuid", rows, FinishedDelivery::customer);
      SqlArrays.bind(connection, insert, 4, "text", rows, FinishedDelivery::destination);
      SqlArrays.bind(connection, insert, 5, "text", rows, FinishedDelivery::source);
      SqlArrays.bind(connection, insert, 6, "text", rows, FinishedDelivery::flow);
      SqlArrays.bind(connection, insert, 7, "text", rows, FinishedDelivery::action);
      SqlArrays.bind(connection, insert, 8, "smallint", rows, row -> row.state().code());
      SqlArrays.bind(connection, insert, 9, "integer", rows, row -> row.attempts().size());
      SqlArrays.bind(connection, insert, 10, "timestamptz", rows, FinishedDelivery::receivedAt);
      SqlArrays.bind(
          connection, insert, 11, "timestamptz", rows, row -> row.attempts().get(0).startedAt());
      SqlArrays.bind(connection, insert, 12, "timestamptz", rows, row -> row.last().endedAt());
      SqlArrays.bind(connection, insert, 13, "text", rows, row -> row.last().errorKind());
      SqlArrays.bind(connection, insert, 14, "text", rows, row -> row.last().errorText());
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
      SqlArrays.bind(connection, insert, 1, "uuid", all, row -> row.delivery().id());
      SqlArrays.bind(connection, insert, 2, "integer", all, Row::number);
      SqlArrays.bind(connection, insert, 3, "timestamptz", all, row -> row.attempt().startedAt());
      SqlArrays.bind(connection, insert, 4, "timestamptz", all, row -> row.attempt().endedAt());
      SqlArrays.bind(connection, insert, 5, "text", all, row -> row.attempt().verdict());
      SqlArrays.bind(connection, insert, 6, "integer", all, row -> row.attempt().status());
      SqlArrays.bind(connection, insert, 7, "text", all, row -> row.attempt().errorKind());
      SqlArrays.bind(connection, insert, 8, "text", all, row -> row.attempt().errorText());
      insert.executeUpdate();
    }
  }
}
