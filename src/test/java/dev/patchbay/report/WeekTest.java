package dev.patchbay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.inbox.Silences.Silence;
import dev.patchbay.stack.OpeningHours;
import dev.patchbay.stack.WeekTime;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weeks, the time of the week at which they are told, and silences within them. */
class WeekTest {

  private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

  @ParameterizedTest
  @CsvSource({
    "2026-11-22, 2026-W47, 'Nov 16 to Nov 22, 2026'",
    "2026-01-01, 2026-W01, 'Dec 29, 2025 to Jan 4, 2026'",
    "2027-01-01, 2026-W53, 'Dec 28, 2026 to Jan 3, 2027'"
  })
  void areNumberedAsTheStandardSays(LocalDate day, String text, String words) {
    Week week = Week.of(day);

    assertThat(week.text()).isEqualTo(text);
    assertThat(week.words()).isEqualTo(words);
    assertThat(Week.parse(text)).contains(week);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2026-47", "2026-W00", "2026-W54", "2027-W53", "2026-W47 ", "<b>", "next"})
  void whatNamesNoWeekIsNone(String text) {
    assertThat(Week.parse(text)).isEmpty();
  }

  @Test
  void aWeekOfAChangeOfClocksIsAnHourLonger() {
    Week week = Week.of(LocalDate.parse("2026-11-01"));

    assertThat(Duration.between(week.from(CHICAGO), week.to(CHICAGO)))
        .isEqualTo(Duration.ofHours(7 * 24 + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T08:00, 2026-11-23T08:00",
    "2026-11-23T07:59, 2026-11-16T08:00",
    "2026-11-29T23:00, 2026-11-23T08:00"
  })
  void isToldAtTheLastTimeOfItsKind(String now, String due) {
    assertThat(WeekTime.MONDAY_MORNING.lastBefore(at(now))).isEqualTo(at(due));
  }

  @Test
  void timesOfTheWeekAreReadStrictly() {
    assertThat(WeekTime.parse("Fri 17:30").orElseThrow().lastBefore(at("2026-11-22T00:00")))
        .isEqualTo(at("2026-11-20T17:30"));
    for (String text : List.of("", "Mon", "Monday 08:00", "Mon 8:00", "Mon 25:00", "08:00 Mon")) {
      assertThat(WeekTime.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void theNightIsNoSilence() {
    OpeningHours hours = OpeningHours.parse("Mon-Sat 08:00-18:00").orElseThrow();
    Duration every = Duration.ofHours(4);
    Silence night = silence("2026-11-17T17:30", "2026-11-18T08:30");
    Silence day = silence("2026-11-18T09:00", "2026-11-18T15:00");

    assertThat(Overdue.longest(List.of(night), every, hours, CHICAGO)).isZero();
    assertThat(Overdue.longest(List.of(night, day), every, hours, CHICAGO))
        .isEqualTo(Duration.ofHours(6));
    assertThat(Overdue.longest(List.of(night), every, null, CHICAGO))
        .isEqualTo(Duration.ofHours(15));
  }

  private static Silence silence(String from, String to) {
    return new Silence(at(from).toInstant(), at(to).toInstant());
  }

  private static ZonedDateTime at(String local) {
    return java.time.LocalDateTime.parse(local).atZone(CHICAGO);
  }
}
