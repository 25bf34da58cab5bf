package dev.patchbay.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProjectorPaceTest {

  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final AtomicBoolean busy = new AtomicBoolean();
  private final ProjectorPace pace = new ProjectorPace(busy::get);

  @Test
  void takesLittleAndWaitsForMoreWhileItKeepsUp() {
    assertThat(pace.limit(0)).isEqualTo(ProjectorPace.CALM);
    assertThat(pace.rest(3, ProjectorPace.CALM, 0, 5 * MILLI)).isEqualTo(ProjectorPace.PAUSE);
  }

  @Test
  void restsInProportionToAFullBatch() {
    assertThat(pace.rest(ProjectorPace.CALM, ProjectorPace.CALM, 0, 5 * MILLI))
        .isEqualTo(Duration.ofMillis(5L * ProjectorPace.REST));
  }

  @Test
  void takesLargeBatchesWithoutARestOnceItIsBehind() {
    long late = behind();

    assertThat(pace.limit(late)).isEqualTo(ProjectorPace.BATCH);
    assertThat(pace.rest(ProjectorPace.BATCH, ProjectorPace.BATCH, late, late + 50 * MILLI))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void restsHoweverFarItIsBehindWhileMessagesWait() {
    long late = behind();
    busy.set(true);

    assertThat(pace.rest(ProjectorPace.BATCH, ProjectorPace.BATCH, late, late + 50 * MILLI))
        .isEqualTo(Duration.ofMillis(50L * ProjectorPace.REST));
  }

  @Test
  void isCalmAgainAfterABatchThatWasNotFull() {
    long late = behind();
    pace.rest(ProjectorPace.BATCH - 1, ProjectorPace.BATCH, late, late + 50 * MILLI);

    assertThat(pace.limit(late + 100 * MILLI)).isEqualTo(ProjectorPace.CALM);
  }

  private long behind() {
    pace.rest(ProjectorPace.CALM, ProjectorPace.CALM, 0, 5 * MILLI);
    return ProjectorPace.BEHIND.toNanos() + 1;
  }
}
