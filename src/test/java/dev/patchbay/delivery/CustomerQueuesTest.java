package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.outbox.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CustomerQueuesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

  private final CustomerQueues queues = new CustomerQueues();
  private final UUID ana = UUID.randomUUID();
  private final UUID ben = UUID.randomUUID();

  @Test
  void givesOneOfACustomerAtATimeInOrder() {
    Held second = add(2, ana);
    Held first = add(1, ana);
    assertThat(queues.take(NOW)).isSameAs(first);
    assertThat(queues.take(NOW)).isNull();
    queues.remove(first, NOW);
    assertThat(queues.take(NOW)).isSameAs(second);
  }

  @Test
  void givesThoseOfNoOneAllAtOnce() {
    add(1, null);
    add(2, null);
    assertThat(queues.take(NOW)).isNotNull();
    assertThat(queues.take(NOW)).isNotNull();
  }

  @Test
  void waitsForARetryOfOneCustomerWhileOthersGo() {
    Held first = add(1, ana);
    add(2, ana);
    Held other = add(3, ben);
    queues.take(NOW);
    Instant later = NOW.plusSeconds(5);
    Held again = new Held(first.delivery(), first.event(), later);
    queues.retry(first, again, NOW);
    assertThat(queues.take(NOW)).isSameAs(other);
    assertThat(queues.take(NOW)).isNull();
    assertThat(queues.nextAt()).isEqualTo(later);
    assertThat(queues.take(later)).isSameAs(again);
  }

  @Test
  void letsTheFollowersGoWithTheFirst() {
    Held first = add(1, ana);
    Held second = add(2, ana);
    add(3, ben);
    queues.take(NOW);
    assertThat(queues.removeFollowers(first)).containsExactly(second);
    queues.remove(first, NOW);
    assertThat(queues.size()).isEqualTo(1);
  }

  @Test
  void keepsWhatIsThereAlready() {
    Held first = add(1, ana);
    queues.add(new Held(first.delivery(), first.event(), NOW), NOW);
    assertThat(queues.size()).isEqualTo(1);
    assertThat(queues.take(NOW)).isSameAs(first);
  }

  @Test
  void forgetsTheCanceledButNotWhatIsUnderWay() {
    Held first = add(1, ana);
    Held second = add(2, ana);
    Held third = add(3, ana);
    queues.take(NOW);
    queues.forget(List.of(first.delivery().id(), second.delivery().id()), NOW);
    assertThat(queues.all()).containsExactly(first, third);
    queues.remove(first, NOW);
    assertThat(queues.take(NOW)).isSameAs(third);
  }

  @Test
  void keepsOrderAndCountWhateverHappens() {
    for (int seed = 0; seed < 300; seed++) {
      history(new Random(seed));
    }
  }

  private void history(Random random) {
    CustomerQueues tested = new CustomerQueues();
    List<UUID> customers = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    Map<UUID, Long> done = new HashMap<>();
    List<Held> underWay = new ArrayList<>();
    Instant now = NOW;
    int held = 0;
    for (long seq = 1; seq <= 200; seq++) {
      now = now.plusMillis(random.nextInt(20));
      if (random.nextBoolean()) {
        tested.add(held(seq, customers.get(random.nextInt(3))), now);
        held++;
      }
      Held taken = random.nextBoolean() ? tested.take(now) : null;
      if (taken != null) {
        assertThat(underWay).noneMatch(other -> other.key().equals(taken.key()));
        assertThat(taken.delivery().seq()).isGreaterThan(done.getOrDefault(taken.key(), 0L));
        assertThat(taken.notBefore()).isBeforeOrEqualTo(now);
        underWay.add(taken);
      }
      if (!underWay.isEmpty() && random.nextBoolean()) {
        Held ended = underWay.remove(random.nextInt(underWay.size()));
        if (random.nextInt(3) == 0) {
          Instant later = now.plusMillis(random.nextInt(100));
          tested.retry(ended, new Held(ended.delivery(), ended.event(), later), now);
        } else {
          tested.remove(ended, now);
          done.put(ended.key(), ended.delivery().seq());
          held--;
        }
      }
      assertThat(tested.size()).isEqualTo(held);
    }
  }

  private Held add(long seq, @Nullable UUID customer) {
    Held held = held(seq, customer);
    queues.add(held, NOW);
    return held;
  }

  private static Held held(long seq, @Nullable UUID customer) {
    UUID event = UUID.randomUUID();
    Delivery delivery =
        new Delivery(
            UUID.randomUUID(),
            seq,
            event,
            customer,
            "crm",
            "form",
            "flow",
            null,
            0,
            NOW,
            NOW,
            NOW,
            null);
    return new Held(delivery, TestHub.event(event), NOW);
  }
}
