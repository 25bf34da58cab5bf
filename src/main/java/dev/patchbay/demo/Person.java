package dev.patchbay.demo;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A made-up person, the only one with this email and phone.
 *
 * @param phone E.164, from the numbers kept free for fiction
 */
record Person(String first, String last, String email, String phone) {

  private static final List<String> FIRST =
      List.of(
          "Ana", "Ben", "Chloé", "Dmitri", "Elif", "Farah", "Grace", "Hiro", "Inés", "Jamal",
          "Katja", "Liam", "Maya", "Noor", "Olu", "Priya", "Quinn", "Rosa", "Søren", "Tomás");
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
          "Turner");

  /** The person of a number from 0 up. */
  static Person number(int number, RandomGenerator chance) {
    String first = FIRST.get(chance.nextInt(FIRST.size()));
    String last = LAST.get(chance.nextInt(LAST.size()));
    String mailbox =
        java.text.Normalizer.normalize(first + "." + last, java.text.Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z.]", "");
    int area = 201 + number / 100 % 789;
    return new Person(
        first,
        last,
        mailbox + number + "@example.com",
        "+1%03d55501%02d".formatted(area, number % 100));
  }

  String fullName() {
    return first + " " + last;
  }
}
