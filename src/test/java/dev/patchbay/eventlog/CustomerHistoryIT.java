package dev.patchbay.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustomerHistoryIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final TestDatabase test = TestDatabase.create();
  private final CustomerHistory history = new CustomerHistory();
  private final UUID customer = UUID.randomUUID();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void theLastWordOnEachChannelCountsWhicheverCameInFirst() {
    // Heard later, said earlier: a form that waited in a mailbox while its sender unsubscribed.
    store("subscriber.unsubscribed", 0, "{}");
    store("lead.submitted", -30, "{\"consent\":{\"email\":\"granted\",\"sms\":\"granted\"}}");
    store("consent.withdrawn", 5, "{\"consent\":{\"ads\":\"denied\",\"wording\":\"No ads\"}}");

    assertThat(consent()).isEqualTo(Map.of("email", "denied", "sms", "granted", "ads", "denied"));
  }

  @Test
  void aNewConsentCountsAfterAnOldRefusal() {
    store("subscriber.complained", -60, "{}");
    store("lead.submitted", 0, "{\"consent\":{\"email\":\"granted\"}}");

    assertThat(consent()).isEqualTo(Map.of("email", "granted"));
  }

  @Test
  void eachAddressHasItsOwnLastWordAndOneRefusalIsEnough() {
    store("consent.withdrawn", -60, person("old@example.com", "denied"));
    store("lead.submitted", 0, person("new@example.com", "granted"));
    assertThat(consent()).isEqualTo(Map.of("email", "denied"));

    store("consent.granted", 5, person("old@example.com", "granted"));
    assertThat(consent()).isEqualTo(Map.of("email", "granted"));
  }

  @Test
  void tellsEveryGrantAndWithdrawalWithTimeSourceAndWording() {
    store(
        "lead.submitted", 5, "{\"consent\":{\"email\":\"granted\",\"wording\":\"Yes, write me\"}}");
    store("subscriber.unsubscribed", -5, "{\"person\":{\"email\":\"ana@example.com\"}}");

    List<ConsentWord> words =
        test.database().inTransaction(sql -> history.consentHistory(sql, customer));

    assertThat(words)
        .extracting(ConsentWord::answer, ConsentWord::connection, ConsentWord::wording)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("denied", "form", null),
            org.assertj.core.groups.Tuple.tuple("granted", "form", "Yes, write me"));
    assertThat(words.get(0).address()).isEqualTo("ana@example.com");
    assertThat(words.get(0).time()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
  }

  private static String person(String email, String answer) {
    return "{\"person\":{\"email\":\"%s\"},\"consent\":{\"email\":\"%s\"}}"
        .formatted(email, answer);
  }

  @Test
  void nobodyHasSaidAnything() {
    store("lead.submitted", 0, "{\"person\":{\"email\":\"ana@example.com\"}}");
    store("lead.submitted", 1, "{\"test\":true,\"consent\":{\"email\":\"granted\"}}");

    assertThat(consent()).isEmpty();
    assertThat(first()).isEmpty();
  }

  @Test
  void findsTheFirstAndTheLastTouch() {
    store("sale.completed", 20, "{\"sale\":{\"id\":\"1\"}}");
    store("lead.submitted", -40, "{\"attribution\":{\"source\":\"google\",\"gclid\":\"g-1\"}}");
    store("call.completed", -10, "{\"attribution\":{\"trackingNumber\":\"+13125550100\"}}");
    store("lead.submitted", -5, "{\"attribution\":{\"campaign\":\"spring\"}}");

    assertThat(first()).contains("\"gclid\": \"g-1\"").contains("\"at\": \"2026-11-22T08:20:00Z\"");
    assertThat(last()).contains("spring");
  }

  private Map<String, String> consent() {
    return test.database().inTransaction(sql -> history.consent(sql, customer));
  }

  private String first() {
    return test.database().inTransaction(sql -> history.firstTouch(sql, customer)).orElse("");
  }

  private String last() {
    return test.database().inTransaction(sql -> history.lastTouch(sql, customer)).orElse("");
  }

  private void store(String type, int minutes, String data) {
    Instant time = NOW.plus(Duration.ofMinutes(minutes));
    StoredEvent event =
        new StoredEvent(
            UUID.randomUUID(), UUID.randomUUID(), type, "form", null, time, NOW, customer, data);
    test.database().inTransaction(sql -> new EventLog().append(sql, List.of(event)));
  }
}
