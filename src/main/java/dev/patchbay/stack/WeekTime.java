package dev.patchbay.stack;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A time of the week, such as {@code Mon 08:00}. */
public record WeekTime(DayOfWeek day, LocalTime time) {

  /** Monday at eight in the morning. */
  public static final WeekTime MONDAY_MORNING = new WeekTime(DayOfWeek.MONDAY, LocalTime.of(8, 0));

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  /** The time, or empty when the text is not of that form. */
  public static Optional<WeekTime> parse(String text) {
    String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
    int day = DAYS.indexOf(words[0]);
    if (words.length != 2 || day < 0 || !words[1].matches("[0-9]{2}:[0-9]{2}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new WeekTime(DayOfWeek.of(day + 1), LocalTime.parse(words[1])));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The last time that it was this time, at {@code now} itself too. */
  public ZonedDateTime lastBefore(ZonedDateTime now) {
    ZonedDateTime last = now.with(TemporalAdjusters.previousOrSame(day)).with(time);
    return last.isAfter(now) ? last.minusWeeks(1) : last;
  }
}
