package dev.patchbay.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomersIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private TestDatabase test;
  private final Customers customers =
      new Customers(new Ids(InstantSource.fixed(NOW), new Random(7)));

  @BeforeEach
  void open() {
    test = TestDatabase.create();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void createsACustomerOnFirstSightAndMatchesThemByAnyIdentifierAfterwards() {
    Identified first = identify(sighting("ana@example.com", "+12125550101", "Ana"));
    Identified byPhone = identify(sighting(null, "+12125550101", null));
    Identified byEmail = identify(sighting("ana@example.com", null, null));

    assertThat(first.created()).isTrue();
    assertThat(byPhone.created()).isFalse();
    assertThat(byPhone.customer()).isEqualTo(first.customer());
    assertThat(byEmail.customer()).isEqualTo(first.customer());
  }

  @Test
  void linksANewIdentifierOfAKnownCustomer() {
    Identified mail = identify(sighting("ana@example.com", null, "Ana"));
    identify(sighting("ana@example.com", "+12125550101", null));

    assertThat(identify(sighting(null, "+12125550101", null)).customer())
        .isEqualTo(mail.customer());
    Customer customer = find(mail.customer());
    assertThat(customer.identifiers())
        .containsExactlyInAnyOrder(
            new Identifier("email", "ana@example.com"), new Identifier("phone", "+12125550101"));
    assertThat(customer.person()).contains("\"firstName\": \"Ana\"").contains("+12125550101");
  }

  @Test
  void givesEventsOfNobodyToNobody() {
    assertThat(identify(seen(null, null)).customer()).isNull();
    assertThat(identify(sighting(null, null, "Ana")).customer()).isNull();
  }

  @Test
  void makesOneCustomerOfTwoWhenAClaimNamesBoth() {
    Identified ana = identify(sighting("ana@example.com", null, null));
    Identified call = identify(sighting(null, "+12125550102", null));

    Identified both = identify(sighting("ana@example.com", "+12125550102", null));

    assertThat(both.conflict()).isFalse();
    assertThat(both.customer()).isEqualTo(ana.customer());
    assertThat(identify(sighting(null, "+12125550102", null)).customer()).isEqualTo(ana.customer());
    assertThat(find(call.customer()).id()).isEqualTo(ana.customer());
    assertThat(find(ana.customer()).aliases()).containsExactly(call.customer());
  }

  @Test
  void reportsIdentifiersThatAGuardKeepsApart() {
    Identified ana = identify(named("ana@example.com", "+12125550101", "Ana", "Ruiz"));
    Identified bo = identify(named("bo@example.com", "+12125550102", "Bo", "Larsen"));

    Identified both = identify(named("ana@example.com", "+12125550102", "Ana", "Ruiz"));

    assertThat(both.conflict()).isTrue();
    assertThat(both.customer()).isEqualTo(ana.customer());
    assertThat(identify(sighting(null, "+12125550102", null)).customer()).isEqualTo(bo.customer());
  }

  @Test
  void tiesTwoSightingsOfOnePersonInOneBatchToOneCustomer() {
    List<Identified> results =
        test.database()
            .inTransaction(
                connection ->
                    customers.identify(
                        connection,
                        List.of(
                            sighting("ana@example.com", null, null),
                            sighting("bo@example.com", null, null),
                            sighting("ana@example.com", "+12125550101", null),
                            sighting(null, "+12125550101", null))));

    assertThat(results.get(2).customer()).isEqualTo(results.get(0).customer());
    assertThat(results.get(3).customer()).isEqualTo(results.get(0).customer());
    assertThat(results.get(1).customer()).isNotEqualTo(results.get(0).customer());
  }

  @Test
  void knowsExternalIdsBySystem() {
    Person person = new Person(null, null, null, null, null, null, Map.of("till", "C-1"));
    Identified first = identify(seen(person, null));

    assertThat(identify(seen(person, "v-1")).customer()).isEqualTo(first.customer());
    assertThat(identify(seen(null, "v-1")).customer()).isEqualTo(first.customer());
  }

  @Test
  void createsOneCustomerWhenSeveralHubsMeetTheSamePersonAtOnce() throws Exception {
    int hubs = 8;
    ExecutorService pool = Executors.newFixedThreadPool(hubs);
    try {
      for (int round = 0; round < 10; round++) {
        String email = "person" + round + "@example.com";
        CountDownLatch start = new CountDownLatch(1);
        List<Future<UUID>> results = new ArrayList<>();
        for (int hub = 0; hub < hubs; hub++) {
          results.add(
              pool.submit(
                  () -> {
                    start.await();
                    while (true) {
                      try {
                        return identify(sighting(email, null, null)).customer();
                      } catch (IdentityRaceException e) {
                        assertThat(e).hasMessageContaining("another hub");
                      }
                    }
                  }));
        }
        start.countDown();
        List<UUID> ids = new ArrayList<>();
        for (Future<UUID> result : results) {
          ids.add(result.get());
        }
        assertThat(ids).containsOnly(ids.get(0));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void leavesNothingBehindWhenTheTransactionFails() {
    assertThatThrownBy(
            () ->
                test.database()
                    .inTransaction(
                        connection -> {
                          customers.identify(
                              connection, List.of(sighting("ana@example.com", null, null)));
                          throw new IllegalStateException("later step failed");
                        }))
        .hasMessage("later step failed");

    assertThat(identify(sighting("ana@example.com", null, null)).created()).isTrue();
  }

  @Test
  void endsWithTheSameLinksInWhateverOrderNonConflictingSightingsArrive() {
    List<Sighting> sightings = new ArrayList<>();
    for (int person = 0; person < 5; person++) {
      String email = "p" + person + "@example.com";
      String phone = "+1212555010" + person;
      sightings.add(sighting(email, phone, null));
      sightings.add(sighting(email, phone, "P" + person));
      sightings.add(sighting(email, null, null));
    }
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(sightings, new Random(seed));
      try (TestDatabase fresh = TestDatabase.create()) {
        List<Identified> results =
            fresh.database().inTransaction(connection -> customers.identify(connection, sightings));
        for (int i = 0; i < sightings.size(); i++) {
          for (int j = 0; j < sightings.size(); j++) {
            boolean same =
                sightings.get(i).person().email().equals(sightings.get(j).person().email());
            assertThat(results.get(i).customer().equals(results.get(j).customer())).isEqualTo(same);
          }
        }
      }
    }
  }

  private Identified identify(Sighting sighting) {
    return test.database()
        .inTransaction(connection -> customers.identify(connection, List.of(sighting)).get(0));
  }

  private Customer find(UUID id) {
    return test.database()
        .inTransaction(connection -> customers.find(connection, id).orElseThrow());
  }

  private static Sighting sighting(String email, String phone, String firstName) {
    return named(email, phone, firstName, null);
  }

  private static Sighting named(String email, String phone, String firstName, String lastName) {
    return seen(new Person(email, phone, firstName, lastName, null, null, null), null);
  }

  private static Sighting seen(Person person, String visitor) {
    return new Sighting(UUID.randomUUID(), "form", person, visitor, NOW, NOW);
  }
}
