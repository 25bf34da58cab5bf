package dev.patchbay.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.patchbay.connector.Category;
import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.event.Removal;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftIT {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Plan PLAN =
      ToolPlans.plan(
          List.of(
              ToolPlans.form("form"),
              ToolPlans.tool("crm", Category.CRM, ToolPlans.contact("lead", "contact")),
              ToolPlans.tool("mail", Category.EMAIL, ToolPlans.contact("lead", "contact"))),
          List.of(ToolPlans.flow("leads", List.of("form"), List.of("lead"), "crm", "mail")));

  private final Ids ids = new Ids(InstantSource.system(), RandomGenerator.of("SplittableRandom"));
  private final Drift drift = new Drift(Tools.of(PLAN), ids, InstantSource.fixed(NOW));
  private final UUID customer = ids.next();
  private TestDatabase test;
  private Database database;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    database = test.database();
    run(
        "insert into customer (id, created_at, updated_at) values ('"
            + customer
            + "', now(), now())");
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void findsNothingWhereToolsAgree() {
    lead("crm", "mail");
    run("update delivery set state = 1, finished_at = '" + NOW.minusSeconds(3000) + "'");

    assertThat(differences()).isEmpty();
  }

  @Test
  void findsWhoDiffersAndWritesTheNewestWordThere() {
    lead("crm", "mail");
    run("update delivery set state = 1, finished_at = '" + NOW.minusSeconds(3000) + "'");
    store(event("crm", "contact.updated", "Anna", "7", 600));

    assertThat(differences())
        .extracting(
            Difference::kind,
            Difference::connection,
            Difference::field,
            Difference::value,
            Difference::should,
            Difference::by,
            Difference::repair)
        .containsExactly(tuple("differs", "mail", "firstName", "Ana", "Anna", "crm", "write"));

    Drift.Repaired repaired =
        database.inTransaction(sql -> drift.repair(sql, drift.of(sql, List.of(customer))));
    assertThat(repaired).isEqualTo(new Drift.Repaired(1, 0, 0));
    run("update delivery set state = 1, finished_at = '" + NOW + "' where flow = 'repair'");

    assertThat(differences()).isEmpty();
  }

  @Test
  void findsWhoIsMissingThoughAFlowSaysOtherwiseAndSendsItAgain() {
    lead("crm", "mail");
    run("update delivery set state = 1, finished_at = now() where destination = 'crm'");
    run("update delivery set state = 2, finished_at = now() where destination = 'mail'");

    assertThat(differences())
        .extracting(Difference::kind, Difference::connection, Difference::by, Difference::repair)
        .containsExactly(tuple("missing", "mail", "leads", "replay"));

    Drift.Repaired repaired =
        database.inTransaction(sql -> drift.repair(sql, drift.of(sql, List.of(customer))));
    assertThat(repaired.replayed()).isEqualTo(1);
    assertThat(differences()).isEmpty();
  }

  @Test
  void doesNotMissWhomAMappingKeepsOutOfATool() {
    lead("crm", "mail");
    run("update delivery set state = 1, finished_at = now() where destination = 'crm'");
    run("update delivery set state = 3, finished_at = now() where destination = 'mail'");

    assertThat(differences()).isEmpty();
  }

  @Test
  void findsWhoIsThereTwice() {
    store(event("crm", "contact.updated", "Ana", "7", 900));
    store(event("crm", "contact.updated", "Ana", "8", 600));

    assertThat(differences())
        .extracting(Difference::kind, Difference::ids, Difference::repair)
        .containsExactly(tuple("doubled", List.of("7", "8"), "merge-there"));
  }

  @Test
  void doesNotMissWhomAToolDeletedUntilSomethingNewIsToBeToldIt() {
    lead("crm", "mail");
    run("update delivery set state = 1, finished_at = '" + NOW.minusSeconds(3000) + "'");
    store(event("crm", "contact.updated", "Anna", "7", 900));
    store(event("crm", "contact.removed", null, "7", 600));

    assertThat(differences()).isEmpty();
    assertThat(records())
        .extracting(ToolRecord::connection, ToolRecord::ids, ToolRecord::removed)
        .containsExactly(
            tuple("crm", List.of(), new ToolRecord.Ended(NOW.minusSeconds(600), "deleted")),
            tuple("mail", List.of(), null));

    StoredEvent later = event("form", "lead.submitted", "Ana", null, 300);
    store(later);

    assertThat(differences())
        .extracting(Difference::kind, Difference::connection)
        .containsExactly(tuple("missing", "crm"));
  }

  @Test
  void aDealOfWhomAToolDeletedDoesNotBringThemBackAndPrivacyIsTheReasonThatCounts() {
    store(event("crm", "contact.updated", "Ana", "7", 900));
    store(removal("privacy", 600));
    store(removal("deleted", 590));
    store(event("crm", "deal.stage_changed", null, "7", 300));

    assertThat(records())
        .extracting(ToolRecord::removed)
        .containsExactly(new ToolRecord.Ended(NOW.minusSeconds(600), "privacy"));
  }

  @Test
  void holdsTheOtherRecordWhereOneOfTwoWasDeleted() {
    store(event("crm", "contact.updated", "Ana", "7", 900));
    store(event("crm", "contact.updated", "Ana", "8", 600));
    store(event("crm", "contact.removed", null, "7", 300));

    assertThat(differences()).isEmpty();
    assertThat(records())
        .extracting(ToolRecord::ids, ToolRecord::removed)
        .containsExactly(tuple(List.of("8"), null));
  }

  @Test
  void holdsWhomAToolToldOfAgainAndWhomAnOlderWordOfItNames() {
    store(event("crm", "contact.removed", null, "7", 600));
    store(event("crm", "contact.updated", "Ana", "7", 700));
    assertThat(records().get(0).removed()).as("told before it was deleted").isNotNull();

    store(event("crm", "contact.updated", "Ana", "7", 500));
    assertThat(records())
        .extracting(ToolRecord::ids, ToolRecord::removed)
        .containsExactly(tuple(List.of("7"), null));
  }

  @Test
  void findsTheSameInWhateverOrderThingsWereStored() {
    List<StoredEvent> events = new ArrayList<>();
    events.add(event("form", "lead.submitted", "Ana", null, 4000));
    for (int i = 0; i < 8; i++) {
      events.add(event(i % 2 == 0 ? "crm" : "mail", "contact.updated", "Name" + i, "7", 600 - i));
    }
    events.add(event("crm", "contact.removed", null, "6", 610));
    List<Difference> first =
        CustomerDrift.of(Tools.of(PLAN), customer, events, List.of(), List.of());
    assertThat(first).isNotEmpty();
    for (int seed = 0; seed < 100; seed++) {
      Collections.shuffle(events, new Random(seed));
      assertThat(CustomerDrift.of(Tools.of(PLAN), customer, events, List.of(), List.of()))
          .isEqualTo(first);
    }
  }

  private List<Difference> differences() {
    return database.inTransaction(sql -> drift.find(sql, null, 100)).differences();
  }

  private List<ToolRecord> records() {
    return database.inTransaction(sql -> drift.records(sql, customer));
  }

  private void lead(String... destinations) {
    StoredEvent lead = event("form", "lead.submitted", "Ana", null, 4000);
    store(lead);
    database.inTransaction(
        sql -> {
          List<NewDelivery> rows = new ArrayList<>();
          for (String destination : destinations) {
            rows.add(
                new NewDelivery(
                    lead.id(), customer, destination, "form", "leads", null, lead.receivedAt()));
          }
          return new Outbox(ids).enqueue(sql, rows, destination -> Optional.empty());
        });
  }

  private void store(StoredEvent event) {
    database.inTransaction(sql -> new EventLog().append(sql, List.of(event)));
  }

  private void run(String statement) {
    database.inTransaction(
        sql -> {
          try (PreparedStatement update = sql.prepareStatement(statement)) {
            return update.executeUpdate();
          }
        });
  }

  private StoredEvent removal(String reason, int ago) {
    StoredEvent plain = event("crm", "contact.removed", null, "7", ago);
    EventData data = EventData.of(EventJson.readData(plain.data()).person(), new Removal(reason));
    return new StoredEvent(
        plain.id(),
        plain.message(),
        plain.type(),
        plain.source(),
        null,
        plain.time(),
        plain.receivedAt(),
        customer,
        EventJson.writeData(data));
  }

  private StoredEvent event(
      String source, String type, String firstName, String externalId, int ago) {
    Person person =
        new Person(
            "ana@example.com",
            null,
            firstName,
            null,
            null,
            null,
            externalId == null ? null : Map.of(source, externalId));
    EventData data = EventData.NOTHING.withPerson(person);
    Instant at = NOW.minusSeconds(ago);
    return new StoredEvent(
        ids.next(), ids.next(), type, source, null, at, at, customer, EventJson.writeData(data));
  }
}
