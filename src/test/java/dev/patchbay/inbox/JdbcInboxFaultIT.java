package dev.patchbay.inbox;

import static dev.patchbay.inbox.JdbcInboxIT.byId;
import static dev.patchbay.inbox.JdbcInboxIT.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.inbox.CountingSource.Fault;
import dev.patchbay.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcInboxFaultIT {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final List<UUID> handedOn = new CopyOnWriteArrayList<>();
  private TestDatabase test;
  private CountingSource source;
  private JdbcInbox inbox;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    source = new CountingSource(test.database().source());
    inbox = inbox(InboxSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    source.fault(Fault.NONE);
    inbox.close();
    test.close();
  }

  @Test
  void refusesWithinTwoSecondsWhileTheDatabaseIsAwayAndComesBackByItself() {
    take("before");
    source.fault(Fault.BEFORE_COMMIT);
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      assertThat(outcome(inbox.receive(byId("away-" + i, "x", NOON)))).isEmpty();
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }
    assertThat(inbox.isAway()).isTrue();

    source.fault(Fault.NONE);

    until(() -> !inbox.isAway());
    take("after");
    assertThat(count("where vendor_id like 'away-%'")).isZero();
  }

  @Test
  void refusesWithinTwoSecondsWhileTheDatabaseHangs() {
    source.fault(Fault.HANG);
    List<CompletableFuture<Receipt>> futures = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      futures.add(inbox.receive(byId("hung-" + i, "x", NOON)));
    }

    futures.forEach(future -> assertThat(outcome(future)).isEmpty());

    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
    long again = System.nanoTime();
    assertThat(outcome(inbox.receive(byId("later", "x", NOON)))).isEmpty();
    assertThat(System.nanoTime() - again).isLessThan(TimeUnit.SECONDS.toNanos(2));
    source.fault(Fault.NONE);
    until(() -> !inbox.isAway());
    take("after");
  }

  @Test
  void neverTellsOfSuccessWithoutARowUnderRandomFaults() {
    Random random = new Random(7);
    Fault[] faults = {Fault.NONE, Fault.NONE, Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT};
    List<UUID> acknowledged = new ArrayList<>();
    for (int round = 0; round < 200; round++) {
      source.fault(faults[random.nextInt(faults.length)]);
      until(() -> !inbox.isAway() || source.fault() != Fault.NONE);
      List<CompletableFuture<Receipt>> futures = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        futures.add(inbox.receive(byId("m" + (round * 3 + i), "x", NOON)));
      }
      futures.forEach(f -> outcome(f).ifPresent(receipt -> acknowledged.add(receipt.message())));
    }
    assertThat(acknowledged).isNotEmpty();
    for (UUID id : acknowledged) {
      assertThat(count("where id = '" + id + "'")).isEqualTo(1);
    }
  }

  @Test
  void freesRowsThatALostAnswerLeftBehind() {
    source.fault(Fault.AFTER_COMMIT);
    assertThat(outcome(inbox.receive(byId("lost", "x", NOON)))).isEmpty();
    assertThat(count("where vendor_id = 'lost'")).isEqualTo(1);
    assertThat(handedOn).isEmpty();

    source.fault(Fault.NONE);

    until(() -> count("where vendor_id = 'lost' and replica is null") == 1);
    until(() -> !inbox.isAway());
    assertThat(outcome(inbox.receive(byId("lost", "x", NOON))).orElseThrow().duplicate()).isTrue();
  }

  @Test
  void refusesAtOnceWhenTheQueueIsFull() {
    inbox.close();
    inbox =
        inbox(
            new InboxSettings(
                50,
                1 << 20,
                10,
                1 << 20,
                1,
                Duration.ofMillis(1_700),
                Duration.ofSeconds(2),
                Duration.ofMillis(250)));
    source.fault(Fault.HANG);
    List<CompletableFuture<Receipt>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      futures.add(inbox.receive(byId("m" + i, "x", NOON)));
    }

    assertThat(futures.stream().filter(CompletableFuture::isCompletedExceptionally))
        .hasSizeGreaterThanOrEqualTo(40);
    assertThat(futures.stream().filter(future -> !future.isDone())).isNotEmpty();
  }

  @Test
  void commitsWhatWaitsWhenItCloses() {
    List<CompletableFuture<Receipt>> futures = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      futures.add(inbox.receive(byId("m" + i, "x", NOON)));
    }

    inbox.close();

    assertThat(futures).allSatisfy(future -> assertThat(outcome(future)).isPresent());
    assertThat(count("")).isEqualTo(500);
    assertThat(outcome(inbox.receive(byId("late", "x", NOON)))).isEmpty();
  }

  private JdbcInbox inbox(InboxSettings settings) {
    JdbcInbox made =
        new JdbcInbox(
            source.database(),
            7,
            new Ids(InstantSource.system(), new SecureRandom()),
            new Meters(new SimpleMeterRegistry()),
            settings);
    made.onCommitted(messages -> messages.forEach(message -> handedOn.add(message.id())));
    return made;
  }

  private void take(String id) {
    assertThat(outcome(inbox.receive(byId(id, "x", NOON)))).isPresent();
  }

  /** The receipt, or empty when the inbox was unavailable; anything else fails the test. */
  private static Optional<Receipt> outcome(CompletableFuture<Receipt> future) {
    try {
      return Optional.of(future.orTimeout(10, TimeUnit.SECONDS).join());
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(InboxUnavailableException.class);
      return Optional.empty();
    }
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
}
