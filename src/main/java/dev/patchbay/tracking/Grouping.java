package dev.patchbay.tracking;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the rows of a view stand for: a column's values, or days, weeks or months. */
record Grouping(String name, String column) {

  /** All there are, by the name that addresses use. */
  private static final List<Grouping> ALL =
      List.of(
          new Grouping("source", "source"),
          new Grouping("medium", "medium"),
          new Grouping("campaign", "campaign"),
          new Grouping("keyword", "keyword"),
          new Grouping("landingPage", "landing_page"),
          new Grouping("connection", "connection"),
          new Grouping("day", ""),
          new Grouping("week", ""),
          new Grouping("month", ""));

  static Grouping of(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no grouping " + name));
  }

  private static Optional<Grouping> find(String name) {
    return ALL.stream().filter(grouping -> grouping.name().equals(name)).findFirst();
  }

  boolean isTime() {
    return column.isEmpty();
  }

  /** SQL of the group of a row; {@code time} is its column of time. */
  String expression(String time, ZoneId zone) {
    return isTime()
        ? "to_char(%s, 'YYYY-MM-DD')".formatted(start(time, zone))
        : "coalesce(r." + column + ", '" + Parameter.NONE + "')";
  }

  /** SQL of the time at which a row's day, week or month begins. */
  String start(String time, ZoneId zone) {
    return "date_trunc('%s', r.%s at time zone '%s')"
        .formatted(name, time, zone.getId().replace("'", ""));
  }

  /** Parameters of the rows of one group within a period. */
  Map<String, String> narrowed(
      Map<String, String> given, Period period, String group, ZoneId zone) {
    Map<String, String> narrowed = new TreeMap<>(period.in(given));
    if (!isTime()) {
      narrowed.put(name, group);
      return narrowed;
    }
    LocalDate first = LocalDate.parse(group);
    LocalDate end =
        switch (name) {
          case "day" -> first.plusDays(1);
          case "week" -> first.plusWeeks(1);
          default -> first.plusMonths(1);
        };
    java.time.Instant from = first.atStartOfDay(zone).toInstant();
    java.time.Instant to = end.atStartOfDay(zone).toInstant();
    narrowed.put("from", (from.isBefore(period.from()) ? period.from() : from).toString());
    narrowed.put("to", (to.isAfter(period.to()) ? period.to() : to).toString());
    return narrowed;
  }
}
