package dev.patchbay.yaml;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h30m}, {@code
 * 2d}.
 */
public final class DurationText {

  /** What a duration looks like, for schemas. */
  public static final String PATTERN = "^([0-9]{1,9}(ms|s|m|h|d))+$";

  private static final Pattern WHOLE = Pattern.compile(PATTERN);
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private DurationText() {}

  /** The duration, or empty when the text is none. */
  public static Optional<Duration> parse(String text) {
    if (text.length() > 40 || !WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    long millis = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      millis += Long.parseLong(part.group(1)) * MILLIS.getOrDefault(part.group(2), 0L);
    }
    return Optional.of(Duration.ofMillis(millis));
  }
}
