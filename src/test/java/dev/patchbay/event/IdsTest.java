package dev.patchbay.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IdsTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456789Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Ids ids = new Ids(now::get, new Random(7));

  @Test
  void whatIsMadeLaterSortsLaterThoughTheClockStandsStillOrGoesBack() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(ids.next().toString());
      if (i == 5_000) {
        now.set(NOON.minusSeconds(3));
      }
    }
    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void tellsItsTimeAndItsVersion() {
    UUID id = ids.next();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
  }

  @Test
  void theSameNameWithinTheSameHasTheSameId() {
    UUID parent = ids.next();
    assertThat(Ids.derived(parent, "a")).isEqualTo(Ids.derived(parent, "a"));
    assertThat(Ids.derived(parent, "a")).isNotEqualTo(Ids.derived(parent, "b"));
    assertThat(Ids.derived(parent, "a").version()).isEqualTo(8);
  }
}
