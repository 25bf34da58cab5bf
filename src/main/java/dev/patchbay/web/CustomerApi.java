package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.access.Personal;
import dev.patchbay.customer.Customer;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identifier;
import dev.patchbay.eventlog.CustomerHistory;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.tracking.CustomerFinder;
import dev.patchbay.tracking.Journey;
import dev.patchbay.tracking.JourneyQuery;
import dev.patchbay.tracking.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Customers: who they are, what they are known by, what they allowed, and their journey. */
final class CustomerApi implements ApiPart {

  private static final int MOST_FOUND = 20;

  private final Customers customers;
  private final JourneyQuery journeys;
  private final CustomerHistory history = new CustomerHistory();

  CustomerApi(Customers customers, EventLog events) {
    this.customers = customers;
    this.journeys = new JourneyQuery(events);
  }

  /** What a customer is known by. */
  record IdentifierRow(String kind, @Personal String value) {
    static IdentifierRow of(Identifier identifier) {
      return new IdentifierRow(identifier.kind(), identifier.value());
    }
  }

  /** A customer as a search finds them. */
  record CustomerRow(
      UUID id,
      Instant createdAt,
      Instant updatedAt,
      @Personal JsonNode person,
      List<IdentifierRow> identifiers,
      String journey) {

    static CustomerRow of(Customer customer) {
      return new CustomerRow(
          customer.id(),
          customer.createdAt(),
          customer.updatedAt(),
          ApiRows.parsed(customer.person()),
          customer.identifiers().stream().map(IdentifierRow::of).toList(),
          journeyPath(customer.id()));
    }
  }

  /** What a search found, at most 20. */
  record Found(List<CustomerRow> rows) {}

  /**
   * A customer.
   *
   * @param fields per field the value, whence it is, and the values that lost
   * @param aliases ids of records that are this one now
   * @param consent channel to {@code granted} or {@code denied}; channels nobody spoke of are
   *     absent
   * @param journey where their journey is told
   */
  record CustomerAnswer(
      UUID id,
      Instant createdAt,
      Instant updatedAt,
      @Personal JsonNode person,
      @Personal JsonNode fields,
      List<IdentifierRow> identifiers,
      List<UUID> aliases,
      Map<String, String> consent,
      String journey) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/customers",
            "Customers by an e-mail, phone number, vendor's id, id, or how a name begins.",
            List.of(Parameter.personal("q", "What is known of them.")),
            Found.class,
            this::found),
        ApiRoute.get(
            "/api/v1/customers/{id}",
            "One customer: who they are, what they are known by, what they allowed.",
            List.of(),
            CustomerAnswer.class,
            this::customer),
        ApiRoute.get(
            "/api/v1/customers/{id}/journey",
            "One customer's way: every visit, form, call, delivery, follow-up and sale.",
            List.of(),
            Journey.class,
            this::journey));
  }

  static String journeyPath(UUID customer) {
    return "/api/v1/customers/" + customer + "/journey";
  }

  private Object found(Connection sql, ApiCall call) throws SQLException, RefusedException {
    String text = call.text("q");
    if (text == null) {
      throw new RefusedException(
          400,
          "api.missing-parameter",
          "There is nothing to search by.",
          "Give q: an e-mail, a phone number, an id, or how a name begins.");
    }
    List<CustomerRow> rows = new ArrayList<>();
    for (UUID id : CustomerFinder.find(sql, text, call.question().region(), MOST_FOUND)) {
      customers.find(sql, id).map(CustomerRow::of).ifPresent(rows::add);
    }
    return new Found(rows);
  }

  private Object customer(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Customer customer = customers.find(sql, call.id()).orElseThrow(ApiCall::notFound);
    CustomerRow row = CustomerRow.of(customer);
    return new CustomerAnswer(
        row.id(),
        row.createdAt(),
        row.updatedAt(),
        row.person(),
        ApiRows.parsed(customer.fields()),
        row.identifiers(),
        customer.aliases(),
        history.consent(sql, customer.id()),
        row.journey());
  }

  private Object journey(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Customer customer = customers.find(sql, call.id()).orElseThrow(ApiCall::notFound);
    return journeys.of(sql, customer.id(), call.question().now());
  }
}
