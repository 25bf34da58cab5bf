package dev.patchbay.eventlog;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose events are: the one thing of an event that may change, when people prove to be one. */
public final class EventOwners {

  /**
   * Events that make one claim go from one customer to another.
   *
   * @param from whose they were, or {@code null} for nobody's
   * @param to whose they are from now on, or {@code null} for nobody's
   */
  public record Move(UUID sighting, @Nullable UUID from, @Nullable UUID to) {}

  /**
   * What one event claims, found when everything is computed again.
   *
   * @param sighting the claim it makes, or {@code null}
   */
  public record Owner(UUID event, @Nullable UUID customer, @Nullable UUID sighting) {}

  private EventOwners() {}

  /**
   * Moves events with their claims. An event stored before claims were kept goes with the claim
   * that stands for all that was known of its customer then, which bears the customer's id.
   *
   * @return the events that moved, each with whose it is now
   */
  public static List<Owner> move(Connection sql, List<Move> moves) throws SQLException {
    List<Owner> moved = new ArrayList<>();
    if (moves.isEmpty()) {
      return moved;
    }
    read(
        sql,
        moves.stream().filter(move -> move.from() != null).toList(),
        """
        update event e set customer = m.target, sighting = coalesce(e.sighting, m.sighting)
        from unnest(?::uuid[], ?::uuid[], ?::uuid[]) as m (sighting, source, target)
        where e.customer = m.source
          and (e.sighting = m.sighting or (e.sighting is null and m.sighting = m.source))
        returning e.id, e.customer, e.sighting
        """,
        moved);
    read(
        sql,
        moves.stream().filter(move -> move.from() == null).toList(),
        """
        update event e set customer = m.target
        from unnest(?::uuid[], ?::uuid[], ?::uuid[]) as m (sighting, source, target)
        where e.customer is null and e.sighting = m.sighting
        returning e.id, e.customer, e.sighting
        """,
        moved);
    return moved;
  }

  /**
   * Gives events other claims and other customers.
   *
   * @return those of which anything changed, as they are now
   */
  public static List<Owner> assign(Connection sql, List<Owner> owners) throws SQLException {
    List<Owner> assigned = new ArrayList<>();
    if (owners.isEmpty()) {
      return assigned;
    }
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update event e set customer = o.customer, sighting = o.sighting
            from unnest(?::uuid[], ?::uuid[], ?::uuid[]) as o (event, customer, sighting)
            where e.id = o.event
              and (e.customer, e.sighting) is distinct from (o.customer, o.sighting)
            returning e.id, e.customer, e.sighting
            """)) {
      SqlArrays.bind(sql, update, 1, "uuid", owners, Owner::event);
      SqlArrays.bind(sql, update, 2, "uuid", owners, Owner::customer);
      SqlArrays.bind(sql, update, 3, "uuid", owners, Owner::sighting);
      readAll(update, assigned);
    }
    return assigned;
  }

  /**
   * Gives what the hub told of leads, by their first events' ids, to whom those events belong.
   *
   * @return those of which anything changed, as they are now
   */
  public static List<Owner> assignOwn(Connection sql) throws SQLException {
    List<Owner> assigned = new ArrayList<>();
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update event own set customer = e.customer, sighting = e.sighting
            from event e
            where own.source = ? and own.type in ('lead.unanswered', 'lead.withdrawn', 'lead.restored',
                                                    'deal.stage_changed')
              and e.id = own.subject::uuid
              and (own.customer, own.sighting) is distinct from (e.customer, e.sighting)
            returning own.id, own.customer, own.sighting
            """)) {
      update.setString(1, Event.HUB);
      readAll(update, assigned);
    }
    return assigned;
  }

  /** Whose an event is now; empty when it is not in the log or nobody's. */
  public static Optional<UUID> of(Connection sql, UUID event) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("select customer from event where id = ? and customer is not null")) {
      query.setObject(1, event);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  private static void read(Connection sql, List<Move> moves, String text, List<Owner> moved)
      throws SQLException {
    if (moves.isEmpty()) {
      return;
    }
    try (PreparedStatement update = sql.prepareStatement(text)) {
      SqlArrays.bind(sql, update, 1, "uuid", moves, Move::sighting);
      SqlArrays.bind(sql, update, 2, "uuid", moves, Move::from);
      SqlArrays.bind(sql, update, 3, "uuid", moves, Move::to);
      readAll(update, moved);
    }
  }

  private static void readAll(PreparedStatement update, List<Owner> owners) throws SQLException {
    try (ResultSet rows = update.executeQuery()) {
      while (rows.next()) {
        owners.add(
            new Owner(
                rows.getObject(1, UUID.class),
                rows.getObject(2, UUID.class),
                rows.getObject(3, UUID.class)));
      }
    }
  }
}
