package dev.patchbay.report;

import dev.patchbay.tracking.Figure;
import dev.patchbay.tracking.FormsSent;
import dev.patchbay.tracking.Open;
import dev.patchbay.tracking.WeekFigures;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a week, before it is put in words.
 *
 * @param now the week, {@code before} the one before it
 * @param crmTarget how soon leads should be in the CRM, or {@code null} where no flow says
 * @param answerTarget how soon somebody should answer, or {@code null}
 * @param forms those sent on the site, or {@code null} where its script did not tell of them
 * @param notInCrm leads of the week that no CRM accepted, or {@code null} without a CRM
 * @param currency of the sources' amounts, or {@code null} where there are none
 */
public record WeekFacts(
    Week week,
    String stack,
    WeekFigures.View now,
    WeekFigures.View before,
    @Nullable Duration crmTarget,
    @Nullable Duration answerTarget,
    @Nullable FormsSent forms,
    @Nullable Figure notInCrm,
    List<GivenUp> givenUp,
    List<Paused> paused,
    List<Silent> silent,
    List<Source> sources,
    List<Source> campaigns,
    @Nullable String currency,
    List<SlowPage> slowPages) {

  /** Deliveries to one destination that were given up in the week. */
  public record GivenUp(String destination, long count, Open open) {}

  /** A destination that waits for somebody to mend its configuration, now. */
  public record Paused(String destination, String text, String remedy) {}

  /** A connection that was not heard from as often as expected; {@code longest} is one silence. */
  public record Silent(String connection, Duration every, Duration longest) {}

  /**
   * What a source or campaign brought, each touch counting the same.
   *
   * @param cost in minor units, or {@code null} where none was told
   */
  public record Source(
      String name,
      @Nullable Figure cost,
      Figure leads,
      Figure revenue,
      @Nullable Double returned) {}

  /** A page that loses leads, and why in words. */
  public record SlowPage(String page, String text, Open open) {}

  /** Whether nothing at all came in, in both weeks. */
  public boolean isEmpty() {
    return now.isEmpty() && before.isEmpty();
  }
}
