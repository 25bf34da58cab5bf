package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Category;
import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.tools.Echoes;
import dev.patchbay.tools.ToolPlans;
import dev.patchbay.tools.Tools;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AddressingIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Plan PLAN =
      ToolPlans.plan(
          List.of(
              ToolPlans.form("form"),
              ToolPlans.tool("crm", Category.CRM, ToolPlans.contact("lead", "contact")),
              ToolPlans.tool("mail", Category.EMAIL, ToolPlans.contact("lead", "contact"))),
          List.of(
              ToolPlans.flow("leads", List.of("form"), List.of("lead"), "crm"),
              ToolPlans.flow("changes", List.of("crm", "mail"), List.of("contact"), "crm", "mail"),
              ToolPlans.flow("people", List.of("crm"), List.of("lead", "contact"), "mail")));

  private final Ids ids = new Ids(InstantSource.fixed(NOW), RandomGenerator.of("SplittableRandom"));
  private final UUID customer = ids.next();
  private TestDatabase test;
  private Database database;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    database = test.database();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void sendsAnEchoToNobodyEvenWhileItsWriteIsStillUnderWay() {
    StoredEvent lead = event("form", "lead.submitted", "Ana", 0);
    store(lead, List.of(new Routing.Recipient("crm", "leads", null)));
    StoredEvent echo = event("crm", "contact.updated", "ANA", 5);

    Addressing addressing = addressing(echo, "people", "mail");

    assertThat(deliveries(addressing)).isEmpty();
    assertThat(addressing.echoes()).containsExactly(echo.id());
  }

  @Test
  void sendsARealChangeOn() {
    StoredEvent lead = event("form", "lead.submitted", "Ana", 0);
    store(lead, List.of(new Routing.Recipient("crm", "leads", null)));
    accept();

    Addressing addressing =
        addressing(event("crm", "contact.updated", "Anna", 60), "people", "mail");

    assertThat(deliveries(addressing)).extracting(NewDelivery::destination).containsExactly("mail");
    assertThat(addressing.echoes()).isEmpty();
  }

  @Test
  void bringsAMereChangeOnlyToToolsThatHoldTheCustomer() {
    StoredEvent lead = event("form", "lead.submitted", "Ana", 0);
    store(lead, List.of(new Routing.Recipient("crm", "leads", null)));
    accept();
    StoredEvent change = event("crm", "contact.updated", "Anna", 60);

    assertThat(deliveries(addressing(change, "changes", "mail"))).isEmpty();
    assertThat(deliveries(addressing(change, "people", "mail"))).hasSize(1);
  }

  @Test
  void countsWhatTheSameTransactionBringsAsHeld() {
    StoredEvent lead = event("crm", "lead.submitted", "Ana", 0);
    StoredEvent change = event("crm", "contact.updated", "Anna", 1);
    Addressing addressing = new Addressing(new Echoes(Tools.of(PLAN)));
    addressing.add(lead, List.of(new Routing.Recipient("mail", "people", null)));
    addressing.add(change, List.of(new Routing.Recipient("mail", "changes", null)));

    assertThat(deliveries(addressing))
        .extracting(NewDelivery::event)
        .containsExactly(lead.id(), change.id());
  }

  private Addressing addressing(StoredEvent event, String flow, String destination) {
    Addressing addressing = new Addressing(new Echoes(Tools.of(PLAN)));
    addressing.add(event, List.of(new Routing.Recipient(destination, flow, null)));
    return addressing;
  }

  private List<NewDelivery> deliveries(Addressing addressing) {
    return database.inTransaction(addressing::deliveries);
  }

  private void store(StoredEvent event, List<Routing.Recipient> recipients) {
    Addressing addressing = new Addressing(new Echoes(Tools.of(PLAN)));
    addressing.add(event, recipients);
    database.inTransaction(
        sql -> {
          new EventLog().append(sql, List.of(event));
          return new Outbox(ids)
              .enqueue(sql, addressing.deliveries(sql), destination -> Optional.empty());
        });
  }

  private void accept() {
    database.inTransaction(
        sql -> {
          try (PreparedStatement update =
              sql.prepareStatement("update delivery set state = 1, finished_at = ?::timestamptz")) {
            update.setString(1, NOW.plusSeconds(2).toString());
            return update.executeUpdate();
          }
        });
  }

  private StoredEvent event(String source, String type, String firstName, int after) {
    Person person =
        new Person("ana@example.com", null, firstName, null, null, null, Map.of(source, "7"));
    EventData data = EventData.NOTHING.withPerson(person);
    return new StoredEvent(
        ids.next(),
        ids.next(),
        type,
        source,
        null,
        NOW.plusSeconds(after),
        NOW.plusSeconds(after),
        customer,
        EventJson.writeData(data));
  }
}
