package dev.patchbay.stack;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times of the week, such as {@code Mon-Fri 08:00-18:00, Sat 09:00-13:00}.
 *
 * @param spans any of which may cover a time
 */
public record OpeningHours(List<Span> spans) {

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern SPAN =
      Pattern.compile("([a-z]{3})(?:-([a-z]{3}))?(?:\\s+([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2}))?");

  /**
   * Hours on some days.
   *
   * @param until end, not covered; midnight means the end of the day
   */
  public record Span(Set<DayOfWeek> days, LocalTime from, LocalTime until) {

    private boolean covers(ZonedDateTime time) {
      LocalTime clock = time.toLocalTime();
      return days.contains(time.getDayOfWeek())
          && !clock.isBefore(from)
          && (until.equals(LocalTime.MIDNIGHT) || clock.isBefore(until));
    }
  }

  /** The hours, or empty when the text is not of that form. */
  public static Optional<OpeningHours> parse(String text) {
    List<Span> spans = new ArrayList<>();
    for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      Matcher matcher = SPAN.matcher(part.strip());
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int first = DAYS.indexOf(matcher.group(1));
      int last = matcher.group(2) == null ? first : DAYS.indexOf(matcher.group(2));
      if (first < 0 || last < 0) {
        return Optional.empty();
      }
      Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
      for (int day = first; ; day = (day + 1) % DAYS.size()) {
        days.add(DayOfWeek.of(day + 1));
        if (day == last) {
          break;
        }
      }
      try {
        LocalTime from = time(matcher.group(3));
        LocalTime until = time(matcher.group(4));
        if (!until.equals(LocalTime.MIDNIGHT) && !from.isBefore(until)) {
          return Optional.empty();
        }
        spans.add(new Span(days, from, until));
      } catch (DateTimeException notATime) {
        return Optional.empty();
      }
    }
    return Optional.of(new OpeningHours(List.copyOf(spans)));
  }

  /** Whether the time, in its own zone, is within the hours. */
  public boolean covers(ZonedDateTime time) {
    return spans.stream().anyMatch(span -> span.covers(time));
  }

  private static LocalTime time(@Nullable String text) {
    return text == null || text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
  }
}
