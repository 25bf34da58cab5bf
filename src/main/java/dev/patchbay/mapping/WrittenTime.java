package dev.patchbay.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time in words and figures: finds the date, the time of day and the zone wherever they
 * stand. What is ambiguous is read as vendors of the United States write it, month first; but who
 * writes dots between the figures writes the day first.
 */
final class WrittenTime {

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Map<String, String> ZONES =
      Map.ofEntries(
          Map.entry("z", "Z"),
          Map.entry("utc", "Z"),
          Map.entry("gmt", "Z"),
          Map.entry("est", "-05:00"),
          Map.entry("edt", "-04:00"),
          Map.entry("cst", "-06:00"),
          Map.entry("cdt", "-05:00"),
          Map.entry("mst", "-07:00"),
          Map.entry("mdt", "-06:00"),
          Map.entry("pst", "-08:00"),
          Map.entry("pdt", "-07:00"));

  private static final Pattern YEAR_FIRST =
      Pattern.compile("^(\\d{4})([-/.]?)(\\d{2})\\2(\\d{2})(?=$|[t\\s])[t\\s]*");
  private static final Pattern FIGURES =
      Pattern.compile("^(\\d{1,2})([/.-])(\\d{1,2})[/.-](\\d{4}|\\d{2})(?=$|[,\\s])[,\\s]*");
  private static final Pattern DAY_NAME =
      Pattern.compile("^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\\s+");
  private static final Pattern DAY_MONTH =
      Pattern.compile(
          "^(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+([a-z]{3,9})\\.?,?[\\s-]+(\\d{4})(?=$|[,\\s])[,\\s]*(?:at\\s+)?");
  private static final Pattern MONTH_DAY =
      Pattern.compile(
          "^([a-z]{3,9})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?=$|[,\\s])[,\\s]*(?:at\\s+)?");
  private static final Pattern TIME =
      Pattern.compile(
          "^(\\d{1,2}):?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9})\\d*)?)?\\s*([ap]\\.?m\\.?)?\\s*");
  private static final Pattern OFFSET =
      Pattern.compile("^(?:utc|gmt)?([+-])(\\d{1,2}):?(\\d{2})?(?:\\s*\\([a-z ]{1,40}\\))?$");

  private String rest;

  private WrittenTime(String text) {
    this.rest = text.toLowerCase(Locale.ROOT).replace('\u00a0', ' ').replace('\u202f', ' ');
  }

  /** The instant, or {@code null} when the text is no time; DateTimeException when out of range. */
  static @Nullable Instant parse(String text, ZoneId zone) {
    return new WrittenTime(text).instant(zone);
  }

  private @Nullable Instant instant(ZoneId zone) {
    LocalDate date = date();
    if (date == null) {
      return null;
    }
    LocalTime time = LocalTime.MIDNIGHT;
    if (!rest.isEmpty()) {
      time = time();
      if (time == null) {
        return null;
      }
    }
    ZoneId written = rest.isEmpty() ? zone : zone(rest);
    return written == null ? null : LocalDateTime.of(date, time).atZone(written).toInstant();
  }

  private @Nullable LocalDate date() {
    take(DAY_NAME);
    Matcher found = take(YEAR_FIRST);
    if (found != null) {
      return LocalDate.of(number(found, 1), number(found, 3), number(found, 4));
    }
    found = take(FIGURES);
    if (found != null) {
      boolean dayFirst = found.group(2).equals(".") && number(found, 3) <= 12;
      return byFigures(number(found, 1), number(found, 3), number(found, 4), dayFirst);
    }
    found = take(DAY_MONTH);
    if (found != null) {
      return byName(found.group(2), number(found, 1), number(found, 3));
    }
    found = take(MONTH_DAY);
    return found == null ? null : byName(found.group(1), number(found, 2), number(found, 3));
  }

  private static LocalDate byFigures(int first, int second, int year, boolean dayFirst) {
    int fullYear = year < 100 ? 2000 + year : year;
    return first > 12 || dayFirst
        ? LocalDate.of(fullYear, second, first)
        : LocalDate.of(fullYear, first, second);
  }

  private static @Nullable LocalDate byName(String month, int day, int year) {
    int index = MONTHS.indexOf(month.substring(0, 3));
    return index < 0 ? null : LocalDate.of(year, index + 1, day);
  }

  private @Nullable LocalTime time() {
    Matcher found = take(TIME);
    if (found == null) {
      return null;
    }
    int hour = number(found, 1);
    String half = found.group(5);
    if (half != null) {
      if (hour < 1 || hour > 12) {
        return null;
      }
      hour = hour % 12 + (half.charAt(0) == 'p' ? 12 : 0);
    }
    String fraction = found.group(4) == null ? "" : found.group(4);
    int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
    return LocalTime.of(
        hour, number(found, 2), found.group(3) == null ? 0 : number(found, 3), nanos);
  }

  private static @Nullable ZoneId zone(String text) {
    String known = ZONES.get(text);
    if (known != null) {
      return ZoneId.of(known);
    }
    Matcher offset = OFFSET.matcher(text);
    if (offset.matches()) {
      String minutes = offset.group(3) == null ? "00" : offset.group(3);
      String hours = offset.group(2).length() == 1 ? "0" + offset.group(2) : offset.group(2);
      return ZoneId.of(offset.group(1) + hours + ":" + minutes);
    }
    try {
      return ZoneId.getAvailableZoneIds().stream()
          .filter(id -> id.equalsIgnoreCase(text))
          .findFirst()
          .map(ZoneId::of)
          .orElse(null);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private @Nullable Matcher take(Pattern pattern) {
    Matcher matcher = pattern.matcher(rest);
    if (!matcher.find()) {
      return null;
    }
    rest = rest.substring(matcher.end()).strip();
    return matcher;
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
