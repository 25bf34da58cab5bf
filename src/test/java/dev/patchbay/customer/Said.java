package dev.patchbay.customer;

import dev.patchbay.event.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** What was said of people, a minute apart, for tests. */
final class Said {

  private final List<Sighting> sightings = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T09:00:00Z");

  final class Words {
    private final String connection;
    private final TreeMap<String, String> ids = new TreeMap<>();
    private String email;
    private String phone;
    private String first;
    private String last;
    private String company;
    private String visitor;
    private boolean follows;

    private Words(String connection) {
      this.connection = connection;
    }

    Words email(String value) {
      email = value;
      return this;
    }

    Words phone(String value) {
      phone = value;
      return this;
    }

    Words name(String firstName, String lastName) {
      first = firstName;
      last = lastName;
      return this;
    }

    Words company(String value) {
      company = value;
      return this;
    }

    Words id(String system, String value) {
      ids.put(system, value);
      return this;
    }

    Words visitor(String value) {
      visitor = value;
      return this;
    }

    /** That a record of theirs is gone. */
    Words follows() {
      follows = true;
      return this;
    }

    Sighting sighting() {
      now = now.plus(Duration.ofMinutes(1));
      Person person =
          new Person(email, phone, first, last, company, null, ids.isEmpty() ? null : ids);
      Sighting sighting =
          new Sighting(
              new UUID(77, now.getEpochSecond()),
              connection,
              email == null && phone == null && ids.isEmpty() ? null : person,
              visitor,
              now,
              now,
              follows);
      sightings.add(sighting);
      return sighting;
    }

    Claim claim() {
      return Claim.of(sighting()).orElseThrow();
    }
  }

  Words by(String connection) {
    return new Words(connection);
  }

  void earlier(Duration by) {
    now = now.minus(by);
  }

  Decision decide(Decision.Kind kind, String these, String those) {
    now = now.plus(Duration.ofMinutes(1));
    Decision decision =
        new Decision(
            new UUID(78, now.getEpochSecond()), kind, parse(these), parse(those), "kim", "", now);
    decisions.add(decision);
    return decision;
  }

  List<Sighting> sightings() {
    return sightings;
  }

  List<Claim> claims() {
    TreeMap<UUID, Claim> claims = new TreeMap<>();
    for (Sighting sighting : sightings) {
      Claim.of(sighting).ifPresent(claim -> claims.merge(claim.id(), claim, Claim::with));
    }
    return List.copyOf(claims.values());
  }

  List<Decision> decisions() {
    return decisions;
  }

  private static List<Identifier> parse(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ")).map(Identifier::parse).toList();
  }
}
