package dev.patchbay.report;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A week from Monday to Sunday, numbered as in ISO 8601.
 *
 * @param first its Monday
 */
public record Week(LocalDate first) {

  private static final Pattern TEXT = Pattern.compile("([0-9]{4})-W([0-9]{2})");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d", Locale.US);
  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US);

  /** The week of a day. */
  public static Week of(LocalDate day) {
    return new Week(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
  }

  /** The week that a text such as {@code 2026-W47} names; empty when it names none. */
  public static Optional<Week> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int year = Integer.parseInt(matcher.group(1));
    int number = Integer.parseInt(matcher.group(2));
    Week week = of(LocalDate.of(year, 1, 4)).plus(number - 1L);
    return number >= 1 && week.text().equals(text) ? Optional.of(week) : Optional.empty();
  }

  /** As addresses name it: {@code 2026-W47}. */
  public String text() {
    return "%04d-W%02d"
        .formatted(
            first.get(IsoFields.WEEK_BASED_YEAR), first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /** The week so many weeks later. */
  public Week plus(long weeks) {
    return new Week(first.plusWeeks(weeks));
  }

  /** The Monday after it. */
  public LocalDate end() {
    return first.plusWeeks(1);
  }

  /** When it began. */
  public Instant from(ZoneId zone) {
    return first.atStartOfDay(zone).toInstant();
  }

  /** When it was over. */
  public Instant to(ZoneId zone) {
    return end().atStartOfDay(zone).toInstant();
  }

  /** Its days: {@code Nov 16 to Nov 22, 2026}. */
  public String words() {
    LocalDate last = end().minusDays(1);
    boolean sameYear = last.getYear() == first.getYear();
    return "%s to %s".formatted((sameYear ? DAY : YEAR).format(first), YEAR.format(last));
  }
}
