package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.TestDatabase;
import dev.patchbay.outbox.NewDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LanesOrderIT {

  private static final List<List<String>> SCRIPTS =
      List.of(
          List.of("200"),
          List.of("200"),
          List.of("500", "500", "200"),
          List.of("400"),
          List.of("timeout", "200"),
          List.of("429", "200"),
          List.of("reset", "reset", "200"));

  @Test
  void deliversWhatIsEnqueued() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      ScriptedSender sender = new ScriptedSender();
      hub.open("crm", 4, sender);
      UUID customer = UUID.randomUUID();
      List<UUID> events = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());

      hub.enqueue(events.stream().map(event -> TestHub.row(customer, event, "crm")).toList());

      new Table(test.database()).awaitPending(0, Duration.ofSeconds(20));
      assertThat(sender.calls()).extracting(ScriptedSender.Call::event).isEqualTo(events);
    }
  }

  /** Every event has its own answers; two hubs, half of the events enqueued by each. */
  @Test
  void keepsTheOrderOfEachCustomerWhateverTheAnswers() {
    Random random = new Random(7);
    ScriptedSender sender = new ScriptedSender();
    try (TestDatabase test = TestDatabase.create();
        TestHub first = new TestHub(test.database(), TestHub.QUICK.withCapacity(100));
        TestHub second = new TestHub(test.database(), TestHub.QUICK.withCapacity(100))) {
      List<String> destinations = List.of("crm", "mail", "ads", "books");
      for (String destination : destinations) {
        first.open(destination, 4, sender);
        second.open(destination, 4, sender);
      }
      List<UUID> customers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        customers.add(UUID.randomUUID());
      }
      Map<String, List<UUID>> expected = new HashMap<>();
      Map<String, List<String>> scripts = new HashMap<>();
      for (int i = 0; i < 40; i++) {
        Collections.shuffle(customers, random);
        List<NewDelivery> batch = new ArrayList<>();
        for (UUID customer : customers) {
          UUID event = UUID.randomUUID();
          String destination = destinations.get(random.nextInt(destinations.size()));
          List<String> script = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
          sender.script(destination, event, script);
          scripts.put(destination + event, script);
          for (int attempt = 0; attempt < script.size(); attempt++) {
            expected.computeIfAbsent(destination + customer, key -> new ArrayList<>()).add(event);
          }
          batch.add(TestHub.row(customer, event, destination));
        }
        (i % 2 == 0 ? first : second).enqueue(batch);
      }

      new Table(test.database()).awaitPending(0, Duration.ofSeconds(60));

      Map<String, List<UUID>> sent = new HashMap<>();
      Map<String, List<String>> answers = new LinkedHashMap<>();
      for (ScriptedSender.Call call : sender.calls()) {
        sent.computeIfAbsent(call.destination() + call.customer(), key -> new ArrayList<>())
            .add(call.event());
        answers
            .computeIfAbsent(call.destination() + call.event(), key -> new ArrayList<>())
            .add(call.answer());
      }
      assertThat(sent).isEqualTo(expected);
      assertThat(answers).isEqualTo(scripts);
      Table table = new Table(test.database());
      assertThat(table.number("select sum(attempts) from delivery"))
          .isEqualTo(table.number("select count(*) from attempt"))
          .isEqualTo(sender.calls().size());
      assertThat(table.number("select count(*) from delivery where state = 2"))
          .isEqualTo(scripts.values().stream().filter(List.of("400")::equals).count());
    }
  }
}
