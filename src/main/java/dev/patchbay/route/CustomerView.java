package dev.patchbay.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.customer.Customer;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identifier;
import dev.patchbay.db.Database;
import dev.patchbay.eventlog.CustomerHistory;
import dev.patchbay.eventlog.EventOwners;
import dev.patchbay.eventlog.EventThread;
import dev.patchbay.eventlog.RemovedRecords;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping sees as {@code $customer}: {@code {id, person, externalIds, consent,
 * attribution}}, as it is at the moment of sending.
 */
final class CustomerView {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OWN_KINDS = Set.of("email", "phone", "visitor");

  private final CamelContext context;
  private final CustomerHistory history = new CustomerHistory();

  CustomerView(CamelContext context) {
    this.context = context;
  }

  /**
   * The customer of an event. Asked of the log, not of what the lane holds: records may have become
   * one, or two, since it was enqueued, and the consent of the other must not count.
   *
   * @param ofThread whether one that names nobody is the customer's whose call, deal or sale it
   *     tells of
   */
  JsonNode of(StoredEvent event, boolean withHistory, boolean ofThread) {
    @Nullable UUID enqueued = event.customer();
    if (enqueued == null && !ofThread) {
      return NullNode.getInstance();
    }
    Database database = Registered.one(context, Database.class);
    Customers customers = Registered.one(context, Customers.class);
    return database.inTransaction(
        sql -> {
          UUID id =
              enqueued == null
                  ? ofThread(sql, event)
                  : EventOwners.of(sql, event.id()).orElse(enqueued);
          Optional<Customer> customer = id == null ? Optional.empty() : customers.find(sql, id);
          return customer.isEmpty()
              ? NullNode.getInstance()
              : json(sql, customer.get(), withHistory);
        });
  }

  private static @Nullable UUID ofThread(Connection sql, StoredEvent event) throws SQLException {
    UUID owner = null;
    for (StoredEvent each : EventThread.before(sql, event)) {
      owner = each.customer() == null ? owner : each.customer();
    }
    return owner;
  }

  private JsonNode json(Connection sql, Customer customer, boolean withHistory)
      throws SQLException {
    ObjectNode node = JSON.createObjectNode().put("id", customer.id().toString());
    try {
      node.set("person", JSON.readTree(customer.person()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Reading customer " + customer.id(), e);
    }
    node.set("externalIds", externalIds(sql, customer, node.path("person")));
    if (!withHistory) {
      return node;
    }
    ObjectNode consent = node.putObject("consent");
    history.consent(sql, customer.id()).forEach(consent::put);
    ObjectNode attribution = node.putObject("attribution");
    history
        .firstTouch(sql, customer.id())
        .ifPresent(touch -> attribution.set("first", EventJson.tree(touch)));
    history
        .lastTouch(sql, customer.id())
        .ifPresent(touch -> attribution.set("last", EventJson.tree(touch)));
    return node;
  }

  /** The ids at tools, of {@code person} too, without those that lead nowhere any more. */
  private static ObjectNode externalIds(Connection sql, Customer customer, JsonNode person)
      throws SQLException {
    Set<RemovedRecords.Id> gone = RemovedRecords.of(sql, customer.id());
    ObjectNode ids = JSON.createObjectNode();
    for (Identifier each : customer.identifiers()) {
      if (!OWN_KINDS.contains(each.kind())
          && !gone.contains(new RemovedRecords.Id(each.kind(), each.value()))) {
        ids.put(each.kind(), each.value());
      }
    }
    if (!gone.isEmpty() && person.path("externalIds") instanceof ObjectNode known) {
      for (RemovedRecords.Id each : gone) {
        if (known.path(each.kind()).asText().equals(each.value())) {
          known.remove(each.kind());
          if (ids.has(each.kind())) {
            known.set(each.kind(), ids.get(each.kind()));
          }
        }
      }
    }
    return ids;
  }
}
