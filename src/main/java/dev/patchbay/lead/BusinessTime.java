package dev.patchbay.lead;

import dev.patchbay.stack.OpeningHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts time only while somebody is there. */
public final class BusinessTime {

  /** Longer waits are counted to here. */
  private static final int MOST_DAYS = 1100;

  private BusinessTime() {}

  private record Open(Instant from, Instant until) {}

  /**
   * The time from {@code start} to {@code end} within the hours; zero when the end is not after the
   * start.
   *
   * @param hours when somebody is there, or {@code null} for always
   * @param zone whose clock the hours go by
   */
  public static Duration between(
      Instant start, Instant end, @Nullable OpeningHours hours, ZoneId zone) {
    if (!end.isAfter(start)) {
      return Duration.ZERO;
    }
    if (hours == null) {
      return Duration.between(start, end);
    }
    Duration sum = Duration.ZERO;
    LocalDate day = start.atZone(zone).toLocalDate();
    for (int i = 0; i < MOST_DAYS && day.atStartOfDay(zone).toInstant().isBefore(end); i++) {
      for (Open open : open(day, hours, zone)) {
        Instant from = open.from().isAfter(start) ? open.from() : start;
        Instant until = open.until().isBefore(end) ? open.until() : end;
        if (until.isAfter(from)) {
          sum = sum.plus(Duration.between(from, until));
        }
      }
      day = day.plusDays(1);
    }
    return sum;
  }

  /**
   * When {@code amount} of time within the hours will have passed since {@code start}.
   *
   * @param hours when somebody is there, or {@code null} for always
   */
  public static Instant plus(
      Instant start, Duration amount, @Nullable OpeningHours hours, ZoneId zone) {
    if (hours == null) {
      return start.plus(amount);
    }
    Duration left = amount;
    LocalDate day = start.atZone(zone).toLocalDate();
    for (int i = 0; i < MOST_DAYS; i++) {
      for (Open open : open(day, hours, zone)) {
        Instant from = open.from().isAfter(start) ? open.from() : start;
        if (open.until().isAfter(from)) {
          Duration room = Duration.between(from, open.until());
          if (left.compareTo(room) <= 0) {
            return from.plus(left);
          }
          left = left.minus(room);
        }
      }
      day = day.plusDays(1);
    }
    return start.plus(amount);
  }

  /** The open times of a day, in order, without overlaps; summer time is in the instants. */
  private static List<Open> open(LocalDate day, OpeningHours hours, ZoneId zone) {
    List<Open> open = new ArrayList<>();
    for (OpeningHours.Span span : hours.spans()) {
      if (span.days().contains(day.getDayOfWeek())) {
        Instant from = day.atTime(span.from()).atZone(zone).toInstant();
        LocalDate last = span.until().equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day;
        Instant until = last.atTime(span.until()).atZone(zone).toInstant();
        open.add(new Open(from, until));
      }
    }
    open.sort(Comparator.comparing(Open::from));
    List<Open> merged = new ArrayList<>(open.size());
    for (Open next : open) {
      Open last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last == null || next.from().isAfter(last.until())) {
        merged.add(next);
      } else if (next.until().isAfter(last.until())) {
        merged.set(merged.size() - 1, new Open(last.from(), next.until()));
      }
    }
    return merged;
  }
}
