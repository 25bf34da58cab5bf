package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.customer.Customers;
import dev.patchbay.customer.IdentityDesk;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.customer.Sighting;
import dev.patchbay.db.Replica;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.delivery.DeliverySettings;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Event;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedFlow;
import dev.patchbay.tools.ToolPlans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tools that know a customer by two ids hear that both are one. */
class MergeTellingIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final PlannedFlow ALIASES =
      new PlannedFlow(
          "aliases", List.of(Event.HUB), List.of("customer"), null, List.of("crm"), null, null);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final InstantSource clock = now::get;
  private final Ids ids = new Ids(clock, new Random(3));
  private final EventLog log = new EventLog();
  private final Customers customers =
      new Customers(ids, () -> IdentityRules.USUAL, new Following());
  private final IdentityDesk desk = new IdentityDesk(customers, ids, clock);
  private TestDatabase test;
  private Replica replica;
  private Lanes lanes;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    replica = Replica.join(test.database(), "hub", true);
    lanes =
        new Lanes(
            test.database(),
            replica,
            log::find,
            when -> Mappings.compile("test", when, name -> Optional.empty()),
            new Meters(new SimpleMeterRegistry()),
            clock,
            new Random(4),
            DeliverySettings.STANDARD);
  }

  @AfterEach
  void close() {
    lanes.close();
    replica.close();
    test.close();
  }

  @Test
  void tellsOnceThatTwoRecordsBecameOneAndByWhatTheyWereKnown() {
    UUID ana = seen("crm", new Person("ana@example.com", null, null, null, null, null, id("11")));
    UUID caller = seen("crm", new Person(null, "+13125550142", null, null, null, null, id("12")));
    try (MergeTelling telling = telling(ALIASES)) {
      assertThat(telling.tell()).isZero();

      seen("form", new Person("ana@example.com", "+13125550142", null, null, null, null, null));

      assertThat(telling.tell()).isEqualTo(1);
      assertThat(telling.tell()).isZero();
    }
    try (MergeTelling another = telling(ALIASES)) {
      assertThat(another.tell()).isZero();
    }
    assertThat(
            test.rows(
                "select type, customer, data #>> '{person,email}',"
                    + " data #>> '{person,externalIds,crm}', data #>> '{merged,into}',"
                    + " data #>> '{merged,from}', data #>> '{merged,by}',"
                    + " data #>> '{merged,phone}', data #>> '{merged,externalIds,crm}' from event"))
        .containsExactly(
            "customer.merged|%1$s|ana@example.com|11|%1$s|%2$s|rule|+13125550142|12"
                .formatted(ana, caller));
    assertThat(test.rows("select destination, flow, customer from delivery"))
        .containsExactly("crm|aliases|" + ana);
  }

  @Test
  void tellsThatTheyAreTwoAgainAfterThatTheyWereOne() {
    UUID ana = seen("form", new Person("ana@example.com", null, null, null, null, null, null));
    UUID bo = seen("form", new Person("bo@example.com", null, null, null, null, null, null));
    try (MergeTelling telling = telling(ALIASES)) {
      work(sql -> desk.merge(sql, ana, bo, "kim", "married"));
      now.set(NOW.plus(Duration.ofMinutes(1)));
      work(
          sql -> {
            desk.separate(sql, bo, "kim", "two people after all");
            return true;
          });

      assertThat(telling.tell()).isEqualTo(2);
    }
    assertThat(
            test.rows(
                "select type, data #>> '{merged,by}', data #>> '{merged,from}' from event"
                    + " order by seq"))
        .containsExactly("customer.merged|person|" + bo, "customer.separated|person|" + bo);
  }

  @Test
  void tellsEachOfMoreThanAPageAndThoseOfTheLastDayToAFlowThatIsNew() {
    for (int i = 0; i < 502; i++) {
      int number = i;
      work(
          sql -> {
            try (Statement insert = sql.createStatement()) {
              return insert.executeUpdate(
                  """
                  insert into merge (id, survivor, absorbed, at, by_whom, evidence)
                  values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
                          '2026-11-22T08:00:00Z', 'rule',
                          '{"survivor": ["email:a%1$d@example.com"],
                            "absorbed": ["email:b%1$d@example.com"]}')
                  """
                      .formatted(number));
            }
          });
    }
    work(
        sql -> {
          try (Statement update = sql.createStatement()) {
            return update.executeUpdate(
                "update merge set at = '2026-11-20T08:00:00Z'"
                    + " where evidence #>> '{survivor,0}' = 'email:a7@example.com'");
          }
        });
    try (MergeTelling telling = telling(ALIASES)) {
      assertThat(telling.tell()).isEqualTo(501);
      assertThat(telling.tell()).isZero();
    }
  }

  @Test
  void tellsNothingThatNoFlowCarriesAndNothingOfWhomNothingIsKnownAnyMore() {
    UUID ana = seen("form", new Person("ana@example.com", null, null, null, null, null, null));
    UUID bo = seen("form", new Person("bo@example.com", null, null, null, null, null, null));
    work(sql -> desk.merge(sql, ana, bo, "kim", "married"));

    try (MergeTelling telling = telling()) {
      assertThat(telling.tell()).isZero();
    }
    work(
        sql -> {
          try (Statement erase = sql.createStatement()) {
            return erase.executeUpdate("update merge set evidence = '{}'");
          }
        });
    try (MergeTelling telling = telling(ALIASES)) {
      assertThat(telling.tell()).isZero();
    }
    assertThat(test.rows("select type from event")).isEmpty();
  }

  private MergeTelling telling(PlannedFlow... flows) {
    Plan plan = ToolPlans.plan(List.of(), List.of(flows));
    return new MergeTelling(test.database(), () -> plan, log, new Outbox(ids), lanes, clock);
  }

  private static Map<String, String> id(String value) {
    return Map.of("crm", value);
  }

  private UUID seen(String connection, Person person) {
    Sighting sighting =
        new Sighting(UUID.randomUUID(), connection, person, null, clock.instant(), clock.instant());
    return test.database()
        .inTransaction(sql -> customers.identify(sql, List.of(sighting)).get(0).customer());
  }

  private <T> void work(dev.patchbay.db.Database.Work<T> work) {
    test.database().inTransaction(work);
  }
}
