package dev.patchbay.dashboard;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The days that a page of figures is about, and those before that they are compared with.
 *
 * @param key as addresses name it, such as {@code 30d}
 * @param from its first day
 * @param to the day after its last
 * @param beforeFrom first day of what it is compared with
 * @param beforeTo the day after its last
 * @param words such as {@code in the last 30 days}, to end a sentence with
 * @param beforeWords such as {@code the 30 days before}
 */
record ReportingPeriod(
    String key,
    LocalDate from,
    LocalDate to,
    LocalDate beforeFrom,
    LocalDate beforeTo,
    String words,
    String beforeWords) {

  private static final String WEEK = "7d";
  private static final String MONTH = "30d";
  private static final String QUARTER = "quarter";
  private static final String LAST_QUARTER = "last-quarter";
  private static final String OWN = "own";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US);

  /** Names of the parameters that say which period is meant. */
  static final List<String> PARAMETERS = List.of("period", "from", "to");

  /** A period that can be picked. */
  record Choice(String key, String title, boolean picked) {}

  /**
   * What the parameters mean; the last 30 days where they mean nothing.
   *
   * @param from first day of a period of one's own, {@code to} its last
   */
  static ReportingPeriod of(
      @Nullable String key, @Nullable String from, @Nullable String to, LocalDate today) {
    LocalDate end = today.plusDays(1);
    return switch (key == null ? MONTH : key) {
      case WEEK -> days(WEEK, end.minusDays(7), end, "in the last 7 days");
      case QUARTER -> {
        LocalDate first = quarter(today);
        LocalDate before = first.minusMonths(3);
        LocalDate same = before.plusDays(ChronoUnit.DAYS.between(first, end));
        yield new ReportingPeriod(
            QUARTER,
            first,
            end,
            before,
            same.isAfter(first) ? first : same,
            "this quarter",
            "the same days of the quarter before");
      }
      case LAST_QUARTER -> {
        LocalDate first = quarter(today).minusMonths(3);
        yield new ReportingPeriod(
            LAST_QUARTER,
            first,
            first.plusMonths(3),
            first.minusMonths(3),
            first,
            "last quarter",
            "the quarter before");
      }
      case OWN -> own(day(from, today.minusDays(29)), day(to, today));
      default -> days(MONTH, end.minusDays(30), end, "in the last 30 days");
    };
  }

  private static ReportingPeriod own(LocalDate one, LocalDate other) {
    LocalDate first = one.isAfter(other) ? other : one;
    LocalDate last = one.isAfter(other) ? one : other;
    return days(
        OWN,
        first,
        last.plusDays(1),
        first.equals(last)
            ? "on " + DAY.format(first)
            : "from %s to %s".formatted(DAY.format(first), DAY.format(last)));
  }

  private static ReportingPeriod days(String key, LocalDate from, LocalDate to, String words) {
    long days = ChronoUnit.DAYS.between(from, to);
    return new ReportingPeriod(
        key,
        from,
        to,
        from.minusDays(days),
        from,
        words,
        days == 1 ? "the day before" : "the %d days before".formatted(days));
  }

  private static LocalDate quarter(LocalDate day) {
    return day.with(IsoFields.DAY_OF_QUARTER, 1);
  }

  private static LocalDate day(@Nullable String text, LocalDate usual) {
    try {
      return text == null ? usual : LocalDate.parse(text);
    } catch (DateTimeException e) {
      return usual;
    }
  }

  /** The parameters of the API that mean these days. */
  Map<String, String> asked() {
    return asked(from, to);
  }

  /** The parameters of the API that mean the days before. */
  Map<String, String> askedBefore() {
    return asked(beforeFrom, beforeTo);
  }

  private static Map<String, String> asked(LocalDate from, LocalDate to) {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("from", from.toString());
    asked.put("to", to.toString());
    return asked;
  }

  /** The parameters of pages that mean this period. */
  Map<String, String> kept() {
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put("period", key);
    if (key.equals(OWN)) {
      kept.put("from", from.toString());
      kept.put("to", last().toString());
    }
    return kept;
  }

  /** Its last day. */
  public LocalDate last() {
    return to.minusDays(1);
  }

  /** Whether its days were picked one by one. */
  boolean isOwn() {
    return key.equals(OWN);
  }

  /** What can be picked, in the order in which it is shown. */
  public List<Choice> choices() {
    return List.of(
        choice(WEEK, "Last 7 days"),
        choice(MONTH, "Last 30 days"),
        choice(QUARTER, "This quarter"),
        choice(LAST_QUARTER, "Last quarter"),
        choice(OWN, "Days of my own"));
  }

  private Choice choice(String choice, String title) {
    return new Choice(choice, title, choice.equals(key));
  }
}
