package dev.patchbay.web;

import dev.patchbay.access.Scope;
import dev.patchbay.outbox.Leases;
import dev.patchbay.plan.PlannedConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** How each connection stands, and whether it is sent to. */
final class ConnectionApi implements ApiPart {

  private final ConnectionDesk desk;

  ConnectionApi(ConnectionDesk desk) {
    this.desk = desk;
  }

  /**
   * All connections of the stack, in its order.
   *
   * @param asOf when things were counted
   */
  record Wiring(
      Instant asOf,
      List<ConnectionRows.ConnectionRow> connections,
      List<ConnectionRows.WireRow> wires) {}

  /** One connection, with the wires that lead to and from it. */
  record ConnectionAnswer(
      Instant asOf, ConnectionRows.ConnectionRow connection, List<ConnectionRows.WireRow> wires) {}

  /** The reason, for the audit and for those who see it paused. */
  record Pausing(String why) {}

  /**
   * What holds now.
   *
   * @param changed whether it was otherwise before
   */
  record Paused(String connection, boolean paused, boolean changed, @Nullable String note) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/connections",
            "Every connection of the stack: whether it works, what came and went, what waits.",
            List.of(),
            Wiring.class,
            (sql, call) -> wiring(sql)),
        ApiRoute.get(
            "/api/v1/connections/{id}",
            "One connection: whether it works, what came and went, what waits.",
            List.of(),
            ConnectionAnswer.class,
            this::connection),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/connections/{id}/pause",
            Scope.REPLAY,
            "Stops sending to a connection; what is to be sent waits, what it tells is still taken.",
            Pausing.class,
            Paused.class,
            this::pause),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/connections/{id}/resume",
            Scope.REPLAY,
            "Lets a connection be sent to again, whoever or whatever had paused it.",
            Pausing.class,
            Paused.class,
            this::resume));
  }

  private Object wiring(Connection sql) throws SQLException {
    ConnectionDesk.Known known = desk.known(sql);
    ConnectionRows rows = new ConnectionRows(desk, known);
    return new Wiring(
        known.counts().asOf(),
        desk.plan().connections().values().stream().map(rows::row).toList(),
        rows.wires());
  }

  private Object connection(Connection sql, ApiCall call) throws SQLException, RefusedException {
    PlannedConnection connection = named(call);
    ConnectionDesk.Known known = desk.known(sql);
    ConnectionRows rows = new ConnectionRows(desk, known);
    return new ConnectionAnswer(
        known.counts().asOf(),
        rows.row(connection),
        rows.wires().stream()
            .filter(
                wire ->
                    wire.from().equals(connection.name()) || wire.to().equals(connection.name()))
            .toList());
  }

  private Object pause(Connection sql, ApiCall call) throws SQLException, RefusedException {
    PlannedConnection connection = sentTo(call);
    Leases.halt(
        sql, connection.name(), call.caller().name(), call.body(Pausing.class).why().strip());
    desk.acted();
    return new Paused(
        connection.name(),
        true,
        true,
        "Attempts under way are finished; nothing more is sent within some seconds.");
  }

  private Object resume(Connection sql, ApiCall call) throws SQLException, RefusedException {
    PlannedConnection connection = sentTo(call);
    boolean halted = Leases.release(sql, connection.name());
    boolean paused = Leases.resume(sql, connection.name());
    desk.lanes().ifPresent(lanes -> lanes.wake(connection.name()));
    desk.acted();
    return new Paused(
        connection.name(),
        false,
        halted || paused,
        paused ? "If it still refuses its settings, it is paused again at the next try." : null);
  }

  private PlannedConnection named(ApiCall call) throws RefusedException {
    return desk.plan().connection(call.pathId()).orElseThrow(ApiCall::notFound);
  }

  private PlannedConnection sentTo(ApiCall call) throws RefusedException {
    PlannedConnection connection = named(call);
    if (connection.connector().sinks().isEmpty()) {
      throw new RefusedException(
          400,
          "api.nothing-sent",
          "Nothing is sent to '%s'.".formatted(connection.name()),
          "What it tells is always taken; pause the connections that it feeds.");
    }
    return connection;
  }
}
