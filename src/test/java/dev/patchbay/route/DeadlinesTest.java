package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private final Deadlines deadlines = new Deadlines("deadlines-of-a-test");

  @Test
  void whatTakesTooLongIsCutOffOnceAndKnowsIt() throws InterruptedException {
    AtomicInteger cuts = new AtomicInteger();
    CountDownLatch cut = new CountDownLatch(1);
    Deadlines.Running running =
        deadlines.begin(
            Duration.ofMillis(30),
            () -> {
              cuts.incrementAndGet();
              cut.countDown();
            });
    CountDownLatch later = new CountDownLatch(1);
    assertThat(cut.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(running.isLate()).isTrue();
    deadlines.begin(Duration.ofMillis(1), later::countDown);
    assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
    running.close();
    assertThat(cuts).hasValue(1);
  }

  @Test
  void whatEndedInTimeIsLeftAlone() throws InterruptedException {
    AtomicInteger cuts = new AtomicInteger();
    Deadlines.Running ended = deadlines.begin(Duration.ofSeconds(2), cuts::incrementAndGet);
    ended.close();
    CountDownLatch later = new CountDownLatch(1);
    deadlines.begin(Duration.ofMillis(2_100), later::countDown);
    assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(cuts).hasValue(0);
    assertThat(ended.isLate()).isFalse();
  }

  @Test
  void aCutThatFailsDoesNotKeepOthersFromTheirs() throws InterruptedException {
    CountDownLatch cut = new CountDownLatch(1);
    deadlines.begin(
        Duration.ofMillis(1),
        () -> {
          throw new IllegalStateException("made up");
        });
    deadlines.begin(Duration.ofMillis(60), cut::countDown);
    assertThat(cut.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
