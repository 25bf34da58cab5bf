package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Sink;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LanesFailureIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void isNotSlowedByADestinationThatHangs() {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger hanging = new AtomicInteger();
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK.withCapacity(200))) {
      ScriptedSender sender = new ScriptedSender();
      for (int i = 0; i < 7; i++) {
        hub.open("fine-" + i, 2, sender);
      }
      hub.open(
          "hung",
          2,
          (delivery, event) -> {
            hanging.incrementAndGet();
            LanesTakeoverIT.await(end);
            return Reply.done();
          });
      for (int i = 0; i < 20; i++) {
        List<NewDelivery> batch = new ArrayList<>();
        for (int j = 0; j < 80; j++) {
          String destination = j % 8 == 7 ? "hung" : "fine-" + j % 8;
          batch.add(TestHub.row(UUID.randomUUID(), UUID.randomUUID(), destination));
        }
        hub.enqueue(batch);
      }
      new Table(test.database()).awaitPending(200, SOON);
      assertThat(hanging).hasValue(2);
      assertThat(sender.calls()).hasSize(1_400);
      end.countDown();
      new Table(test.database()).awaitPending(0, SOON);
    }
  }

  @Test
  void keepsOrderWhenMemoryOverflows() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK.withCapacity(20))) {
      ScriptedSender sender = new ScriptedSender();
      hub.open("crm", 3, sender);
      UUID customer = UUID.randomUUID();
      List<UUID> events = LanesTakeoverIT.ids(400);
      for (int i = 0; i < events.size(); i += 8) {
        hub.enqueue(
            events.subList(i, i + 8).stream()
                .map(event -> TestHub.row(customer, event, "crm"))
                .toList());
      }
      new Table(test.database()).awaitPending(0, Duration.ofSeconds(60));
      assertThat(sender.calls()).extracting(ScriptedSender.Call::event).isEqualTo(events);
    }
  }

  /** What leaves memory for a while comes back before what was enqueued meanwhile. */
  @Test
  void keepsOrderWhenWaitingOutsideMemory() {
    DeliverySettings settings =
        TestHub.QUICK.withProbes(
            1_000,
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(15));
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), settings)) {
      ScriptedSender sender = new ScriptedSender();
      hub.open("crm", 3, sender);
      UUID customer = UUID.randomUUID();
      List<UUID> events = LanesTakeoverIT.ids(15);
      List<UUID> expected = new ArrayList<>();
      for (UUID event : events) {
        sender.script("crm", event, List.of("500", "500", "200"));
        expected.addAll(List.of(event, event, event));
      }
      for (UUID event : events) {
        hub.enqueue(List.of(TestHub.row(customer, event, "crm")));
      }
      new Table(test.database()).awaitPending(0, Duration.ofSeconds(120));
      assertThat(sender.calls()).extracting(ScriptedSender.Call::event).isEqualTo(expected);
    }
  }

  @Test
  void putsDeadLettersBackOnceUnderTheSameIds() throws Exception {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      Table table = new Table(test.database());
      AtomicBoolean mended = new AtomicBoolean();
      ScriptedSender sender = new ScriptedSender();
      hub.open("crm", 4, (delivery, event) -> mended.get() ? sender.send(delivery, event) : dead());
      List<UUID> events = LanesTakeoverIT.ids(50);
      List<UUID> ids =
          hub
              .enqueue(
                  events.stream()
                      .map(event -> TestHub.row(UUID.randomUUID(), event, "crm"))
                      .toList())
              .stream()
              .map(Delivery::id)
              .toList();
      table.awaitPending(0, SOON);
      mended.set(true);

      Replay.Selection selection =
          new Replay.Selection("crm", "form", null, null, "mapping", List.of());
      assertThat(hub.lanes.replay(selection)).isEqualTo(50);
      table.awaitPending(0, SOON);
      assertThat(hub.lanes.replay(selection)).isZero();

      assertThat(sender.calls())
          .extracting(ScriptedSender.Call::delivery)
          .containsExactlyInAnyOrderElementsOf(ids);
      List<DeliveryLog.Attempt> attempts =
          test.database().inTransaction(connection -> DeliveryLog.attempts(connection, ids.get(0)));
      assertThat(attempts)
          .extracting(DeliveryLog.Attempt::verdict)
          .containsExactly("fix-data", "accepted");
      assertThat(attempts.get(0).errorKind()).isEqualTo("mapping");
      assertThat(
              hub.registry
                  .get("patchbay.deliveries.replayed")
                  .tag("destination", "crm")
                  .counter()
                  .count())
          .isEqualTo(50);
    }
  }

  @Test
  void parksADeadOneOrHoldsThoseBehindIt() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      Table table = new Table(test.database());
      ScriptedSender sender = new ScriptedSender();
      hub.open("park", 2, sender);
      hub.lanes.open(TestHub.settings("block", TestHub.sink(2, Sink.OnDead.BLOCK)), sender);
      UUID customer = UUID.randomUUID();
      List<UUID> events = LanesTakeoverIT.ids(4);
      for (String destination : List.of("park", "block")) {
        sender.script(destination, events.get(1), List.of("400"));
        hub.enqueue(
            events.stream().map(event -> TestHub.row(customer, event, destination)).toList());
      }
      hub.enqueue(List.of(TestHub.row(UUID.randomUUID(), UUID.randomUUID(), "block")));
      Table.await("all others", SOON, () -> table.pending() == 2 && sender.calls().size() == 7);
      hub.enqueue(List.of(TestHub.row(customer, UUID.randomUUID(), "block")));
      assertThat(
              table.number(
                  "select count(*) from delivery where destination = 'park' and state" + " = 1"))
          .isEqualTo(3);

      hub.lanes.replay(Replay.Selection.of("block"));

      table.awaitPending(0, SOON);
      assertThat(
              sender.calls().stream()
                  .filter(call -> call.destination().equals("block"))
                  .filter(call -> customer.equals(call.customer()))
                  .map(ScriptedSender.Call::event)
                  .limit(5))
          .containsExactly(
              events.get(0), events.get(1), events.get(1), events.get(2), events.get(3));
    }
  }

  @Test
  void pausesForTheConfigurationAndGoesOnByItself() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      Table table = new Table(test.database());
      AtomicBoolean mended = new AtomicBoolean();
      AtomicInteger attempts = new AtomicInteger();
      hub.open(
          "crm",
          1,
          (delivery, event) -> {
            attempts.incrementAndGet();
            return ScriptedSender.reply(mended.get() ? "200" : "401");
          });
      List<NewDelivery> rows = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        rows.add(TestHub.row(UUID.randomUUID(), UUID.randomUUID(), "crm"));
      }
      hub.enqueue(rows);
      Table.await(
          "the pause", SOON, () -> table.number("select count(*) from lane where paused") == 1);
      LaneState state = hub.lanes.state("crm").orElseThrow();
      assertThat(state.status()).isEqualTo(LaneState.Status.PAUSED);
      assertThat(state.finding()).isNotNull();
      assertThat(table.pending()).isEqualTo(30);
      mended.set(true);
      table.awaitPending(0, SOON);
      Table.await(
          "the table to know",
          SOON,
          () -> table.number("select count(*) from lane where paused") == 0);
      assertThat(table.number("select count(*) from delivery where state = 1")).isEqualTo(30);
      assertThat(attempts.get()).isEqualTo(table.number("select count(*) from attempt"));
    }
  }

  @Test
  void goesOnWhenAnOperatorSaysSo() {
    DeliverySettings settings =
        TestHub.QUICK.withProbes(
            10,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            Duration.ofSeconds(30));
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), settings)) {
      Table table = new Table(test.database());
      AtomicBoolean mended = new AtomicBoolean();
      hub.open("crm", 1, (delivery, event) -> ScriptedSender.reply(mended.get() ? "200" : "403"));
      hub.enqueue(List.of(TestHub.row(UUID.randomUUID(), UUID.randomUUID(), "crm")));
      Table.await(
          "the pause", SOON, () -> table.number("select count(*) from lane where paused") == 1);
      mended.set(true);
      // As another process would.
      test.database()
          .inTransaction(connection -> dev.patchbay.outbox.Leases.resume(connection, "crm"));
      table.awaitPending(0, SOON);
    }
  }

  @Test
  void cancelsWhatHasNothingToSendOrNobodyTakes() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      hub.open("crm", 2, (delivery, event) -> Reply.nothingToSend("Nothing to tell."));
      hub.lanes.open(
          new LaneSettings("deaf", Map.of(), 1, 1, RateLimit.NONE),
          (delivery, event) -> Reply.done());
      hub.enqueue(
          List.of(
              TestHub.row(UUID.randomUUID(), UUID.randomUUID(), "crm"),
              TestHub.row(UUID.randomUUID(), UUID.randomUUID(), "deaf")));
      Table table = new Table(test.database());
      table.awaitPending(0, SOON);
      assertThat(
              table.texts(
                  "select destination || ' ' || state || ' ' || error_kind || ' ' || attempts from"
                      + " delivery order by 1"))
          .containsExactly("crm 3 nothing-to-send 0", "deaf 3 not-accepted 0");
    }
  }

  private static Reply dead() {
    return Reply.failed(new Reply.Failure("mapping", "X", null, "Cannot be mapped."));
  }
}
