package dev.patchbay.customer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is who is the same in whatever order and in whatever batches it was learned. */
class IdentityHistoriesIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final int HISTORIES = 1_000;

  private final Ids ids = new Ids(InstantSource.fixed(NOW), new Random(7));
  private final Customers customers = new Customers(ids, () -> Story.RULES, Belongings.NONE);

  /** People as the tables have them, without the ids of customers. */
  private record People(
      Set<Set<UUID>> claims, Set<Set<String>> identifiers, Map<UUID, String> known) {}

  @Test
  void aThousandHistoriesEndTheSameInAnyOrderAndInAnyBatches() {
    Random random = new Random(20261122);
    List<Sighting> all = new ArrayList<>();
    for (int number = 0; number < HISTORIES; number++) {
      all.addAll(new Story(random, number).tell());
    }
    Resolution expected = Resolution.of(claims(all), List.of(), Story.RULES);
    assertThat(expected.doubts()).hasSizeGreaterThan(HISTORIES / 2);
    assertThat(expected.crowded()).hasSizeGreaterThan(10);
    assertThat(expected.nobodys()).hasSizeGreaterThan(10);
    assertThat(expected.nobodys()).anyMatch(Claim::follows);
    assertThat(expected.groups())
        .anyMatch(group -> group.claims().stream().anyMatch(Claim::follows));
    assertThat(expected.groups())
        .noneMatch(group -> group.claims().stream().allMatch(Claim::follows));

    List<People> ends = new ArrayList<>();
    for (int order = 0; order < 2; order++) {
      Collections.shuffle(all, random);
      try (TestDatabase test = TestDatabase.create()) {
        learn(test, all, random);
        People people = test.database().inTransaction(IdentityHistoriesIT::people);
        assertThat(people.claims()).isEqualTo(groups(expected));
        ends.add(people);
        assertConsistent(test);
      }
    }
    assertThat(ends.get(1).identifiers()).isEqualTo(ends.get(0).identifiers());
    Map<UUID, String> differing = new TreeMap<>(ends.get(1).known());
    differing.entrySet().removeAll(ends.get(0).known().entrySet());
    ends.get(0).known().keySet().retainAll(differing.keySet());
    assertThat(differing).isEqualTo(ends.get(0).known());
  }

  @Test
  void decisionsAmongThemHoldWhateverComesAfter() {
    Random random = new Random(4711);
    List<Sighting> all = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      all.addAll(new Story(random, number).tell());
    }
    Collections.shuffle(all, random);
    try (TestDatabase test = TestDatabase.create()) {
      IdentityDesk desk = new IdentityDesk(customers, ids, () -> NOW);
      int half = all.size() / 2;
      learn(test, all.subList(0, half), random);
      decide(test, desk, random);
      learn(test, all.subList(half, all.size()), random);
      decide(test, desk, random);

      Resolution expected =
          Resolution.of(
              claims(all),
              test.database().inTransaction(sql -> desk.decisions(sql, null, 1_000_000)),
              Story.RULES);
      assertThat(test.database().inTransaction(IdentityHistoriesIT::people).claims())
          .isEqualTo(groups(expected));
      assertConsistent(test);
    }
  }

  private void learn(TestDatabase test, List<Sighting> sightings, Random random) {
    int from = 0;
    while (from < sightings.size()) {
      int to = Math.min(sightings.size(), from + 1 + random.nextInt(60));
      List<Sighting> batch = sightings.subList(from, to);
      List<Identified> results =
          test.database().inTransaction(sql -> customers.identify(sql, batch));
      assertThat(results).hasSize(batch.size());
      from = to;
    }
  }

  /** Merges, separates and marks at random. */
  private static UUID did(TestDatabase test, Database.Work<UUID> act) {
    return Races.run(test.database(), 5, act);
  }

  private static void decide(TestDatabase test, IdentityDesk desk, Random random) {
    List<UUID> people =
        test.database()
            .inTransaction(sql -> ids(sql, "select id from customer where merged_into is null"));
    Collections.sort(people);
    for (int i = 0; i < 30; i++) {
      UUID one = people.get(random.nextInt(people.size()));
      UUID other = people.get(random.nextInt(people.size()));
      try {
        did(test, sql -> desk.merge(sql, one, other, "kim", "the same"));
        if (random.nextBoolean()) {
          List<UUID> absorbed =
              test.database()
                  .inTransaction(
                      sql -> ids(sql, "select absorbed from merge where undone_at is null"));
          Collections.sort(absorbed);
          UUID away = absorbed.get(random.nextInt(absorbed.size()));
          did(
              test,
              sql -> {
                desk.separate(sql, away, "kim", "not the same");
                return away;
              });
        }
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("Both are one customer already.|.*no customer.*");
      }
    }
    for (Review review : test.database().inTransaction(sql -> desk.reviews(sql, null, 20))) {
      try {
        boolean same = random.nextBoolean();
        did(test, sql -> desk.decide(sql, review.id(), same, "kim", "looked"));
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessage("There is no such open review.");
      }
    }
    Identifier shared = new Identifier("email", random.nextInt(50) + "-p0@example.com");
    did(test, sql -> desk.mark(sql, shared, Decision.Kind.SHARED, "kim", ""));
  }

  private static Collection<Claim> claims(List<Sighting> sightings) {
    Map<UUID, Claim> claims = new LinkedHashMap<>();
    for (Sighting sighting : sightings) {
      Claim.of(sighting).ifPresent(claim -> claims.merge(claim.id(), claim, Claim::with));
    }
    return claims.values();
  }

  private static Set<Set<UUID>> groups(Resolution resolution) {
    Set<Set<UUID>> groups = new java.util.HashSet<>();
    for (Group group : resolution.groups()) {
      groups.add(new TreeSet<>(group.claims().stream().map(Claim::id).toList()));
    }
    return groups;
  }

  private static People people(Connection sql) throws SQLException {
    Map<UUID, Set<UUID>> claims = new TreeMap<>();
    Map<UUID, Set<String>> identifiers = new TreeMap<>();
    Map<UUID, String> known = new TreeMap<>();
    try (ResultSet row =
        sql.createStatement()
            .executeQuery(
                """
                select s.customer, s.id, c.person::text || c.fields::text
                from sighting s join customer c on c.id = s.customer
                """)) {
      while (row.next()) {
        claims
            .computeIfAbsent(row.getObject(1, UUID.class), key -> new TreeSet<>())
            .add(row.getObject(2, UUID.class));
        known.put(row.getObject(2, UUID.class), row.getString(3));
      }
    }
    try (ResultSet row =
        sql.createStatement().executeQuery("select customer, kind, value from identifier")) {
      while (row.next()) {
        identifiers
            .computeIfAbsent(row.getObject(1, UUID.class), key -> new TreeSet<>())
            .add(row.getString(2) + ":" + row.getString(3));
      }
    }
    return new People(
        new java.util.HashSet<>(claims.values()),
        new java.util.HashSet<>(identifiers.values()),
        known);
  }

  private static List<UUID> ids(Connection sql, String query) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (ResultSet row = sql.createStatement().executeQuery(query)) {
      while (row.next()) {
        ids.add(row.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  /** No claim and no identifier is of an alias, and every alias leads to a record. */
  private static void assertConsistent(TestDatabase test) {
    for (String query :
        List.of(
            "select s.id from sighting s join customer c on c.id = s.customer where c.merged_into is not null",
            "select i.customer from identifier i join customer c on c.id = i.customer where c.merged_into is not null",
            "select a.id from customer a join customer c on c.id = a.merged_into where c.merged_into is not null",
            "select a.id from customer a left join customer c on c.id = a.merged_into where a.merged_into is not null and c.id is null",
            "select absorbed from merge m join customer c on c.id = m.absorbed where m.undone_at is null and c.merged_into is null")) {
      List<UUID> found = test.database().inTransaction(sql -> ids(sql, query));
      assertThat(found).as(query).isEmpty();
    }
  }
}
