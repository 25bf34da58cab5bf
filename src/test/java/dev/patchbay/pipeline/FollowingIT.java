package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Decision;
import dev.patchbay.customer.Identified;
import dev.patchbay.customer.Identifier;
import dev.patchbay.customer.IdentityBasis;
import dev.patchbay.customer.IdentityDesk;
import dev.patchbay.customer.IdentityRaceException;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.customer.Review;
import dev.patchbay.customer.Sighting;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.CustomerHistory;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowingIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Person ANA = person("ana@example.com", null, "Ana", "Ruiz");
  private static final Person CALLER = person(null, "+12125550101", null, null);
  private static final Person BOTH = person("ana@example.com", "+12125550101", "Ana", "Ruiz");

  private final TestDatabase test = TestDatabase.create();
  private final Ids ids = new Ids(InstantSource.system(), new SecureRandom());
  private final EventLog events = new EventLog();
  private final Outbox outbox = new Outbox(ids);
  private IdentityRules rules = IdentityRules.USUAL;
  private final Customers customers = new Customers(ids, () -> rules, new Following());
  private final IdentityDesk desk = new IdentityDesk(customers, ids, () -> NOW);
  private int minute;

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void eventsAndDeliveriesFollowWhenTwoRecordsBecomeOne() {
    UUID ana = store(ANA, null);
    UUID caller = store(CALLER, null);
    assertThat(caller).isNotEqualTo(ana);

    assertThat(store(BOTH, null)).isEqualTo(ana);

    assertThat(test.rows("select distinct customer from event")).containsExactly(ana.toString());
    assertThat(test.rows("select distinct customer from delivery")).containsExactly(ana.toString());
    assertThat(test.rows("select distinct customer from changed"))
        .contains(ana.toString(), caller.toString());
    assertThat(
            test.rows(
                "select survivor, absorbed, by_whom, evidence->'because'->0->>'connection',"
                    + " evidence->>'absorbed' from merge"))
        .containsExactly(ana + "|" + caller + "|rule|form|[\"phone:+12125550101\"]");
  }

  @Test
  void whatTheHubToldOfALeadFollowsItAndClaimsNothing() {
    UUID ana = store(ANA, null);
    UUID caller = store(CALLER, null);
    test.run(
        """
        insert into event (id, message, type, source, subject, time, received_at, customer,
                           sighting, data)
        select gen_random_uuid(), message, 'lead.unanswered', 'patchbay', id::text, time,
               received_at, customer, sighting,
               jsonb_build_object('person', jsonb_build_object('email', 'old@example.com'))
        from event""");

    assertThat(store(BOTH, null)).isEqualTo(ana);
    assertThat(test.rows("select distinct customer from event")).containsExactly(ana.toString());

    run(sql -> desk.separate(sql, caller, "kim", "an assistant called"));
    test.run("update event set sighting = null, customer = null where source = 'patchbay'");
    rebuild();

    assertThat(
            test.rows(
                "select e.customer = l.customer and e.sighting = l.sighting, count(*) from event e"
                    + " join event l on l.id::text = e.subject where e.source = 'patchbay'"
                    + " group by 1"))
        .containsExactly("t|2");
    assertThat(test.rows("select id from sighting where connection = 'patchbay'")).isEmpty();
  }

  @Test
  void aClaimGoesBackToTheRoleMailboxItNamesWhenItsPhoneProvesToBeShared() {
    UUID desk = store("form", person("info@hotel.example", null, null, null));
    store("form", person("info@hotel.example", "+12125550109", null, null));
    for (int i = 0; i < 4; i++) {
      store("form", person("p" + i + "@example.com", "+12125550109", null, null));
    }

    assertThat(test.rows("select customer from identifier where value = 'info@hotel.example'"))
        .containsExactly(desk.toString());
    assertThat(
            test.rows(
                "select distinct customer from event"
                    + " where data #>> '{person,email}' = 'info@hotel.example'"))
        .containsExactly(desk.toString());
  }

  @Test
  void separatingRestoresBothRecordsAndTheyStayApart() {
    UUID ana = store(ANA, null);
    UUID caller = store(CALLER, null);
    store(BOTH, null);
    store(CALLER, null);

    run(sql -> desk.separate(sql, caller, "kim", "an assistant called"));

    assertThat(test.rows("select customer, count(*) from event group by 1 order by 2, 1"))
        .containsExactlyInAnyOrder(ana + "|2", caller + "|2");
    assertThat(
            test.rows(
                "select d.id from delivery d join event e on e.id = d.event"
                    + " where d.customer is distinct from e.customer"))
        .isEmpty();
    assertThat(find(caller).id()).isEqualTo(caller);
    assertThat(find(caller).identifiers()).containsExactly(new Identifier("phone", "+12125550101"));
    assertThat(find(ana).person()).contains("ana@example.com").doesNotContain("+12125550101");
    assertThat(test.rows("select undone_at is not null from merge")).containsExactly("t");

    store(BOTH, null);
    store(person("ana@example.com", "+12125550101", "Ana", null), null);
    assertThat(store(CALLER, null)).isEqualTo(caller);
    assertThat(store(ANA, null)).isEqualTo(ana);
  }

  @Test
  void aMergeByHandHoldsAndIsUndoneByUndoingTheDecision() {
    UUID ana = store(ANA, null);
    UUID bo = store(person("bo@example.com", null, "Bo", "Larsen"), null);

    UUID survivor = get(sql -> desk.merge(sql, bo, ana, "kim", "married"));
    assertThat(survivor).isEqualTo(ana);
    assertThat(find(bo).id()).isEqualTo(ana);
    assertThat(find(ana).fields()).contains("Larsen").contains("Ruiz");
    assertThat(test.rows("select by_whom from merge")).containsExactly("kim");
    Decision decision = get(sql -> desk.decisions(sql, null, 10)).get(0);
    assertThat(decision.why()).isEqualTo("married");

    run(sql -> desk.undo(sql, decision.id(), "kim"));
    assertThat(find(bo).id()).isEqualTo(bo);
    assertThat(test.rows("select customer from event order by time"))
        .containsExactly(ana.toString(), bo.toString());
  }

  @Test
  void aKnownCustomerAbsorbsTheAnonymousOneWhateverIsOlder() {
    UUID anonymous = store(null, "v-1");
    UUID ana = store(ANA, null);

    assertThat(store(ANA, "v-1")).isEqualTo(ana);

    assertThat(find(anonymous).id()).isEqualTo(ana);
    assertThat(test.rows("select distinct customer from event")).containsExactly(ana.toString());
  }

  @Test
  void whatIsBlockedIsNobodysUntilTheBlockIsLifted() {
    UUID ana = store(ANA, null);

    UUID decision =
        get(
            sql ->
                desk.mark(
                    sql,
                    new Identifier("email", "ana@example.com"),
                    Decision.Kind.BLOCKED,
                    "kim",
                    "a robot"));
    assertThat(test.rows("select customer from event")).containsExactly("null");
    assertThat(test.rows("select customer from delivery")).containsExactly("null");
    assertThat(store(ANA, null)).isNull();

    run(sql -> desk.undo(sql, decision, "kim"));
    assertThat(test.rows("select distinct customer from event")).containsExactly(ana.toString());
    assertThat(find(ana).person()).contains("ana@example.com");
  }

  @Test
  void aRefusedMatchWaitsForAPerson() {
    store(person("ana@example.com", "+12125550101", "Ana", "Ruiz"), null);
    UUID bo = store(person("bo@example.com", "+12125550101", "Bo", "Ruiz"), null);
    assertThat(reviews()).hasSize(1);
    assertThat(reviews().get(0).reason()).contains("names known of the two differ");
    assertThat(reviews().get(0).customer()).isEqualTo(bo);

    UUID review = reviews().get(0).id();
    get(sql -> desk.decide(sql, review, true, "kim", "one person, two names"));

    assertThat(reviews()).isEmpty();
    assertThat(test.rows("select count(distinct customer) from event")).containsExactly("1");

    Decision decision = get(sql -> desk.decisions(sql, null, 10)).get(0);
    run(sql -> desk.undo(sql, decision.id(), "kim"));
    assertThat(reviews()).as("what was decided is doubtful again").hasSize(1);
    assertThat(test.rows("select count(distinct customer) from event")).containsExactly("2");
  }

  @Test
  void consentOfOneRecordNeverCountsForTheOther() {
    UUID ana = store(ANA, null, "granted");
    UUID caller = store(CALLER, null, "denied");
    assertThat(consent(ana)).isEqualTo(Map.of("email", "granted"));

    store(BOTH, null);
    assertThat(consent(ana)).isEqualTo(Map.of("email", "denied"));

    run(sql -> desk.separate(sql, caller, "kim", "somebody else"));
    assertThat(consent(ana)).isEqualTo(Map.of("email", "granted"));
    assertThat(consent(caller)).isEqualTo(Map.of("email", "denied"));
  }

  @Test
  void theTruthIsWhoseTheStackSaysAndTheLosingValuesAreKept() {
    rules =
        new IdentityRules(
            Map.of("phone", "till"),
            Set.of("crm", "till"),
            Set.of(),
            Set.of(),
            Set.of(),
            12,
            Set.of());
    store("till", person("ana@example.com", "+12125550101", null, null));
    store("crm", person("ana@example.com", "+12125550102", "Ana", "Ruiz"));
    UUID ana = store("form", person("ana@example.com", "+12125550103", "Annie", null));

    assertThat(find(ana).person()).contains("+12125550101", "\"firstName\": \"Ana\"");
    assertThat(find(ana).fields())
        .contains("+12125550102", "+12125550103", "Annie", "\"connection\": \"till\"");

    store("crm", person("ana@example.com", "+12125550102", "Anita", "Ruiz"));
    assertThat(find(ana).person()).contains("\"firstName\": \"Anita\"");
    store("crm", person("ana@example.com", "+12125550102", "Ana", "Ruiz"));
    assertThat(find(ana).person()).contains("\"firstName\": \"Ana\"");
  }

  @Test
  void aRebuildFindsTheSameAndFollowsAChangedRule() {
    UUID ana = store(ANA, null);
    store(CALLER, null);
    store(BOTH, null);
    store(person("bo@example.com", "+12125550101", "Ana", "Ruiz"), null);
    List<String> before = people();
    rebuild();
    assertThat(people()).isEqualTo(before).hasSize(1);

    // As a database of before claims were kept: one claim stands for all that was known.
    test.run(
        "delete from sighting",
        "update event set sighting = null",
        "insert into sighting (id, connection, identifiers, person, first_at, last_at, message,"
            + " customer, born) select c.id, '', array_agg(i.kind || ':' || i.value), c.person,"
            + " c.created_at, c.created_at, c.id, c.id, c.id"
            + " from customer c join identifier i on i.customer = c.id group by c.id");
    assertThat(store(CALLER, null)).isEqualTo(ana);
    rebuild();
    assertThat(people()).hasSize(1);
    assertThat(test.rows("select id from event where sighting is null")).isEmpty();
    assertThat(test.rows("select id from sighting where connection = ''")).isEmpty();

    rules =
        new IdentityRules(
            Map.of(), Set.of(), Set.of("+12125550101"), Set.of(), Set.of(), 12, Set.of());
    rebuild();
    assertThat(people()).hasSize(3);
    assertThat(find(ana).identifiers()).containsExactly(new Identifier("email", "ana@example.com"));
    rules = IdentityRules.USUAL;
    rebuild();
    assertThat(people()).hasSize(1);
  }

  @Test
  void hubsThatLearnOfTheSamePeopleAtOnceAgreeAndNeverHang() throws Exception {
    List<Person> said = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      int who = random.nextInt(6);
      said.add(
          person(
              random.nextInt(3) == 0 ? null : "p" + who + "@example.com",
              "+1212555010" + (random.nextInt(6) == 0 ? random.nextInt(6) : who),
              random.nextBoolean() ? "Name" + who : null,
              "Last" + who));
    }
    ExecutorService hubs = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int hub = 0; hub < 4; hub++) {
        int from = hub;
        all.add(
            hubs.submit(
                () -> {
                  for (int i = from; i < said.size(); i += 4) {
                    retried(said.get(i), i);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      hubs.shutdownNow();
    }
    List<String> together = people();
    rebuild();
    assertThat(people()).isEqualTo(together);
    assertThat(
            test.rows(
                "select e.id from event e join sighting s on s.id = e.sighting"
                    + " where e.customer is distinct from s.customer"))
        .isEmpty();
  }

  @Test
  void aHubThatStartsWithOtherRulesComputesAgainOnceAndSoDoesOneThatIsAsked() {
    store(ANA, null);
    store(CALLER, null);
    store(BOTH, null);
    assertThat(keeper().keep()).as("the first start ever").isTrue();
    assertThat(keeper().keep()).as("the same rules").isFalse();
    assertThat(people()).hasSize(1);

    rules =
        new IdentityRules(
            Map.of(), Set.of(), Set.of("+12125550101"), Set.of(), Set.of(), 12, Set.of());
    assertThat(keeper().keep()).as("other rules").isTrue();
    assertThat(people()).hasSize(2);
    assertThat(keeper().keep()).as("again the same").isFalse();

    test.database()
        .inTransaction(
            sql -> {
              IdentityBasis.ask(sql);
              return true;
            });
    IdentityKeeper running = keeper();
    assertThat(running.keep()).as("asked for").isTrue();
    assertThat(running.keep()).as("done").isFalse();
  }

  private IdentityKeeper keeper() {
    return new IdentityKeeper(
        test.database(),
        () -> rules,
        new IdentityRebuild(test.database(), events, customers, () -> NOW));
  }

  private void retried(Person person, int minute) {
    while (true) {
      try {
        test.database()
            .inTransaction(sql -> store(sql, "form", person, null, null, NOW.plusSeconds(minute)));
        return;
      } catch (IdentityRaceException e) {
        assertThat(e).hasMessageContaining("another hub");
      } catch (DatabaseException e) {
        assertThat(e.isConflict()).as(e.getMessage()).isTrue();
      }
    }
  }

  private void rebuild() {
    new IdentityRebuild(test.database(), events, customers, () -> NOW).run();
  }

  /** Who is who: the events of each customer. */
  private List<String> people() {
    return test.rows(
        "select string_agg(e.id::text, ' ' order by e.id) from event e group by e.customer"
            + " order by 1");
  }

  private Map<String, String> consent(UUID customer) {
    return test.database().inTransaction(sql -> new CustomerHistory().consent(sql, customer));
  }

  private dev.patchbay.customer.Customer find(UUID id) {
    return test.database().inTransaction(sql -> customers.find(sql, id)).orElseThrow();
  }

  private UUID store(Person person, String visitor) {
    return store(person, visitor, null);
  }

  private UUID store(String connection, Person person) {
    minute++;
    return test.database()
        .inTransaction(
            sql -> store(sql, connection, person, null, null, NOW.plusSeconds(60L * minute)));
  }

  private UUID store(Person person, String visitor, String consent) {
    minute++;
    return test.database()
        .inTransaction(
            sql -> store(sql, "form", person, visitor, consent, NOW.plusSeconds(60L * minute)));
  }

  private UUID store(
      Connection sql,
      String connection,
      Person person,
      String visitor,
      String consent,
      Instant time)
      throws SQLException {
    UUID message = UUID.randomUUID();
    EventData data =
        new EventData(
            person,
            visitor == null
                ? null
                : new dev.patchbay.event.Attribution(
                    null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null, null, visitor),
            null,
            null,
            null,
            consent == null
                ? null
                : EventJson.readData("{\"consent\":{\"email\":\"" + consent + "\"}}").consent(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    Event event = new Event(UUID.randomUUID(), "lead.submitted", connection, null, time, data);
    Sighting sighting = Sightings.of(event, message, time);
    Identified who = customers.identify(sql, List.of(sighting)).get(0);
    events.append(
        sql,
        List.of(
            new StoredEvent(
                event.id(),
                message,
                event.type(),
                event.source(),
                null,
                time,
                time,
                who.customer(),
                who.sighting(),
                EventJson.writeData(data))));
    outbox.enqueue(
        sql,
        List.of(new NewDelivery(event.id(), who.customer(), "crm", connection, "flow", null, time)),
        destination -> Optional.empty());
    return who.customer();
  }

  private static Person person(String email, String phone, String first, String last) {
    return new Person(email, phone, first, last, null, null, null);
  }

  private List<Review> reviews() {
    return get(sql -> desk.reviews(sql, null, 10));
  }

  private <T> T get(Database.Work<T> act) {
    return test.database().inTransaction(act);
  }

  private interface Act {
    void run(Connection sql) throws SQLException;
  }

  private void run(Act act) {
    get(
        sql -> {
          act.run(sql);
          return true;
        });
  }
}
