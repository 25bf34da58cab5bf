package dev.patchbay.customer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Random things said of a few people who live together, mistype, share phones and browsers, call
 * from the front desk, are deleted there, and of one who pretends to be another.
 */
final class Story {

  static final IdentityRules RULES =
      new IdentityRules(
          Map.of("email", "crm", "firstName", "crm"),
          Set.of("crm", "till"),
          Set.of("+13125550100"),
          Set.of("spam@example.com"),
          Set.of(),
          5,
          Set.of("+13125550111"));

  private static final String[][] NAMES = {
    {"Ana", "Ruiz"}, {"Bo", "Ruiz"}, {"Anna", "Ruiz"}, {"Eve", "Stone"}, {"Kim", "Park"}
  };

  private final Random random;
  private final int number;
  private final Instant began;

  /** The {@code number}th story: its people are in no other. */
  Story(Random random, int number) {
    this.random = random;
    this.number = number;
    this.began = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number * 7L);
  }

  List<Sighting> tell() {
    List<Sighting> sightings = new ArrayList<>();
    int length = 6 + random.nextInt(12);
    for (int i = 0; i < length; i++) {
      sightings.add(sighting());
    }
    removals(sightings);
    return sightings;
  }

  /** Some records end, before or after they were told of, and some that nobody told of. */
  private void removals(List<Sighting> sightings) {
    Random ends = new Random(number);
    for (Sighting told : List.copyOf(sightings)) {
      dev.patchbay.event.Person person = told.person();
      if (person != null && person.externalIds() != null && ends.nextInt(3) == 0) {
        Instant time = began.plusSeconds(60L * ends.nextInt(5_000));
        sightings.add(
            new Sighting(
                new UUID(ends.nextLong(), ends.nextLong()),
                told.connection(),
                new dev.patchbay.event.Person(
                    ends.nextBoolean() ? person.email() : null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    ends.nextInt(5) == 0
                        ? java.util.Map.of(told.connection(), number + "-unknown")
                        : person.externalIds()),
                null,
                time,
                time,
                true));
      }
    }
  }

  private Sighting sighting() {
    int who = random.nextInt(NAMES.length);
    String[] name = NAMES[chance(8) ? random.nextInt(NAMES.length) : who];
    boolean named = random.nextInt(3) > 0;
    String connection = pick("form", "form", "calls", "crm", "till", "site");
    String email = chance(3) ? null : email(who);
    String phone = chance(3) ? null : phone(who);
    TreeMap<String, String> ids = new TreeMap<>();
    if (connection.equals("crm") || connection.equals("till")) {
      ids.put(connection, number + "-" + (chance(9) ? random.nextInt(NAMES.length) : who));
    }
    String visitor = chance(2) ? number + "-v" + (chance(4) ? 0 : who) : null;
    Instant time = began.plusSeconds(60L * random.nextInt(5_000));
    return new Sighting(
        new UUID(random.nextLong(), random.nextLong()),
        connection,
        new dev.patchbay.event.Person(
            email,
            phone,
            named ? name[0] : null,
            named && !chance(5) ? name[1] : null,
            chance(6) ? "Company " + random.nextInt(2) : null,
            null,
            ids.isEmpty() ? null : ids),
        visitor,
        time,
        time);
  }

  private String email(int who) {
    return switch (random.nextInt(12)) {
      case 0 -> "info@h" + number + ".example";
      case 1 -> number + "-p" + random.nextInt(NAMES.length) + "@example.com";
      case 2 -> number + "-work" + who + "@example.com";
      case 3 -> "spam@example.com";
      default -> number + "-p" + who + "@example.com";
    };
  }

  private String phone(int who) {
    return switch (random.nextInt(12)) {
      case 0 -> "+13125550100";
      case 1, 2 -> number(9);
      case 3 -> number(random.nextInt(NAMES.length));
      case 4 -> "+13125550111";
      default -> number(who);
    };
  }

  private String number(int last) {
    return "+1212%06d%d".formatted(number, last);
  }

  private boolean chance(int one) {
    return random.nextInt(one) == 0;
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }
}
