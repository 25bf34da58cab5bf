package dev.patchbay.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcInboxIT {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long REPLICA = 7;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private TestDatabase test;
  private CountingSource commits;
  private JdbcInbox inbox;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    commits = new CountingSource(test.database().source());
    inbox = inbox(commits.database());
  }

  @AfterEach
  void close() {
    inbox.close();
    test.close();
  }

  @Test
  void sharesFarFewerCommitsThanMessages() {
    List<CompletableFuture<Receipt>> futures = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      futures.add(inbox.receive(byId("lead-" + i, "body " + i, NOON)));
    }

    Set<UUID> ids = joined(futures).stream().map(Receipt::message).collect(Collectors.toSet());

    assertThat(ids).hasSize(2_000);
    assertThat(count("")).isEqualTo(2_000);
    assertThat(commits.commits()).isLessThan(200);
  }

  @Test
  void keepsOneRowPerVendorIdAndAnswersEachCopy() {
    List<CompletableFuture<Receipt>> futures = new ArrayList<>();
    for (int copy = 0; copy < 10; copy++) {
      for (int i = 0; i < 1_000; i++) {
        futures.add(inbox.receive(byId("call-" + i, "call " + i, NOON)));
      }
    }

    List<Receipt> receipts = joined(futures);

    assertThat(count("")).isEqualTo(1_000);
    assertThat(receipts.stream().filter(receipt -> !receipt.duplicate())).hasSize(1_000);
    for (int i = 0; i < 1_000; i++) {
      UUID first = receipts.get(i).message();
      for (int copy = 1; copy < 10; copy++) {
        assertThat(receipts.get(copy * 1_000 + i).message()).isEqualTo(first);
      }
    }
    until(() -> total("patchbay.messages.received") == 1_000);
    until(() -> total("patchbay.messages.duplicate") == 9_000);
  }

  @Test
  void knowsARepeatTakenByAnotherReplica() {
    try (JdbcInbox other = inbox(test.database())) {
      List<CompletableFuture<Receipt>> futures = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        JdbcInbox either = i % 2 == 0 ? inbox : other;
        futures.add(either.receive(byId("sale-" + i % 300, "sale " + i % 300, NOON)));
      }

      List<Receipt> receipts = joined(futures);

      assertThat(count("")).isEqualTo(300);
      assertThat(receipts.stream().filter(receipt -> !receipt.duplicate())).hasSize(300);
    }
  }

  @Test
  void knowsARepeatThirteenDaysLater() {
    UUID first = take(byId("a", "x", NOON)).message();

    Receipt again = take(byId("a", "x", NOON.plus(Duration.ofDays(13))));

    assertThat(again).isEqualTo(new Receipt(first, true));
  }

  @Test
  void takesTheSameBodyWithinTheWindowForARepeatAcrossABucketBoundary() {
    Duration window = Duration.ofMinutes(10);
    Instant lastOfBucket = NOON.minusMillis(1);
    UUID first = take(byBody("same", lastOfBucket)).message();

    assertThat(take(byBody("same", lastOfBucket.plus(Duration.ofSeconds(2)))))
        .isEqualTo(new Receipt(first, true));
    assertThat(take(byBody("same", lastOfBucket.plus(window).minusMillis(1))))
        .isEqualTo(new Receipt(first, true));
    assertThat(take(byBody("same", lastOfBucket.plus(window).plusMillis(1))).duplicate()).isFalse();
    assertThat(take(byBody("other", lastOfBucket)).duplicate()).isFalse();
    assertThat(count("")).isEqualTo(3);
  }

  @Test
  void takesTheSameBodyForARepeatAcrossABoundaryWithinOneBatch() {
    List<CompletableFuture<Receipt>> futures = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      futures.add(inbox.receive(byBody("same", NOON.plusMillis(i % 2 == 0 ? -1 : 1))));
    }

    Set<UUID> ids = joined(futures).stream().map(Receipt::message).collect(Collectors.toSet());

    assertThat(ids).hasSize(1);
    assertThat(count("")).isEqualTo(1);
  }

  @Test
  void keepsAnotherBodyUnderAKnownIdAsAMessageOfItsOwn() {
    UUID first = take(byId("order-1", "paid", NOON)).message();

    Receipt other = take(byId("order-1", "refunded", NOON));
    Receipt otherAgain = take(byId("order-1", "refunded", NOON));
    Receipt firstAgain = take(byId("order-1", "paid", NOON));

    assertThat(other.duplicate()).isFalse();
    assertThat(otherAgain).isEqualTo(new Receipt(other.message(), true));
    assertThat(firstAgain).isEqualTo(new Receipt(first, true));
    assertThat(count("")).isEqualTo(2);
    until(() -> total("patchbay.messages.id.reused") == 1);
  }

  @Test
  void tellsReusedIdsApartWithinOneBatch() {
    List<CompletableFuture<Receipt>> futures = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      futures.add(inbox.receive(byId("order-" + i % 5, "body " + i % 3, NOON)));
    }

    List<Receipt> receipts = joined(futures);

    assertThat(count("")).isEqualTo(15);
    assertThat(receipts.stream().filter(receipt -> !receipt.duplicate())).hasSize(15);
    until(() -> total("patchbay.messages.id.reused") == 10);
  }

  @Test
  void storesWhatPostgresTextCannotHold() {
    Incoming nasty =
        new Incoming(
            "form",
            "id\0with\0nul",
            Duration.ofMinutes(10),
            new byte[] {0, (byte) 0xFF, (byte) 0xC3, 0},
            "text/\0plain\uD800",
            Map.of("x-header", "a\0b\uDC00"),
            "https://hooks.example.com/\0",
            NOON);

    UUID id = take(nasty).message();

    List<Message> stored = claim(REPLICA);
    assertThat(stored).extracting(Message::id).containsExactly(id);
    assertThat(stored.get(0).body()).containsExactly(0, 0xFF, 0xC3, 0);
    assertThat(stored.get(0).headers()).containsOnlyKeys("x-header");
  }

  @Test
  void handsNewMessagesOnAfterTheCommitAndHoldsThem() {
    List<Message> handed = new CopyOnWriteArrayList<>();
    inbox.onCommitted(
        messages -> {
          messages.forEach(m -> assertThat(count("where id = '" + m.id() + "'")).isEqualTo(1));
          handed.addAll(messages);
        });

    UUID id = take(byId("a", "x", NOON.plusNanos(123_456_789))).message();
    take(byId("a", "x", NOON));

    assertThat(handed).extracting(Message::id).containsExactly(id);
    assertThat(handed.get(0).receivedAt()).isEqualTo(NOON.plusNanos(123_456_000));
    assertThat(count("where replica = " + REPLICA)).isEqualTo(1);
    assertThat(new String(handed.get(0).body(), StandardCharsets.UTF_8)).isEqualTo("x");
  }

  @Test
  void freesMessagesThatTheListenerDidNotTake() {
    inbox.onCommitted(
        messages -> {
          throw new IllegalStateException("full");
        });

    assertThat(take(byId("a", "x", NOON)).duplicate()).isFalse();

    until(() -> count("where replica is null") == 1);
  }

  @Test
  void givesNoMoreLargeMessagesAtATimeThanFitIntoMemory() {
    for (String id : List.of("a", "b", "c", "d")) {
      take(byId(id, id.repeat(1_000), NOON));
    }

    MessageStore store = new MessageStore();
    assertThat(sizes(sql -> store.claim(sql, REPLICA, 10, 1_500))).hasSize(2);
    assertThat(sizes(sql -> store.claim(sql, REPLICA, 1, 1_500))).hasSize(1);
    assertThat(sizes(sql -> store.claim(sql, REPLICA, 10, 1))).as("one at least").hasSize(1);
    assertThat(sizes(sql -> store.claim(sql, REPLICA, 10, 4_000))).hasSize(4);
    test.database()
        .inTransaction(
            sql -> {
              try (Statement update = sql.createStatement()) {
                return update.executeUpdate(
                    "update message set received_at = clock_timestamp() - interval '1 hour'");
              }
            });
    assertThat(sizes(sql -> store.others(sql, REPLICA, List.of(), 2_500))).hasSize(3);
  }

  @Test
  void countsSendersWithoutAnAnswerWhetherTheirMessageWaitsOrIsBeingCommitted() {
    List<CompletableFuture<Receipt>> futures = new ArrayList<>();
    test.database()
        .inTransaction(
            sql -> {
              try (Statement lock = sql.createStatement()) {
                lock.execute("lock table message in share mode");
              }
              futures.add(inbox.receive(byId("first", "one", NOON)));
              until(() -> inbox.waiting() == 0);
              futures.add(inbox.receive(byId("second", "two", NOON)));
              assertThat(inbox.waiting()).isEqualTo(1);
              assertThat(inbox.unanswered()).isEqualTo(2);
              assertThat(inbox.isCrowded()).as("two are no crowd").isFalse();
              for (int i = 0; i < 14; i++) {
                futures.add(inbox.receive(byId("next-" + i, "one", NOON)));
              }
              assertThat(inbox.isCrowded()).isTrue();
              return 0;
            });

    joined(futures);

    until(() -> inbox.unanswered() == 0);
    until(() -> !inbox.isCrowded());
  }

  private List<Integer> sizes(Database.Work<List<Message>> work) {
    return test.database().inTransaction(work).stream()
        .map(message -> message.body().length)
        .toList();
  }

  private JdbcInbox inbox(Database database) {
    return new JdbcInbox(
        database,
        REPLICA,
        new Ids(InstantSource.system(), new SecureRandom()),
        new Meters(registry),
        InboxSettings.DEFAULT);
  }

  private Receipt take(Incoming incoming) {
    return inbox.receive(incoming).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static List<Receipt> joined(List<CompletableFuture<Receipt>> futures) {
    return futures.stream().map(future -> future.orTimeout(20, TimeUnit.SECONDS).join()).toList();
  }

  private List<Message> claim(long replica) {
    return test.database()
        .inTransaction(sql -> new MessageStore().claim(sql, replica, 10, Long.MAX_VALUE));
  }

  private long count(String where) {
    return test.database()
        .inTransaction(
            sql -> {
              try (var query = sql.prepareStatement("select count(*) from message " + where);
                  var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  private double total(String counter) {
    return registry.find(counter).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  static void until(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  static Incoming byId(@Nullable String id, String body, Instant at) {
    return new Incoming(
        "form",
        id,
        Duration.ofMinutes(10),
        body.getBytes(StandardCharsets.UTF_8),
        "application/json",
        Map.of(),
        null,
        at);
  }

  static Incoming byBody(String body, Instant at) {
    return byId(null, body, at);
  }
}
