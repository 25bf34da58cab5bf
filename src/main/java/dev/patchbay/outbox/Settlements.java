package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Writes what attempts came to, many in one statement, only where the lane is still held. */
public final class Settlements {

  // "state + 0" keeps the planner from walking the indexes of all that is pending.
  private static final String SETTLE =
      """
      with input as (
        select * from unnest(?::uuid[], ?::text[], ?::bigint[], ?::integer[], ?::smallint[],
                             ?::text[], ?::integer[], ?::text[], ?::text[], ?::timestamptz[],
                             ?::timestamptz[], ?::bigint[], ?::boolean[])
               as i (delivery, destination, token, number, state, verdict, status, error_kind,
                     error_text, started_at, ended_at, retry_ms, release)),
      settled as (
        update delivery d
        set state = i.state,
            attempts = greatest(d.attempts, i.number),
            claimed_by = case when i.state = 0 and not i.release then d.claimed_by end,
            due_at = case when i.state = 0
                          then clock_timestamp() + i.retry_ms * interval '1 millisecond'
                          else d.due_at end,
            first_attempt_at = case when i.verdict is null then d.first_attempt_at
                                    else coalesce(d.first_attempt_at, i.started_at) end,
            finished_at = case when i.state <> 0 then i.ended_at end,
            error_kind = i.error_kind,
            error_text = i.error_text
        from input i
        join lane l on l.destination = i.destination and l.token = i.token and l.replica = ?
        where d.id = i.delivery and d.state + 0 = 0 and d.claimed_by = i.token
        returning d.id, d.due_at, d.customer, d.event, d.state),
      noted as (
        insert into attempt (delivery, number, started_at, ended_at, verdict, status, error_kind,
                             error_text, retry_at)
        select i.delivery, i.number, i.started_at, i.ended_at, i.verdict, i.status, i.error_kind,
               i.error_text, case when i.state = 0 then s.due_at end
        from input i join settled s on s.id = i.delivery
        where i.verdict is not null
        on conflict (delivery, number) do nothing),
      ended as (
        select customer, event from settled where state <> 0),
      noting as (
        %s)
      select id from settled
      """;

  private final String statement;

  /**
   * What writes them.
   *
   * @param noting from the name of rows that have a {@code customer} and an {@code event} makes the
   *     statement that notes whose story they change; it gets those of the deliveries that were
   *     accepted, died or were canceled
   */
  public Settlements(UnaryOperator<String> noting) {
    this.statement = SETTLE.formatted(noting.apply("ended"));
  }

  /**
   * Writes {@code batch}.
   *
   * @return the deliveries that were written; the others are held by somebody else or ended
   *     meanwhile
   */
  public Set<UUID> write(Connection connection, long replica, List<Settlement> batch)
      throws SQLException {
    Set<UUID> written = new HashSet<>();
    try (PreparedStatement settle = connection.prepareStatement(statement)) {
      bind(connection, settle, batch);
      settle.setLong(14, replica);
      try (ResultSet row = settle.executeQuery()) {
        while (row.next()) {
          written.add(row.getObject(1, UUID.class));
        }
      }
    }
    for (Settlement settlement : batch) {
      Claims.release(connection, settlement.token(), settlement.followers());
      if (settlement.pause()) {
        Leases.pause(connection, replica, settlement);
      } else if (settlement.resume() && written.contains(settlement.delivery())) {
        Leases.resume(connection, settlement.destination());
      }
    }
    return written;
  }

  private static void bind(Connection connection, PreparedStatement settle, List<Settlement> batch)
      throws SQLException {
    SqlArrays.bind(connection, settle, 1, "uuid", batch, Settlement::delivery);
    SqlArrays.bind(connection, settle, 2, "text", batch, Settlement::destination);
    SqlArrays.bind(connection, settle, 3, "bigint", batch, Settlement::token);
    SqlArrays.bind(connection, settle, 4, "integer", batch, Settlement::number);
    SqlArrays.bind(connection, settle, 5, "smallint", batch, s -> s.state().code());
    SqlArrays.bind(connection, settle, 6, "text", batch, Settlement::verdict);
    SqlArrays.bind(connection, settle, 7, "integer", batch, Settlement::status);
    SqlArrays.bind(connection, settle, 8, "text", batch, Settlement::errorKind);
    SqlArrays.bind(connection, settle, 9, "text", batch, Settlement::errorText);
    SqlArrays.bind(connection, settle, 10, "timestamptz", batch, Settlement::startedAt);
    SqlArrays.bind(connection, settle, 11, "timestamptz", batch, Settlement::endedAt);
    SqlArrays.bind(connection, settle, 12, "bigint", batch, s -> s.retryIn().toMillis());
    SqlArrays.bind(connection, settle, 13, "boolean", batch, Settlement::release);
  }
}
