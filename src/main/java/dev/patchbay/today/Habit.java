package dev.patchbay.today;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * How often a connection is usually heard from, by the hour of the week.
 *
 * @param perHour messages on average in each of the 168 hours, from Monday 00:00
 */
public record Habit(double[] perHour, ZoneId zone) {

  private static final int HOURS = 7 * 24;

  /** Nothing is known. */
  public static Habit unknown(ZoneId zone) {
    return new Habit(new double[HOURS], zone);
  }

  /**
   * Learned from messages by hour; whole weeks only, and none from less than one.
   *
   * @param hours messages by the beginning of their hour; silent hours absent
   * @param from beginning of what was looked at: no earlier than the first message
   */
  public static Habit learned(Map<Instant, Long> hours, Instant from, Instant to, ZoneId zone) {
    long weeks = Duration.between(from, to).toDays() / 7;
    double[] perHour = new double[HOURS];
    if (weeks > 0) {
      Instant begin = to.minus(7 * weeks, ChronoUnit.DAYS);
      hours.forEach(
          (hour, number) -> {
            if (!hour.isBefore(begin) && hour.isBefore(to)) {
              perHour[index(hour.atZone(zone))] += number / (double) weeks;
            }
          });
    }
    return new Habit(perHour, zone);
  }

  /** How many messages such a time usually brings. */
  public double usually(Instant from, Instant to) {
    double sum = 0;
    Instant at = from;
    // Beyond some weeks of silence the answer is clear.
    Instant end = to.isAfter(from.plus(28, ChronoUnit.DAYS)) ? from.plus(28, ChronoUnit.DAYS) : to;
    while (at.isBefore(end)) {
      Instant next = at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
      Instant until = next.isBefore(end) ? next : end;
      sum += perHour[index(at.atZone(zone))] * Duration.between(at, until).toMillis() / 3_600_000.0;
      at = until;
    }
    return sum;
  }

  private static int index(ZonedDateTime time) {
    return (time.getDayOfWeek().getValue() - 1) * 24 + time.getHour();
  }
}
