package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportingPeriodTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-22");

  @ParameterizedTest
  @CsvSource({
    "7d,           2026-11-16, 2026-11-23, 2026-11-09, 2026-11-16, in the last 7 days",
    "30d,          2026-10-24, 2026-11-23, 2026-09-24, 2026-10-24, in the last 30 days",
    "quarter,      2026-10-01, 2026-11-23, 2026-07-01, 2026-08-23, this quarter",
    "last-quarter, 2026-07-01, 2026-10-01, 2026-04-01, 2026-07-01, last quarter",
    "nonsense,     2026-10-24, 2026-11-23, 2026-09-24, 2026-10-24, in the last 30 days"
  })
  void isReadFromItsName(
      String key, LocalDate from, LocalDate to, LocalDate before, LocalDate until, String words) {
    ReportingPeriod period = ReportingPeriod.of(key, null, null, TODAY);

    assertThat(period.from()).isEqualTo(from);
    assertThat(period.to()).isEqualTo(to);
    assertThat(period.beforeFrom()).isEqualTo(before);
    assertThat(period.beforeTo()).isEqualTo(until);
    assertThat(period.words()).isEqualTo(words);
  }

  @Test
  void ofOnesOwnEndsWithItsLastDay() {
    ReportingPeriod period = ReportingPeriod.of("own", "2026-03-01", "2026-03-31", TODAY);

    assertThat(period.asked()).isEqualTo(Map.of("from", "2026-03-01", "to", "2026-04-01"));
    assertThat(period.askedBefore()).isEqualTo(Map.of("from", "2026-01-29", "to", "2026-03-01"));
    assertThat(period.words()).isEqualTo("from Mar 1, 2026 to Mar 31, 2026");
    assertThat(period.kept())
        .isEqualTo(Map.of("period", "own", "from", "2026-03-01", "to", "2026-03-31"));
  }

  @Test
  void ofOnesOwnMayBeWrittenBackwardsOrBadly() {
    ReportingPeriod backwards = ReportingPeriod.of("own", "2026-03-31", "2026-03-01", TODAY);
    ReportingPeriod badly = ReportingPeriod.of("own", "<script>", "soon", TODAY);

    assertThat(backwards.from()).isEqualTo(LocalDate.parse("2026-03-01"));
    assertThat(badly.to()).isEqualTo(TODAY.plusDays(1));
  }

  @Test
  void aQuarterIsNeverComparedWithItself() {
    ReportingPeriod period =
        ReportingPeriod.of("quarter", null, null, LocalDate.parse("2026-05-31"));

    assertThat(period.beforeTo()).isBeforeOrEqualTo(period.from());
    assertThat(ReportingPeriod.of("quarter", null, null, LocalDate.parse("2026-06-30")).beforeTo())
        .isBeforeOrEqualTo(LocalDate.parse("2026-04-01"));
  }
}
