package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Transactional outbox: one row per event, destination and flow. */
public final class Outbox {

  private static final String ENQUEUE =
      """
      insert into delivery as d
        (id, event, customer, destination, source, flow, action, claimed_by,
         due_at, received_at, enqueued_at, retry_since)
      select n.id, n.event, n.customer, n.destination, n.source, n.flow, n.action,
             case when n.token is not null
                   and not exists (
                     select 1 from delivery p
                     where p.destination = n.destination and p.customer = n.customer
                       and p.state = 0 and p.claimed_by is distinct from n.token)
                   and not (n.block and exists (
                     select 1 from delivery p
                     where p.customer = n.customer and p.destination = n.destination
                       and p.state = 2))
                  then n.token end,
             statement_timestamp(), n.received_at, statement_timestamp(), statement_timestamp()
      from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                  ?::bigint[], ?::boolean[], ?::timestamptz[]) with ordinality
           as n (id, event, customer, destination, source, flow, action, token, block,
                 received_at, place)
      order by n.place
      on conflict (event, destination, flow) do nothing
      returning d.claimed_by,\s"""
          + DeliveryRows.COLUMNS;

  private final Ids ids;

  /** An outbox that names its rows by {@code ids}. */
  public Outbox(Ids ids) {
    this.ids = ids;
  }

  /**
   * Puts {@code rows} in, in this order, inside the caller's transaction. The caller has locked the
   * rows of the customers concerned, so that per customer the order of {@code seq} is the order of
   * commits.
   *
   * @param claims leave to enqueue into this hub's memory, by destination; asked once for each
   * @return the new rows in order of {@code seq}, without those that were there before; those with
   *     a {@link Delivery#claim()} must be offered to the lanes after the commit
   */
  public List<Delivery> enqueue(
      Connection connection, List<NewDelivery> rows, Function<String, Optional<Claim>> claims)
      throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<String, Optional<Claim>> byDestination = new HashMap<>();
    for (NewDelivery row : rows) {
      byDestination.computeIfAbsent(row.destination(), claims);
    }
    try (PreparedStatement insert = connection.prepareStatement(ENQUEUE)) {
      bind(connection, insert, rows, byDestination);
      List<Delivery> enqueued = new ArrayList<>(rows.size());
      try (ResultSet row = insert.executeQuery()) {
        while (row.next()) {
          Delivery delivery = DeliveryRows.read(row);
          row.getLong("claimed_by");
          enqueued.add(
              row.wasNull()
                  ? delivery
                  : delivery.claimed(claim(byDestination, delivery.destination())));
        }
      }
      enqueued.sort(Comparator.comparingLong(Delivery::seq));
      return enqueued;
    }
  }

  /** Which of these deliveries there are. */
  public static Set<UUID> present(Connection connection, Collection<UUID> ids) throws SQLException {
    Set<UUID> present = new HashSet<>();
    try (PreparedStatement query =
        connection.prepareStatement("select id from delivery where id = any (?)")) {
      query.setArray(1, SqlArrays.uuids(connection, ids));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          present.add(row.getObject(1, UUID.class));
        }
      }
    }
    return present;
  }

  private void bind(
      Connection connection,
      PreparedStatement insert,
      List<NewDelivery> rows,
      Map<String, Optional<Claim>> claims)
      throws SQLException {
    List<UUID> names = rows.stream().map(row -> ids.next()).toList();
    insert.setArray(1, SqlArrays.uuids(connection, names));
    SqlArrays.bind(connection, insert, 2, "uuid", rows, NewDelivery::event);
    SqlArrays.bind(connection, insert, 3, "uuid", rows, NewDelivery::customer);
    SqlArrays.bind(connection, insert, 4, "text", rows, NewDelivery::destination);
    SqlArrays.bind(connection, insert, 5, "text", rows, NewDelivery::source);
    SqlArrays.bind(connection, insert, 6, "text", rows, NewDelivery::flow);
    SqlArrays.bind(connection, insert, 7, "text", rows, NewDelivery::action);
    SqlArrays.bind(
        connection,
        insert,
        8,
        "bigint",
        rows,
        row -> {
          Claim claim = claim(claims, row.destination());
          return claim == null ? null : claim.token();
        });
    SqlArrays.bind(
        connection,
        insert,
        9,
        "boolean",
        rows,
        row -> {
          Claim claim = claim(claims, row.destination());
          return claim != null && claim.block();
        });
    SqlArrays.bind(connection, insert, 10, "timestamptz", rows, NewDelivery::receivedAt);
  }

  private static @Nullable Claim claim(Map<String, Optional<Claim>> claims, String destination) {
    return claims.getOrDefault(destination, Optional.empty()).orElse(null);
  }
}
