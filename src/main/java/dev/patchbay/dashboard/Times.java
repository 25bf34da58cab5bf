package dev.patchbay.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as people in the stack's time zone read them; {@code null} becomes a dash. */
public final class Times {

  private static final String NONE = "–";
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.US);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE, MMM d", Locale.US);
  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("EEE, MMM d yyyy, HH:mm:ss zzz", Locale.US);

  private final ZoneId zone;
  private final InstantSource clock;

  Times(ZoneId zone, InstantSource clock) {
    this.zone = zone;
    this.clock = clock;
  }

  /** Now. */
  public Instant now() {
    return clock.instant();
  }

  /** Today in the stack's zone. */
  public LocalDate today() {
    return LocalDate.ofInstant(now(), zone);
  }

  /** The stack's zone. */
  public ZoneId zone() {
    return zone;
  }

  /**
   * The clock's time today, else the day and the time, else the date: {@code Mon, Mar 2, 09:14}.
   */
  public String at(@Nullable Instant at) {
    if (at == null) {
      return NONE;
    }
    ZonedDateTime then = at.atZone(zone);
    LocalDate today = today();
    if (then.toLocalDate().equals(today)) {
      return CLOCK.format(then);
    }
    return then.getYear() == today.getYear()
        ? DAY.format(then) + ", " + CLOCK.format(then)
        : YEAR.format(then) + ", " + CLOCK.format(then);
  }

  /** The day alone. */
  public String day(@Nullable LocalDate day) {
    if (day == null) {
      return NONE;
    }
    return day.getYear() == today().getYear() ? DAY.format(day) : YEAR.format(day);
  }

  /** To the second, with the zone: for titles and for machines' friends. */
  public String full(@Nullable Instant at) {
    return at == null ? NONE : FULL.format(at.atZone(zone));
  }

  /** How long ago: {@code 6 min ago}; of times to come, {@code in 6 min}. */
  public String ago(@Nullable Instant at) {
    if (at == null) {
      return NONE;
    }
    long ms = Duration.between(at, now()).toMillis();
    if (Math.abs(ms) < 1_000) {
      return "now";
    }
    return ms >= 0 ? span(ms) + " ago" : "in " + span(-ms);
  }

  /**
   * A length of time: {@code at once}, {@code 340 ms}, {@code 2.4 s}, {@code 6 min}, {@code 5 h 10
   * min}.
   */
  public String span(@Nullable Long ms) {
    if (ms == null) {
      return NONE;
    }
    if (ms == 0) {
      return "at once";
    }
    if (ms < 1_000) {
      return ms + " ms";
    }
    if (ms < 10_000) {
      return String.format(Locale.US, "%.1f s", ms / 1_000.0);
    }
    if (ms < 60_000) {
      return ms / 1_000 + " s";
    }
    long minutes = ms / 60_000;
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    if (hours < 48) {
      return minutes % 60 == 0 || hours >= 10
          ? hours + " h"
          : hours + " h " + minutes % 60 + " min";
    }
    return hours / 24 + " days";
  }
}
