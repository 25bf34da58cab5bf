package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.access.Personal;
import dev.patchbay.customer.Customer;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identifier;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.eventlog.CustomerHistory;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.RecentCustomers;
import dev.patchbay.tools.Difference;
import dev.patchbay.tools.Drift;
import dev.patchbay.tools.SuppressedPeople;
import dev.patchbay.tools.ToolRecord;
import dev.patchbay.tracking.CustomerFinder;
import dev.patchbay.tracking.CustomerSums;
import dev.patchbay.tracking.Journey;
import dev.patchbay.tracking.JourneyQuery;
import dev.patchbay.tracking.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Customers: who they are, what they are known by, what they allowed, and their journey. */
final class CustomerApi implements ApiPart {

  private static final int MOST_FOUND = 20;

  private final Customers customers;
  private final JourneyQuery journeys;
  private final IdentityRules rules;
  private final Drift drift;
  private final Supplier<Optional<SuppressedPeople>> erased;
  private final CustomerHistory history = new CustomerHistory();

  /**
   * Customers by these rules, in these tools.
   *
   * @param erased knows those again who were erased; empty where there is no key for secrets
   */
  CustomerApi(
      Customers customers,
      EventLog events,
      IdentityRules rules,
      Drift drift,
      Supplier<Optional<SuppressedPeople>> erased) {
    this.customers = customers;
    this.journeys = new JourneyQuery(events);
    this.rules = rules;
    this.drift = drift;
    this.erased = erased;
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

  /** A value that lost. */
  record Lost(@Personal JsonNode value, String connection, Instant at, boolean verified) {}

  /**
   * One field.
   *
   * @param connection whence the value is, and {@code at} since when it says so
   * @param verified whether that connection's word counts as checked
   * @param rule why it wins: {@code truth} (the stack trusts that connection for the field), {@code
   *     checked} or {@code newest}
   * @param others the values that lost, weightiest first
   */
  record Field(
      @Personal JsonNode value,
      String connection,
      Instant at,
      boolean verified,
      String rule,
      List<Lost> others) {}

  /** One grant or withdrawal; {@code address} is what it is about. */
  record ConsentRow(
      UUID event,
      Instant at,
      String connection,
      String channel,
      String answer,
      @Nullable String wording,
      @Personal @Nullable String address) {}

  /** Consent as it stands by channel, and every word on it, oldest first. */
  record ConsentAnswer(Map<String, String> now, List<ConsentRow> rows) {}

  /** What each tool is known to hold, and what differs. */
  record ToolsAnswer(List<ToolRecord> tools, List<Difference> differences) {}

  /**
   * A customer.
   *
   * @param fields per field the value, whence it is, and the values that lost
   * @param aliases ids of records that are this one now
   * @param consent channel to {@code granted} or {@code denied}; channels nobody spoke of are
   *     absent
   * @param erasedBefore when somebody known by one of the same addresses or numbers was erased
   * @param journey where their journey is told
   */
  record CustomerAnswer(
      UUID id,
      Instant createdAt,
      Instant updatedAt,
      @Personal JsonNode person,
      Map<String, Field> fields,
      List<IdentifierRow> identifiers,
      List<UUID> aliases,
      Map<String, String> consent,
      CustomerSums sums,
      @Nullable Instant erasedBefore,
      String journey) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/customers",
            "Customers by an e-mail, phone number, vendor's id, id, or how a name begins; without a"
                + " question those heard of last.",
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
            "/api/v1/customers/{id}/consent",
            "What one customer allowed and refused: each word of it, and what holds now.",
            List.of(),
            ConsentAnswer.class,
            this::consent),
        ApiRoute.get(
            "/api/v1/customers/{id}/tools",
            "What each tool is known to hold of one customer, and where tools differ.",
            List.of(),
            ToolsAnswer.class,
            this::tools),
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

  private Object found(Connection sql, ApiCall call) throws SQLException {
    String text = call.text("q");
    List<UUID> ids =
        text == null
            ? RecentCustomers.of(sql, MOST_FOUND)
            : CustomerFinder.find(sql, text, call.question().region(), MOST_FOUND);
    List<CustomerRow> rows = new ArrayList<>();
    for (UUID id : ids) {
      customers.find(sql, id).map(CustomerRow::of).ifPresent(rows::add);
    }
    return new Found(rows);
  }

  private Object customer(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Customer customer = known(sql, call);
    CustomerRow row = CustomerRow.of(customer);
    Optional<SuppressedPeople> suppressed = erased.get();
    return new CustomerAnswer(
        row.id(),
        row.createdAt(),
        row.updatedAt(),
        row.person(),
        fields(customer),
        row.identifiers(),
        customer.aliases(),
        history.consent(sql, customer.id()),
        CustomerSums.of(sql, customer.id()),
        suppressed.isEmpty() ? null : suppressed.get().since(sql, customer.identifiers()),
        row.journey());
  }

  private Map<String, Field> fields(Customer customer) {
    Map<String, Field> fields = new LinkedHashMap<>();
    ApiRows.parsed(customer.fields())
        .fields()
        .forEachRemaining(
            entry -> {
              JsonNode node = entry.getValue();
              List<Lost> others = new ArrayList<>();
              node.path("others").forEach(other -> others.add(lost(other)));
              Lost won = lost(node);
              String rule =
                  won.connection().equals(rules.truth().get(entry.getKey()))
                      ? "truth"
                      : won.verified() ? "checked" : "newest";
              fields.put(
                  entry.getKey(),
                  new Field(won.value(), won.connection(), won.at(), won.verified(), rule, others));
            });
    return fields;
  }

  private static Lost lost(JsonNode node) {
    return new Lost(
        node.path("value"),
        node.path("connection").asText(),
        Instant.parse(node.path("at").asText()),
        node.path("verified").asBoolean());
  }

  private Object consent(Connection sql, ApiCall call) throws SQLException, RefusedException {
    UUID customer = known(sql, call).id();
    return new ConsentAnswer(
        history.consent(sql, customer),
        history.consentHistory(sql, customer).stream()
            .map(
                word ->
                    new ConsentRow(
                        word.event(),
                        word.time(),
                        word.connection(),
                        word.channel(),
                        word.answer(),
                        word.wording(),
                        word.address()))
            .toList());
  }

  private Object tools(Connection sql, ApiCall call) throws SQLException, RefusedException {
    UUID customer = known(sql, call).id();
    return new ToolsAnswer(drift.records(sql, customer), drift.of(sql, List.of(customer)));
  }

  private Customer known(Connection sql, ApiCall call) throws SQLException, RefusedException {
    return customers.find(sql, call.id()).orElseThrow(ApiCall::notFound);
  }

  private Object journey(Connection sql, ApiCall call) throws SQLException, RefusedException {
    return journeys.of(sql, known(sql, call).id(), call.question().now());
  }
}
