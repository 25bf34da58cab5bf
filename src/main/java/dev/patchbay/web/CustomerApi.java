package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.access.Personal;
import dev.patchbay.customer.Customer;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Customers: who they are and what they are known by. */
final class CustomerApi implements ApiPart {

  private final Customers customers;

  CustomerApi(Customers customers) {
    this.customers = customers;
  }

  /** What a customer is known by. */
  record IdentifierRow(String kind, @Personal String value) {
    static IdentifierRow of(Identifier identifier) {
      return new IdentifierRow(identifier.kind(), identifier.value());
    }
  }

  /**
   * A customer.
   *
   * @param journey where their journey is told
   */
  record CustomerAnswer(
      UUID id,
      Instant createdAt,
      Instant updatedAt,
      @Personal JsonNode person,
      List<IdentifierRow> identifiers,
      String journey) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/customers/{id}",
            "One customer: who they are and what they are known by.",
            List.of(),
            CustomerAnswer.class,
            this::customer));
  }

  private Object customer(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Customer customer = customers.find(sql, call.id()).orElseThrow(ApiCall::notFound);
    return new CustomerAnswer(
        customer.id(),
        customer.createdAt(),
        customer.updatedAt(),
        ApiRows.parsed(customer.person()),
        customer.identifiers().stream().map(IdentifierRow::of).toList(),
        "/api/v1/customers/" + customer.id() + "/journey");
  }
}
