package dev.patchbay.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConsentWordTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  @Test
  void oneRefusedAddressIsEnough() {
    assertThat(
            ConsentWord.lastOf(
                List.of(
                    word(1, "denied", "old@example.com"), word(2, "granted", "new@example.com"))))
        .isEqualTo(Map.of("email", "denied"));
  }

  @Test
  void theSameAddressMayAllowAgain() {
    assertThat(
            ConsentWord.lastOf(
                List.of(
                    word(1, "denied", "ana@example.com", "crm:1"),
                    word(2, "granted", "ana@example.com"))))
        .isEqualTo(Map.of("email", "granted"));
  }

  @Test
  void aRefusalWithoutAnAddressStandsUntilTheSameRecordAllows() {
    List<ConsentWord> words =
        new ArrayList<>(
            List.of(word(1, "denied", null, "crm:1"), word(2, "granted", "ana@example.com")));
    assertThat(ConsentWord.lastOf(words)).isEqualTo(Map.of("email", "denied"));

    words.add(word(3, "granted", "ana@example.com", "crm:1"));
    assertThat(ConsentWord.lastOf(words)).isEqualTo(Map.of("email", "granted"));
  }

  @Test
  void aMergeNeverAllowsWhatEitherRecordRefused() {
    Random random = new Random(51);
    for (int history = 0; history < 1_000; history++) {
      List<ConsentWord> one = said(random, "a");
      List<ConsentWord> other = said(random, "b");
      List<ConsentWord> both = new ArrayList<>(one);
      both.addAll(other);
      both.sort(Comparator.comparing(ConsentWord::time));

      String merged = ConsentWord.lastOf(both).get("email");

      boolean refused =
          "denied".equals(ConsentWord.lastOf(one).get("email"))
              || "denied".equals(ConsentWord.lastOf(other).get("email"));
      assertThat(merged).isEqualTo(refused ? "denied" : "granted");
    }
  }

  private static List<ConsentWord> said(Random random, String person) {
    List<ConsentWord> words = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      String address = random.nextInt(3) == 0 ? null : person + random.nextInt(2) + "@example.com";
      words.add(
          word(
              random.nextInt(1_000),
              random.nextBoolean() ? "granted" : "denied",
              address,
              random.nextBoolean() ? new String[] {"crm:" + person} : new String[0]));
    }
    words.replaceAll(
        word ->
            word.address() == null && word.others().isEmpty()
                ? word(
                    word.time().getEpochSecond() - NOW.getEpochSecond(),
                    word.answer(),
                    null,
                    "visitor:" + person)
                : word);
    words.sort(Comparator.comparing(ConsentWord::time));
    return words;
  }

  private static ConsentWord word(long second, String answer, String address, String... others) {
    return new ConsentWord(
        UUID.randomUUID(),
        NOW.plusSeconds(second),
        "form",
        "email",
        answer,
        null,
        address,
        List.of(others));
  }
}
