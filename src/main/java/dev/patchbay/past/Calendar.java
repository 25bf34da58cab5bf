package dev.patchbay.past;

import dev.patchbay.stack.OpeningHours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The business's clocks and seasons; moments are milliseconds since 1970. */
final class Calendar {

  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  private static final LocalTime NIGHT = LocalTime.of(3, 0);
  private static final int QUARTER = 15;

  private final ZoneId zone;
  private final LocalDate first;
  private final double[] daysUpTo;
  private final double[] hoursUpTo;
  private final OpeningHours open;
  private final OpeningHours lunch;

  Calendar(Past past) {
    this.zone = past.zone();
    this.first = LocalDate.parse(past.from());
    this.open = hours(past.hired());
    this.lunch = hours(past.lunch());
    this.daysUpTo = new double[past.days()];
    double sum = 0;
    for (int day = 0; day < daysUpTo.length; day++) {
      LocalDate date = first.plusDays(day);
      sum +=
          past.months().get(date.getMonthValue() - 1)
              * past.weekdays().get(date.getDayOfWeek().getValue() - 1);
      daysUpTo[day] = sum;
    }
    this.hoursUpTo = new double[past.hours().size()];
    double all = 0;
    for (int hour = 0; hour < hoursUpTo.length; hour++) {
      all += past.hours().get(hour);
      hoursUpTo[hour] = all;
    }
  }

  /** When the year begins. */
  long begin() {
    return first.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** When it is over. */
  long end() {
    return first.plusDays(daysUpTo.length).atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** How many of {@code all} have come by the end of a day. */
  int comeBy(int day, int all) {
    return (int) Math.round(all * daysUpTo[day] / daysUpTo[daysUpTo.length - 1]);
  }

  /** A moment on a day, by how busy its hours are. */
  long moment(int day, RandomGenerator chance) {
    double place = chance.nextDouble() * hoursUpTo[hoursUpTo.length - 1];
    int hour = 0;
    while (hoursUpTo[hour] < place) {
      hour++;
    }
    LocalTime time = LocalTime.of(hour, chance.nextInt(60), chance.nextInt(60));
    return first.plusDays(day).atTime(time).atZone(zone).toInstant().toEpochMilli()
        + chance.nextInt(1000);
  }

  /** The day, from 0. */
  LocalDate date(int day) {
    return first.plusDays(day);
  }

  /** The date of a moment. */
  LocalDate date(long at) {
    return there(at).toLocalDate();
  }

  boolean isOpen(long at) {
    return open.covers(there(at));
  }

  boolean isLunch(long at) {
    return lunch.covers(there(at));
  }

  /** The moment itself when somebody is there, else about when somebody comes. */
  long whenOpen(long at) {
    long moment = at;
    while (!isOpen(moment)) {
      moment += QUARTER * MINUTE;
    }
    return moment;
  }

  /** The next time at which the night's exports are made. */
  long night(long at) {
    ZonedDateTime there = there(at);
    ZonedDateTime night = there.with(NIGHT);
    return (night.isAfter(there) ? night : night.plusDays(1)).toInstant().toEpochMilli();
  }

  /** The moment of a local date and time. */
  long at(String local) {
    return LocalDateTime.parse(local).atZone(zone).toInstant().toEpochMilli();
  }

  /** Whether a moment is on the day or later; never without a day. */
  boolean isFrom(long at, @Nullable String day) {
    return day != null && !date(at).isBefore(LocalDate.parse(day));
  }

  private ZonedDateTime there(long at) {
    return Instant.ofEpochMilli(at).atZone(zone);
  }

  private static OpeningHours hours(String text) {
    return OpeningHours.parse(text)
        .orElseThrow(() -> new IllegalStateException(Past.FILE + ": no hours are " + text));
  }
}
