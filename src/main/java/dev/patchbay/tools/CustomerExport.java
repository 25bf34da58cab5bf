package dev.patchbay.tools;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.eventlog.CustomerEvents;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.CustomerDeliveries;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Everything held of one customer, as JSON. */
public final class CustomerExport {

  private static final Set<String> BYTES = Set.of("body");

  private final Tools tools;
  private final InstantSource clock;

  /** For the tools of one plan. */
  public CustomerExport(Tools tools, InstantSource clock) {
    this.tools = tools;
    this.clock = clock;
  }

  /**
   * {@code {customer, exportedAt, known, tables, tools}}: rows by table, raw bodies in base64, and
   * what each tool is known to hold. Runs in a transaction of its own; rows of the customer stay
   * locked until it ends.
   */
  public ObjectNode of(Connection sql, UUID customer) throws SQLException {
    Belongings belongings = Belongings.of(sql, customer);
    ObjectNode export = JsonNodeFactory.instance.objectNode();
    export.put("customer", customer.toString());
    export.put("exportedAt", clock.instant().toString());
    ArrayNode known = export.putArray("known");
    for (Belongings.Known each : belongings.known()) {
      known.addObject().put("kind", each.kind()).put("value", each.value());
    }
    ObjectNode tables = export.putObject("tables");
    for (PersonalTables.PersonalTable table : PersonalTables.ALL) {
      rows(sql, table, tables.putArray(table.name()));
    }
    holdings(sql, belongings.customers(), export.putObject("tools"));
    return export;
  }

  private static void rows(Connection sql, PersonalTables.PersonalTable table, ArrayNode rows)
      throws SQLException {
    String columns =
        table.exported().stream()
            .map(c -> BYTES.contains(c) ? "encode(" + c + ", 'base64') as " + c : '"' + c + '"')
            .collect(Collectors.joining(", "));
    try (PreparedStatement query =
            sql.prepareStatement(
                "select row_to_json(r)::text from (select %s from %s where %s) r"
                    .formatted(columns, table.name(), table.whose()));
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        rows.add(EventJson.tree(row.getString(1)));
      }
    }
  }

  private void holdings(Connection sql, Set<UUID> customers, ObjectNode node) throws SQLException {
    holdings(sql, tools, customers)
        .forEach(
            (tool, holding) -> {
              ObjectNode held = node.putObject(tool);
              ArrayNode ids = held.putArray("ids");
              holding.externalIds().keySet().forEach(ids::add);
              ObjectNode fields = held.putObject("fields");
              holding
                  .fields()
                  .forEach(
                      (name, value) ->
                          fields
                              .putObject(name)
                              .put("value", value.text())
                              .put("at", value.at().toString())
                              .put(
                                  "origin",
                                  value.origin().name().toLowerCase(java.util.Locale.ROOT)));
            });
  }

  /** What each tool that holds these customers is known to hold of them, as of one person. */
  static Map<String, Holding> holdings(Connection sql, Tools tools, Set<UUID> customers)
      throws SQLException {
    Map<String, Holding> holdings = known(sql, tools, customers);
    holdings.values().removeIf(holding -> !holding.isThere());
    return holdings;
  }

  /** As {@link #holdings}, with tools that told that they hold them no more. */
  static Map<String, Holding> known(Connection sql, Tools tools, Set<UUID> customers)
      throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    CustomerEvents.ofPeople(sql, customers).values().forEach(events::addAll);
    Set<UUID> ids = new TreeSet<>();
    events.forEach(event -> ids.add(event.id()));
    Map<String, Holding> holdings = new TreeMap<>();
    Facts.of(tools, events, CustomerDeliveries.of(sql, ids, tools.names()))
        .forEach(
            (tool, facts) -> {
              Holding holding = Holding.of(facts);
              if (holding.isThere() || holding.removed() != null) {
                holdings.put(tool, holding);
              }
            });
    return holdings;
  }
}
