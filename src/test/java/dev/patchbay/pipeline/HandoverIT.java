package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandoverIT {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

  private final Ids ids = new Ids(InstantSource.fixed(NOW), RandomGenerator.of("SplittableRandom"));
  private final List<Stored> handedOn = new CopyOnWriteArrayList<>();
  private final AtomicInteger doubts = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean away;
  private TestDatabase test;
  private Handover handover;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    handover = new Handover(new Database(watched()), doubts::incrementAndGet, handedOn::add);
  }

  @AfterEach
  void close() {
    handover.close();
    test.close();
  }

  @Test
  void handsOnInOrderWhatWasStored() {
    List<Stored> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Stored part = i % 3 == 0 ? nothing() : stored();
      all.add(part);
      handover.add(List.of(part));
    }

    handover.await();

    assertThat(handedOn).containsExactlyElementsOf(all);
    assertThat(doubts).hasValue(0);
    assertThat(connections).as("one flush is for all that wait").hasValueLessThanOrEqualTo(40);
  }

  @Test
  void handsOnNothingThatACrashTookBackNorWhatFollowsIt() {
    Stored before = stored();
    handover.add(List.of(before));
    handover.await();

    Stored lost = stored();
    test.run("delete from delivery where id = '" + lost.enqueued().get(0).id() + "'");
    handover.add(List.of(lost));
    handover.add(List.of(stored()));

    assertThatThrownBy(handover::await)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("took back");
    assertThat(handedOn).containsExactly(before);
    assertThat(doubts).hasValue(1);
  }

  @Test
  void handsOnNothingWhileTheDatabaseIsAwayAndGoesOnAfterwards() {
    away = true;
    handover.add(List.of(stored()));

    assertThatThrownBy(handover::await)
        .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.isAway()).isTrue());
    assertThat(handedOn).isEmpty();
    assertThat(doubts).hasValue(1);

    away = false;
    Stored again = stored();
    handover.add(List.of(again));
    handover.await();

    assertThat(handedOn).containsExactly(again);
  }

  private static Stored nothing() {
    return new Stored(List.of(), List.of(), Map.of(), Set.of(), Set.of(), List.of());
  }

  private Stored stored() {
    NewDelivery row = new NewDelivery(ids.next(), UUID.randomUUID(), "crm", "form", "f", null, NOW);
    List<Delivery> enqueued =
        test.database()
            .inTransaction(
                sql -> new Outbox(ids).enqueue(sql, List.of(row), name -> Optional.empty()));
    return new Stored(List.of(), List.of(), Map.of(), Set.of(), Set.of(), enqueued);
  }

  /** The database, unless it is away. */
  private DataSource watched() {
    DataSource pool = test.database().source();
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              connections.incrementAndGet();
              if (away) {
                throw new SQLException("Connection refused", "08001");
              }
              return method.invoke(pool, arguments);
            });
  }
}
