package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identified;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.event.Removal;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.RemovedRecords;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of people whom a tool deleted. */
class RemovalIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final TestDatabase test = TestDatabase.create();
  private final Ids ids = new Ids(InstantSource.system(), new SecureRandom());
  private final EventLog events = new EventLog();
  private final Customers customers =
      new Customers(ids, () -> IdentityRules.USUAL, new Following());

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aRemovalOfSomebodyUnknownIsStoredAndMakesNobodyKnown() {
    store(removal("crm", "7", "ana@example.com", Removal.PRIVACY, 0));

    assertThat(test.rows("select type, customer from event"))
        .containsExactly("contact.removed|null");
    assertThat(test.rows("select id from customer")).isEmpty();
    assertThat(test.rows("select value from identifier")).isEmpty();
    assertThat(privacy()).isEmpty();
  }

  @Test
  void aRemovalThatCameFirstIsTheCustomersWhoIsKnownByItLater() {
    store(removal("crm", "7", null, Removal.DELETED, 10));
    UUID ana = store(contact("crm", "7", "ana@example.com", 0));

    assertThat(test.rows("select distinct customer from event")).containsExactly(ana.toString());
    assertThat(gone(ana)).containsExactly(new RemovedRecords.Id("crm", "7"));
  }

  @Test
  void theRecordsIdStaysKnownAndIsUsedNoMore() {
    UUID ana = store(contact("crm", "7", "ana@example.com", 0));

    assertThat(store(removal("crm", "7", null, Removal.DELETED, 10))).isEqualTo(ana);

    assertThat(test.rows("select kind, value from identifier order by kind"))
        .containsExactly("crm|7", "email|ana@example.com");
    assertThat(test.rows("select person ->> 'email' from customer"))
        .containsExactly("ana@example.com");
    assertThat(gone(ana)).containsExactly(new RemovedRecords.Id("crm", "7"));
  }

  @Test
  void aRecordThatItsToolTellsOfAgainIsThereAgainAndOthersWordsDoNotCount() {
    UUID ana = store(contact("crm", "7", "ana@example.com", 0));
    store(removal("crm", "7", null, Removal.DELETED, 10));
    store(event("contact.updated", "mail", person("7", "crm", null), null, 20));
    store(event("sale.completed", "crm", person("7", "crm", null), null, 20));
    store(contact("crm", "7", "ana@example.com", 5));
    assertThat(gone(ana)).containsExactly(new RemovedRecords.Id("crm", "7"));

    store(contact("crm", "7", "ana@example.com", 30));
    assertThat(gone(ana)).isEmpty();
  }

  @Test
  void whomAToolDeletedForPrivacyIsNamedUntilErasedHere() {
    UUID ana = store(contact("crm", "7", "ana@example.com", 0));
    store(removal("crm", "7", null, Removal.PRIVACY, 10));
    store(removal("crm", "7", null, Removal.PRIVACY, 20));
    store(removal("crm", "8", null, Removal.PRIVACY, 20));

    assertThat(privacy())
        .containsExactly(new RemovedRecords.Removed(ana, "crm", NOW.plusSeconds(20)));

    test.database()
        .inTransaction(
            sql -> sql.createStatement().executeUpdate("update event set data = '{}'::jsonb"));
    assertThat(privacy()).isEmpty();
  }

  @Test
  void inWhateverOrderAndHoweverOftenThingsCameTheyEndTheSame() {
    List<Event> told =
        List.of(
            contact("crm", "7", "ana@example.com", 0),
            removal("crm", "7", null, Removal.DELETED, 10),
            removal("crm", "7", "ana@example.com", Removal.PRIVACY, 11),
            contact("crm", "8", "ana@example.com", 20),
            contact("till", "5", "bo@example.com", 3),
            removal("till", "5", "ana@example.com", Removal.MERGED, 30),
            removal("till", "6", null, Removal.DELETED, 40),
            event("lead.submitted", "form", person(null, null, "ana@example.com"), null, 50));
    Set<List<String>> ends = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      List<Event> came = new ArrayList<>(told);
      for (Event each : told) {
        if (random.nextBoolean()) {
          came.add(each);
        }
      }
      Collections.shuffle(came, random);
      test.run("truncate event, customer, identifier, sighting, merge, identity_review, changed");
      came.forEach(this::store);
      List<String> end = end();
      new IdentityRebuild(test.database(), events, customers, () -> NOW).run();
      assertThat(end()).as("computed again, seed %d", seed).isEqualTo(end);
      ends.add(end);
    }
    assertThat(ends).hasSize(1);
    assertThat(test.rows("select id from customer where merged_into is null")).hasSize(2);
  }

  /** Whose each event is, and which ids lead nowhere, without the ids of customers. */
  private List<String> end() {
    String known =
        "(select string_agg(i.kind || ':' || i.value, ' ' order by i.kind, i.value)"
            + " from identifier i where i.customer = %s)";
    List<String> end =
        new ArrayList<>(
            test.rows(
                "select e.id, " + known.formatted("e.customer") + " from event e order by e.id"));
    for (String customer :
        test.rows(
            "select c.id from customer c where c.merged_into is null order by "
                + known.formatted("c.id"))) {
      end.add(
          new TreeSet<>(gone(UUID.fromString(customer)).stream().map(Object::toString).toList())
              .toString());
    }
    return end;
  }

  private UUID store(Event event) {
    return test.database()
        .inTransaction(
            sql -> {
              UUID message = UUID.randomUUID();
              Identified who =
                  customers
                      .identify(sql, List.of(Sightings.of(event, message, event.time())))
                      .get(0);
              events.append(
                  sql,
                  List.of(
                      new StoredEvent(
                          event.id(),
                          message,
                          event.type(),
                          event.source(),
                          event.subject(),
                          event.time(),
                          event.time(),
                          who.customer(),
                          who.sighting(),
                          EventJson.writeData(event.data()))));
              return who.customer();
            });
  }

  private Set<RemovedRecords.Id> gone(UUID customer) {
    return test.database().inTransaction(sql -> RemovedRecords.of(sql, customer));
  }

  private List<RemovedRecords.Removed> privacy() {
    return test.database()
        .inTransaction(sql -> RemovedRecords.of(sql, Removal.PRIVACY, NOW.minusSeconds(60)));
  }

  private Event contact(String connection, String id, String email, int after) {
    return event("contact.updated", connection, person(id, connection, email), null, after);
  }

  private Event removal(String connection, String id, String email, String reason, int after) {
    return event(
        "contact.removed", connection, person(id, connection, email), new Removal(reason), after);
  }

  private Event event(String type, String connection, Person person, Removal removal, int after) {
    EventData data =
        removal == null ? EventData.NOTHING.withPerson(person) : EventData.of(person, removal);
    return new Event(ids.next(), type, connection, null, NOW.plusSeconds(after), data);
  }

  private static Person person(String id, String system, String email) {
    return new Person(email, null, null, null, null, null, id == null ? null : Map.of(system, id));
  }
}
