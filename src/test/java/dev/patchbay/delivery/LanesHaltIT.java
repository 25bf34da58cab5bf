package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.outbox.Leases;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A person's pause: kept in the database, obeyed by every hub, over restarts. */
class LanesHaltIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void sendsNothingWhileHaltedNotEvenAfterARestartAndAllInOrderWhenReleased() {
    UUID customer = UUID.randomUUID();
    List<UUID> events = LanesTakeoverIT.ids(40);
    try (TestDatabase test = TestDatabase.create()) {
      Table table = new Table(test.database());
      ScriptedSender sender = new ScriptedSender();
      try (TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
        hub.open("crm", 3, sender);
        enqueue(hub, customer, events.subList(0, 10));
        table.awaitPending(0, SOON);
        halt(test.database());
        await(hub, LaneState.Status.HALTED);
        assertThat(hub.lanes.state("crm").orElseThrow().finding().text())
            .isEqualTo("ada paused it: moving house");

        enqueue(hub, customer, events.subList(10, 30));
        assertThat(hub.lanes.claim("crm")).as("what comes waits in the table").isEmpty();
        assertThat(sender.calls()).hasSize(10);
      }
      try (TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
        hub.open("crm", 3, sender);
        await(hub, LaneState.Status.HALTED);
        enqueue(hub, customer, events.subList(30, 40));
        assertThat(table.pending()).isEqualTo(30);
        assertThat(sender.calls()).as("halted over a restart").hasSize(10);

        assertThat(release(test.database())).isTrue();
        table.awaitPending(0, SOON);
        assertThat(sender.calls()).extracting(ScriptedSender.Call::event).isEqualTo(events);
        assertThat(hub.lanes.state("crm").orElseThrow().status()).isEqualTo(LaneState.Status.OPEN);
        assertThat(release(test.database())).as("once is enough").isFalse();
      }
    }
  }

  @Test
  void holdsALaneThatNobodyTookYet() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      halt(test.database());
      ScriptedSender sender = new ScriptedSender();
      hub.open("crm", 1, sender);
      await(hub, LaneState.Status.HALTED);
      enqueue(hub, UUID.randomUUID(), LanesTakeoverIT.ids(3));
      assertThat(new Table(test.database()).pending()).isEqualTo(3);
      release(test.database());
      new Table(test.database()).awaitPending(0, SOON);
      assertThat(sender.calls()).hasSize(3);
    }
  }

  private static void enqueue(TestHub hub, UUID customer, List<UUID> events) {
    hub.enqueue(events.stream().map(event -> TestHub.row(customer, event, "crm")).toList());
  }

  private static void await(TestHub hub, LaneState.Status status) {
    Table.await(
        "the lane to be " + status,
        SOON,
        () -> hub.lanes.state("crm").filter(lane -> lane.status() == status).isPresent());
  }

  private static void halt(Database database) {
    database.inTransaction(
        sql -> {
          Leases.halt(sql, "crm", "ada", "moving house");
          return true;
        });
  }

  private static boolean release(Database database) {
    return database.inTransaction(sql -> Leases.release(sql, "crm"));
  }
}
