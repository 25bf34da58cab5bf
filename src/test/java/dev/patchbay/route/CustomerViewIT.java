package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identified;
import dev.patchbay.customer.Sighting;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustomerViewIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final TestDatabase test = TestDatabase.create();
  private final Ids ids = new Ids(Clock.systemUTC(), RandomGenerator.getDefault());
  private final Customers customers = new Customers(ids);

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void mappingsDoNotSeeTheIdOfARecordThatWasDeleted() {
    store("contact.updated", "7", "ana@example.com", 0);
    StoredEvent removed = store("contact.removed", "7", null, 10);

    JsonNode customer = view(removed);

    assertThat(customer.at("/externalIds").has("crm")).isFalse();
    assertThat(customer.at("/person/externalIds").has("crm")).isFalse();
    assertThat(customer.at("/person/email").asText()).isEqualTo("ana@example.com");
  }

  @Test
  void mappingsSeeTheOtherRecordWhereOneOfTwoWasDeleted() {
    store("contact.updated", "8", "ana@example.com", 0);
    store("contact.updated", "7", "ana@example.com", 120);
    StoredEvent removed = store("contact.removed", "7", null, 240);

    JsonNode customer = view(removed);

    assertThat(customer.at("/externalIds/crm").asText()).isEqualTo("8");
    assertThat(customer.at("/person/externalIds/crm").asText()).isEqualTo("8");
  }

  @Test
  void mappingsSeeARecordThatWasToldOfAgain() {
    store("contact.updated", "7", "ana@example.com", 0);
    store("contact.removed", "7", null, 10);
    StoredEvent again = store("contact.updated", "7", "ana@example.com", 20);

    assertThat(view(again).at("/externalIds/crm").asText()).isEqualTo("7");
    assertThat(view(again).at("/person/externalIds/crm").asText()).isEqualTo("7");
  }

  private JsonNode view(StoredEvent event) {
    DefaultCamelContext context = new DefaultCamelContext();
    context.getRegistry().bind("database", test.database());
    context.getRegistry().bind("customers", customers);
    return new CustomerView(context).of(event, false, false);
  }

  private StoredEvent store(String type, String id, String email, int after) {
    Person person = new Person(email, null, null, null, null, null, Map.of("crm", id));
    UUID message = UUID.randomUUID();
    Instant at = NOW.plusSeconds(after);
    return test.database()
        .inTransaction(
            sql -> {
              Identified who =
                  customers
                      .identify(
                          sql,
                          List.of(
                              new Sighting(
                                  message,
                                  "crm",
                                  person,
                                  null,
                                  at,
                                  at,
                                  type.equals("contact.removed"))))
                      .get(0);
              StoredEvent event =
                  new StoredEvent(
                      UUID.randomUUID(),
                      message,
                      type,
                      "crm",
                      null,
                      at,
                      at,
                      who.customer(),
                      who.sighting(),
                      EventJson.writeData(EventData.NOTHING.withPerson(person)));
              new EventLog().append(sql, List.of(event));
              return event;
            });
  }
}
