package dev.patchbay.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {

  @Test
  void knowsWhenABusinessIsOpen() {
    OpeningHours hours =
        OpeningHours.parse("Mon-Fri 08:00-18:00, Sat 09:00-24:00, Sun").orElseThrow();
    assertThat(hours.covers(at("2026-11-23T08:00"))).isTrue();
    assertThat(hours.covers(at("2026-11-23T07:59"))).isFalse();
    assertThat(hours.covers(at("2026-11-23T18:00"))).isFalse();
    assertThat(hours.covers(at("2026-11-21T23:59"))).isTrue();
    assertThat(hours.covers(at("2026-11-21T08:59"))).isFalse();
    assertThat(hours.covers(at("2026-11-22T00:00"))).isTrue();
    assertThat(
            OpeningHours.parse("Fri-Mon 10:00-12:00").orElseThrow().covers(at("2026-11-22T11:00")))
        .isTrue();
  }

  @Test
  void refusesWhatIsNotHours() {
    for (String text :
        new String[] {
          "", "daily", "Mon 8-18", "Mon 18:00-08:00", "Xyz 08:00-18:00", "Mon 25:00-26:00", "Mon,"
        }) {
      assertThat(OpeningHours.parse(text)).as(text).isEmpty();
    }
  }

  private static ZonedDateTime at(String local) {
    return ZonedDateTime.parse(local + ":00-06:00[America/Chicago]");
  }
}
