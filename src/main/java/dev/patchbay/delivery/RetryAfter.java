package dev.patchbay.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header by which a destination says when to come back. */
public final class RetryAfter {

  /** Above this many seconds a number is a point in time. */
  private static final double EPOCH = 1e9;

  /** Above this many it is told in milliseconds. */
  private static final double EPOCH_MILLIS = 1e11;

  private static final double CAP_SECONDS = 3600;

  private RetryAfter() {}

  /**
   * Seconds, an HTTP date, or seconds or milliseconds since 1970; at most an hour, never negative.
   *
   * @return {@code null} when {@code value} is none of these
   */
  public static @Nullable Duration read(@Nullable String value, Instant now) {
    if (value == null || value.isBlank()) {
      return null;
    }
    double seconds;
    try {
      seconds = Double.parseDouble(value.strip());
      if (seconds > EPOCH_MILLIS) {
        seconds /= 1000;
      }
      if (seconds > EPOCH) {
        seconds -= now.toEpochMilli() / 1000.0;
      }
    } catch (NumberFormatException e) {
      try {
        Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.strip()));
        seconds = Duration.between(now, date).toMillis() / 1000.0;
      } catch (DateTimeException f) {
        return null;
      }
    }
    if (Double.isNaN(seconds)) {
      return null;
    }
    return Duration.ofMillis((long) (Math.max(0, Math.min(seconds, CAP_SECONDS)) * 1000));
  }
}
