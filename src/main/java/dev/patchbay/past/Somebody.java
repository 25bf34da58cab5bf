package dev.patchbay.past;

import dev.patchbay.event.Address;
import dev.patchbay.event.Person;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A made-up person: nobody else has this address, number or visitor id. */
final class Somebody {

  private static final List<String> FIRST =
      List.of(
          "Ada", "Ben", "Chloé", "Dmitri", "Elif", "Farah", "Grace", "Hiro", "Inés", "Jamal",
          "Katja", "Liam", "Maya", "Noor", "Olu", "Priya", "Quinn", "Rosa", "Søren", "Tomás", "Uma",
          "Victor", "Wen", "Ximena", "Yusuf", "Zoe");
  private static final List<String> LAST =
      List.of(
          "Abbott",
          "Berg",
          "Castillo",
          "Diallo",
          "Evans",
          "Fischer",
          "García",
          "Hughes",
          "Ivanov",
          "Jensen",
          "Khan",
          "Lopez",
          "Murphy",
          "Nguyen",
          "O'Brien",
          "Petrov",
          "Quist",
          "Ruiz",
          "Silva",
          "Turner",
          "Underwood",
          "Vance",
          "Walsh",
          "Xu",
          "Young",
          "Zimmer");

  /** Numbers kept free for fiction: the last two digits of each area code's 555-01xx. */
  private static final int PER_AREA = 100;

  /** Area codes from 201 that could be real: no second digit 9, no x11. */
  private static final int[] AREAS =
      java.util.stream.IntStream.rangeClosed(201, 989)
          .filter(area -> area / 10 % 10 != 9 && area % 100 != 11)
          .toArray();

  final String visitor;
  final String first;
  final String last;
  final String email;
  final @Nullable String phone;
  private final int number;

  /**
   * The person of a number from 0 up. Phones run out after some 70,000 people: those after them
   * have none.
   */
  Somebody(int number, RandomGenerator chance) {
    this.number = number;
    byte[] id = new byte[10];
    chance.nextBytes(id);
    visitor = HexFormat.of().formatHex(id);
    first = FIRST.get(chance.nextInt(FIRST.size()));
    last = LAST.get(chance.nextInt(LAST.size()));
    email = mailbox() + number + "@example.com";
    phone =
        number < AREAS.length * PER_AREA
            ? "+1%d55501%02d".formatted(AREAS[number / PER_AREA], number % PER_AREA)
            : null;
  }

  /** As a form tells of them. */
  Person whole() {
    return person(email, phone, first, last, null);
  }

  /** As the phone system does. */
  Person caller() {
    return person(null, phone, null, null, null);
  }

  /** As the tracking tool does, which knows the names of callers. */
  Person named() {
    return person(null, phone, first, last, null);
  }

  /** As the CRM does. */
  Person inCrm(boolean email, @Nullable String idKind) {
    Map<String, String> ids = idKind == null ? null : Map.of(idKind, "crm-" + number);
    return person(email ? this.email : null, phone, first, last, ids);
  }

  /** As a till does. */
  Person buying(boolean other) {
    return person(
        other ? mailbox() + "." + number + "@example.org" : email, phone, first, last, null);
  }

  /** As a mail tool does. */
  Person subscriber() {
    return person(email, null, first, last, null);
  }

  private String mailbox() {
    return Normalizer.normalize(first + "." + last, Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z.]", "");
  }

  private static Person person(
      @Nullable String email,
      @Nullable String phone,
      @Nullable String first,
      @Nullable String last,
      @Nullable Map<String, String> ids) {
    Address nowhere = null;
    return new Person(email, phone, first, last, null, nowhere, ids);
  }
}
