package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.dashboard.CountPages.Difference;
import dev.patchbay.dashboard.CountPages.Forms;
import dev.patchbay.dashboard.Shown.Figure;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountPagesTest {

  @Test
  void formsThatNeverArrivedAreToldInASentence() {
    Difference told = lost(1_030, 18, true).orElseThrow();

    assertThat(told.text())
        .isEqualTo(
            "March 2026: 1,012 forms were sent on the site and never arrived."
                + " Visitors sent 1,030, 18 came in by form or mail.");
    assertThat(told.href()).isEqualTo("/app/submissions?from=2026-03-01");
    assertThat(told.names()).isEqualTo("See the 1,030 that were sent");
  }

  @Test
  void whatWasSentTodayMayStillBeOnItsWay() {
    assertThat(lost(12, 0, false).orElseThrow().text())
        .startsWith("March 2026: 12 forms were sent on the site and have not arrived so far.");
  }

  @Test
  void whereNoneIsLostThereIsNoSentence() {
    assertThat(lost(30, 30, true)).isEmpty();
  }

  private static Optional<Difference> lost(long submitted, long arrived, boolean over) {
    return CountPages.lost(
        new Forms(
            LocalDate.of(2026, 3, 1),
            new Figure(submitted, null, "/api/v1/submissions?from=2026-03-01"),
            new Figure(arrived, null, "/api/v1/ledger/leads?hop=by-form"),
            submitted - arrived),
        "March 2026",
        over);
  }
}
