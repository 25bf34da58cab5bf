package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Batch;
import dev.patchbay.connector.OutcomeRule;
import dev.patchbay.connector.OutcomeRule.Verdict;
import dev.patchbay.connector.Sink;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.NewDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Several deliveries in one request: order, refusals and outages are as with one by one. */
class LanesBatchIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final OutcomeRule CONFLICT =
      new OutcomeRule(409, 409, null, null, null, Verdict.RETRY, "conflict", null, null);

  /** A destination of batches that refuses a request when one of its events is bad. */
  private static final class Vendor implements Sender {
    final List<List<UUID>> requests = new CopyOnWriteArrayList<>();
    final Set<UUID> bad = ConcurrentHashMap.newKeySet();
    final Set<UUID> taken = ConcurrentHashMap.newKeySet();
    final Set<UUID> apart = ConcurrentHashMap.newKeySet();
    volatile int outage;

    @Override
    public Reply send(Delivery delivery, StoredEvent event) {
      return answer(List.of(event.id()));
    }

    @Override
    public List<Optional<Reply>> sendTogether(List<Item> items) {
      List<Item> fitting =
          items.stream().filter(item -> item == items.get(0) || !isApart(item)).toList();
      Reply reply = answer(fitting.stream().map(item -> item.event().id()).toList());
      return items.stream()
          .map(item -> fitting.contains(item) ? Optional.of(reply) : Optional.<Reply>empty())
          .toList();
    }

    private boolean isApart(Item item) {
      return apart.contains(item.event().id());
    }

    private synchronized Reply answer(List<UUID> events) {
      requests.add(events);
      if (outage > 0) {
        outage--;
        return new Reply(503, Map.of(), "", null);
      }
      if (events.stream().anyMatch(taken::contains) && events.size() > 1) {
        return new Reply(409, Map.of(), "", null);
      }
      boolean refused = events.stream().anyMatch(bad::contains);
      return new Reply(refused ? 400 : 200, Map.of(), "", null);
    }
  }

  private static Sink sink(int size) {
    Sink one = TestHub.sink(2, Sink.OnDead.PARK, CONFLICT);
    return new Sink(
        one.name(),
        one.title(),
        one.events(),
        null,
        null,
        null,
        false,
        new Batch(size, "/inputs"),
        null,
        "upsert",
        null,
        one.concurrency(),
        one.rateLimit(),
        one.timeout(),
        one.onDead(),
        one.outcomes());
  }

  private static void open(TestHub hub, Vendor vendor, int size) {
    hub.lanes.open(
        LaneSettings.of("crm", Map.of("all", sink(size)), List.of(sink(size)), null), vendor);
  }

  @Test
  void sendsWhatWaitsInFewRequestsAndEachOnce() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      Vendor vendor = new Vendor();
      List<UUID> events = enqueue(hub, 500);
      open(hub, vendor, 50);
      new Table(test.database()).awaitPending(0, SOON);

      assertThat(vendor.requests.stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(events);
      assertThat(vendor.requests).allMatch(request -> request.size() <= 50);
      assertThat(vendor.requests).hasSizeLessThan(100);
      assertThat(new Table(test.database()).number("select count(*) from attempt")).isEqualTo(500);
    }
  }

  @Test
  void sendsEachAloneWhereOneOfThemIsRefused() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      Vendor vendor = new Vendor();
      List<UUID> events = enqueue(hub, 40);
      vendor.bad.add(events.get(7));
      vendor.bad.add(events.get(31));
      open(hub, vendor, 20);
      new Table(test.database()).awaitPending(0, SOON);

      Table table = new Table(test.database());
      assertThat(table.texts("select event::text from delivery where state = 2"))
          .containsExactlyInAnyOrder(events.get(7).toString(), events.get(31).toString());
      assertThat(table.number("select count(*) from delivery where state = 1")).isEqualTo(38);
      assertThat(table.number("select count(*) from attempt")).isEqualTo(40);
    }
  }

  @Test
  void sendsEachAloneWhereOneOfThemIsInConflict() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      Vendor vendor = new Vendor();
      List<UUID> events = enqueue(hub, 40);
      vendor.taken.add(events.get(7));
      open(hub, vendor, 20);
      new Table(test.database()).awaitPending(0, SOON);

      Table table = new Table(test.database());
      assertThat(table.number("select count(*) from delivery where state = 1")).isEqualTo(40);
      assertThat(table.number("select count(*) from attempt")).isEqualTo(40);
    }
  }

  @Test
  void keepsWhatDoesNotFitForARequestOfItsOwn() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      Vendor vendor = new Vendor();
      List<UUID> events = enqueue(hub, 30);
      vendor.apart.addAll(events.subList(0, 10));
      open(hub, vendor, 30);
      new Table(test.database()).awaitPending(0, SOON);

      assertThat(vendor.requests.stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(events);
    }
  }

  @Test
  void keepsTheOrderOfEachCustomerThroughOutages() {
    try (TestDatabase test = TestDatabase.create();
        TestHub hub = new TestHub(test.database(), TestHub.QUICK)) {
      Vendor vendor = new Vendor();
      vendor.outage = 6;
      Map<UUID, List<UUID>> orders = new ConcurrentHashMap<>();
      List<NewDelivery> rows = new ArrayList<>();
      List<UUID> customers = LanesTakeoverIT.ids(12);
      for (int i = 0; i < 10; i++) {
        for (UUID customer : customers) {
          UUID event = UUID.randomUUID();
          orders.computeIfAbsent(customer, key -> new ArrayList<>()).add(event);
          rows.add(TestHub.row(customer, event, "crm"));
        }
      }
      hub.enqueue(rows);
      open(hub, vendor, 8);
      new Table(test.database()).awaitPending(0, SOON);

      List<UUID> arrived = new ArrayList<>();
      Set<UUID> seen = new HashSet<>();
      List<List<UUID>> taken = vendor.requests.subList(6, vendor.requests.size());
      taken.forEach(request -> request.stream().filter(seen::add).forEach(arrived::add));
      orders.forEach(
          (customer, order) -> {
            List<UUID> mine = new ArrayList<>(arrived);
            mine.retainAll(order);
            assertThat(mine).isEqualTo(order);
          });
      assertThat(taken)
          .allSatisfy(
              request ->
                  orders
                      .values()
                      .forEach(
                          order ->
                              assertThat(request.stream().filter(order::contains).count())
                                  .isLessThanOrEqualTo(1)));
    }
  }

  private static List<UUID> enqueue(TestHub hub, int count) {
    List<UUID> events = LanesTakeoverIT.ids(count);
    hub.enqueue(
        events.stream().map(event -> TestHub.row(UUID.randomUUID(), event, "crm")).toList());
    return events;
  }
}
