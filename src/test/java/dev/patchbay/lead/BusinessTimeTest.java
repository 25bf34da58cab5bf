package dev.patchbay.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.stack.OpeningHours;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BusinessTimeTest {

  private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");
  private static final OpeningHours WEEK =
      OpeningHours.parse("Mon-Fri 08:00-18:00, Sat 09:00-13:00").orElseThrow();

  @Test
  void countsOnlyWhileSomebodyIsThere() {
    // Friday 17:50 to Saturday 09:20.
    assertThat(between("2026-03-06T23:50:00Z", "2026-03-07T15:20:00Z"))
        .isEqualTo(Duration.ofMinutes(30));
    // Saturday afternoon to Monday 08:03, with an hour less in between.
    assertThat(between("2026-03-07T20:00:00Z", "2026-03-09T13:03:00Z"))
        .isEqualTo(Duration.ofMinutes(3));
    assertThat(between("2026-03-09T14:00:00Z", "2026-03-09T13:00:00Z")).isZero();
  }

  @Test
  void countsADayOfSummerTimeByItsOwnHours() {
    OpeningHours sundays = OpeningHours.parse("Sun").orElseThrow();

    assertThat(
            BusinessTime.between(
                Instant.parse("2026-03-07T00:00:00Z"),
                Instant.parse("2026-03-10T00:00:00Z"),
                sundays,
                CHICAGO))
        .isEqualTo(Duration.ofHours(23));
  }

  @Test
  void tellsWhenTheTargetPasses() {
    // Friday 17:58 and five minutes are Saturday 09:03.
    assertThat(
            BusinessTime.plus(
                Instant.parse("2026-03-06T23:58:00Z"), Duration.ofMinutes(5), WEEK, CHICAGO))
        .isEqualTo(Instant.parse("2026-03-07T15:03:00Z"));
    assertThat(
            BusinessTime.plus(
                Instant.parse("2026-03-06T23:58:00Z"), Duration.ofMinutes(5), null, CHICAGO))
        .isEqualTo(Instant.parse("2026-03-07T00:03:00Z"));
  }

  @Test
  void addingAndCountingAgree() {
    Random random = new Random(3);
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 2_000; i++) {
      Instant from = start.plusSeconds(random.nextInt(400 * 86_400));
      Duration amount = Duration.ofSeconds(1 + random.nextInt(100 * 3_600));
      Instant until = BusinessTime.plus(from, amount, WEEK, CHICAGO);
      assertThat(BusinessTime.between(from, until, WEEK, CHICAGO)).isEqualTo(amount);
    }
  }

  @Test
  void countsHoursThatOverlapOnce() {
    OpeningHours twice = OpeningHours.parse("Mon 08:00-12:00, Mon 10:00-14:00").orElseThrow();

    assertThat(
            BusinessTime.between(
                Instant.parse("2026-03-02T00:00:00Z"),
                Instant.parse("2026-03-03T12:00:00Z"),
                twice,
                CHICAGO))
        .isEqualTo(Duration.ofHours(6));
  }

  private static Duration between(String from, String until) {
    return BusinessTime.between(Instant.parse(from), Instant.parse(until), WEEK, CHICAGO);
  }
}
