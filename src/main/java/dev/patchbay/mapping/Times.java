package dev.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Written times, in most forms vendors use, as instants. */
public final class Times {

  private static final int MAX_CHARACTERS = 64;
  private static final Pattern EPOCH = Pattern.compile("-?[0-9]{9,19}(\\.[0-9]{1,9})?");
  private static final String COMMON = "0000-00-00T00:00:00Z";
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private Times() {}

  /**
   * The instant that {@code written} means, or {@code null} when it is no time between 1900 and
   * 2200.
   *
   * @param written ISO 8601, RFC 2822, {@code 2018-02-19 18:41:00}, {@code 11/22/2026 3:04 PM}, or
   *     seconds, milliseconds, microseconds or nanoseconds since 1970 as a number or digits
   * @param zone zone of times written without one; {@code null} means UTC
   */
  public static @Nullable Instant parse(@Nullable JsonNode written, @Nullable ZoneId zone) {
    if (written == null || !written.isValueNode() || written.isNull() || written.isBoolean()) {
      return null;
    }
    Instant instant;
    if (written.isFloatingPointNumber() && !Double.isFinite(written.doubleValue())) {
      return null;
    } else if (written.isNumber()) {
      instant = epoch(written.decimalValue());
    } else {
      instant = parse(written.asText(), zone);
    }
    return instant;
  }

  /** As {@link #parse(JsonNode, ZoneId)}, of text. */
  public static @Nullable Instant parse(@Nullable String written, @Nullable ZoneId zone) {
    if (written == null || written.isBlank() || written.length() > MAX_CHARACTERS) {
      return null;
    }
    String text = written.strip();
    try {
      if (isCommon(text)) {
        return within(common(text));
      }
      if (EPOCH.matcher(text).matches()) {
        return epoch(new BigDecimal(text));
      }
      return within(WrittenTime.parse(text, zone == null ? ZoneOffset.UTC : zone));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether it is written as most are: such a text is read without regular expressions. */
  private static boolean isCommon(String text) {
    if (text.length() != COMMON.length()) {
      return false;
    }
    for (int i = 0; i < COMMON.length(); i++) {
      char c = text.charAt(i);
      if (COMMON.charAt(i) == '0' ? c < '0' || c > '9' : c != COMMON.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static Instant common(String text) {
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /** The zone of this name or offset, or {@code null} when there is none. */
  static @Nullable ZoneId zone(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    try {
      return ZoneId.of(name.strip(), ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      return null;
    }
  }

  static @Nullable String iso(JsonNode written, @Nullable String zoneName) {
    ZoneId zone = zone(zoneName);
    if (zoneName != null && !zoneName.isBlank() && zone == null) {
      return null;
    }
    Instant instant = parse(written, zone);
    return instant == null ? null : instant.toString();
  }

  static JsonNode epoch(JsonNode written, int millisInUnit) {
    Instant instant = parse(written, null);
    return instant == null
        ? NullNode.getInstance()
        : LongNode.valueOf(Math.floorDiv(instant.toEpochMilli(), (long) millisInUnit));
  }

  /** Tells seconds, milliseconds, microseconds and nanoseconds apart by their size. */
  private static @Nullable Instant epoch(BigDecimal number) {
    if ((long) number.precision() - number.scale() > 20 || number.scale() > 40) {
      return null;
    }
    BigDecimal seconds = number;
    for (int i = 0;
        i < 3 && seconds.abs().compareTo(BigDecimal.valueOf(100_000_000_000L)) >= 0;
        i++) {
      seconds = seconds.divide(THOUSAND);
    }
    BigInteger nanos = seconds.movePointRight(9).toBigInteger();
    BigInteger[] parts = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000L));
    try {
      return within(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()));
    } catch (ArithmeticException | DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant within(@Nullable Instant instant) {
    return instant == null || instant.isBefore(EARLIEST) || instant.isAfter(LATEST)
        ? null
        : instant;
  }
}
