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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** What a mapping sees as {@code $customer}: {@code {id, person, externalIds}}. */
final class CustomerView {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OWN_KINDS = Set.of("email", "phone", "visitor");

  private final CamelContext context;

  CustomerView(CamelContext context) {
    this.context = context;
  }

  JsonNode of(@Nullable UUID id) {
    if (id == null) {
      return NullNode.getInstance();
    }
    Database database = Registered.one(context, Database.class);
    Customers customers = Registered.one(context, Customers.class);
    Optional<Customer> customer = database.inTransaction(sql -> customers.find(sql, id));
    return customer.isEmpty() ? NullNode.getInstance() : json(customer.get());
  }

  private static JsonNode json(Customer customer) {
    ObjectNode node = JSON.createObjectNode().put("id", customer.id().toString());
    try {
      node.set("person", JSON.readTree(customer.person()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Reading customer " + customer.id(), e);
    }
    ObjectNode externalIds = node.putObject("externalIds");
    for (Identifier identifier : customer.identifiers()) {
      if (!OWN_KINDS.contains(identifier.kind())) {
        externalIds.put(identifier.kind(), identifier.value());
      }
    }
    return node;
  }
}
