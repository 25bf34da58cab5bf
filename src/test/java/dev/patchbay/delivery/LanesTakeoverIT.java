package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.TestDatabase;
import dev.patchbay.outbox.NewDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LanesTakeoverIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void writesNothingOnceAnotherHubHasTheLane() throws Exception {
    try (TestDatabase test = TestDatabase.create();
        TestHub stale = new TestHub(test.database(), TestHub.QUICK);
        TestHub next = new TestHub(test.database(), TestHub.QUICK)) {
      Table table = new Table(test.database());
      CountDownLatch sending = new CountDownLatch(1);
      CountDownLatch resumed = new CountDownLatch(1);
      stale.open(
          "crm",
          1,
          (delivery, event) -> {
            sending.countDown();
            await(resumed);
            return ScriptedSender.reply("400");
          });
      Table.await("the lane", SOON, () -> owner(table) == stale.replica.id());
      stale.enqueue(List.of(TestHub.row(UUID.randomUUID(), UUID.randomUUID(), "crm")));
      assertThat(sending.await(20, TimeUnit.SECONDS)).isTrue();

      table.execute("delete from replica where id = " + stale.replica.id());
      next.open("crm", 1, new ScriptedSender());
      table.awaitPending(0, SOON);
      resumed.countDown();
      Table.await(
          "the stale hub to see it",
          SOON,
          () ->
              stale.lanes.state("crm").orElseThrow().status() == LaneState.Status.NOT_OWNER
                  && stale.lanes.state("crm").orElseThrow().underWay() == 0);

      assertThat(table.number("select state from delivery")).isEqualTo(1);
      assertThat(table.number("select attempts from delivery")).isEqualTo(1);
      assertThat(table.texts("select verdict from attempt")).containsExactly("accepted");
      assertThat(owner(table)).isEqualTo(next.replica.id());
    }
  }

  @Test
  void finishesAfterACrashWithNoMoreRepeatsThanSlots() {
    try (TestDatabase test = TestDatabase.create();
        TestHub next = new TestHub(test.database(), TestHub.QUICK)) {
      Table table = new Table(test.database());
      ScriptedSender sender = new ScriptedSender();
      AtomicInteger attempts = new AtomicInteger();
      TestHub crashing = new TestHub(test.database(), TestHub.QUICK.withCapacity(300));
      crashing.open(
          "crm",
          4,
          (delivery, event) -> {
            attempts.incrementAndGet();
            return sender.send(delivery, event);
          });
      List<UUID> customers = ids(40);
      Map<UUID, List<UUID>> expected = new HashMap<>();
      for (int i = 0; i < 25; i++) {
        List<NewDelivery> batch = new ArrayList<>();
        for (UUID customer : customers) {
          UUID event = UUID.randomUUID();
          expected.computeIfAbsent(customer, key -> new ArrayList<>()).add(event);
          batch.add(TestHub.row(customer, event, "crm"));
        }
        crashing.enqueue(batch);
      }
      Table.await("some attempts", SOON, () -> attempts.get() > 100);
      crashing.lanes.abandon();
      crashing.replica.close();
      next.open("crm", 4, sender);
      table.awaitPending(0, SOON);

      Map<UUID, List<UUID>> sent = new HashMap<>();
      int repeats = 0;
      for (ScriptedSender.Call call : sender.calls()) {
        List<UUID> events = sent.computeIfAbsent(call.customer(), key -> new ArrayList<>());
        if (events.contains(call.event())) {
          repeats++;
        } else {
          events.add(call.event());
        }
      }
      assertThat(sent).isEqualTo(expected);
      assertThat(repeats).isLessThanOrEqualTo(8);
      assertThat(table.number("select count(*) from delivery where state = 1")).isEqualTo(1_000);
    }
  }

  /** 20 workers in 4 hubs. */
  @Test
  void sendsEachJobOnceInAnyNumberOfHubs() {
    try (TestDatabase test = TestDatabase.create();
        TestHub a = new TestHub(test.database(), TestHub.QUICK);
        TestHub b = new TestHub(test.database(), TestHub.QUICK);
        TestHub c = new TestHub(test.database(), TestHub.QUICK);
        TestHub d = new TestHub(test.database(), TestHub.QUICK)) {
      List<TestHub> hubs = List.of(a, b, c, d);
      ScriptedSender sender = new ScriptedSender();
      for (int i = 0; i < 4; i++) {
        for (TestHub hub : hubs) {
          hub.open("destination-" + (hubs.indexOf(hub) + i) % 4, 5, sender);
        }
      }
      for (int i = 0; i < 40; i++) {
        List<NewDelivery> batch = new ArrayList<>();
        for (int j = 0; j < 100; j++) {
          batch.add(TestHub.row(UUID.randomUUID(), UUID.randomUUID(), "destination-" + j % 4));
        }
        hubs.get(i % 4).enqueue(batch);
      }
      Table table = new Table(test.database());
      table.awaitPending(0, Duration.ofSeconds(60));

      assertThat(sender.calls()).hasSize(4_000);
      assertThat(sender.calls()).extracting(ScriptedSender.Call::event).doesNotHaveDuplicates();
      assertThat(table.number("select count(*) from attempt")).isEqualTo(4_000);
    }
  }

  private static long owner(Table table) {
    return table.number("select coalesce(max(replica), 0) from lane where destination = 'crm'");
  }

  static List<UUID> ids(int count) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(UUID.randomUUID());
    }
    return ids;
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
