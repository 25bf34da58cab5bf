package dev.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Amounts between major units (dollars) and minor units (cents), by ISO 4217. */
final class Money {

  private static final int MAX_CHARACTERS = 40;
  private static final int MAX_DIGITS = 18;

  private Money() {}

  static JsonNode minorUnits(JsonNode amount, @Nullable String currency) {
    int digits = digits(currency);
    BigDecimal major = digits < 0 ? null : decimal(amount);
    if (major == null) {
      return NullNode.getInstance();
    }
    BigDecimal minor = major.movePointRight(digits).setScale(0, RoundingMode.HALF_UP);
    return minor.precision() > MAX_DIGITS
        ? NullNode.getInstance()
        : LongNode.valueOf(minor.longValueExact());
  }

  static @Nullable String majorUnits(JsonNode minor, @Nullable String currency) {
    int digits = digits(currency);
    BigDecimal value = digits < 0 ? null : decimal(minor);
    return value == null
        ? null
        : value.movePointLeft(digits).setScale(digits, RoundingMode.HALF_UP).toPlainString();
  }

  /** Digits after the point, or -1 for what is no currency with minor units. */
  private static int digits(@Nullable String currency) {
    if (currency == null) {
      return -1;
    }
    try {
      return Currency.getInstance(currency.trim().toUpperCase(Locale.ROOT))
          .getDefaultFractionDigits();
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private static @Nullable BigDecimal decimal(JsonNode node) {
    BigDecimal value = null;
    if (node.isTextual()) {
      value = parse(node.textValue());
    } else if (node.isFloatingPointNumber()) {
      value = Double.isFinite(node.doubleValue()) ? node.decimalValue() : null;
    } else if (node.isNumber()) {
      value = node.decimalValue();
    }
    boolean sane =
        value != null
            && (long) value.precision() - value.scale() <= MAX_DIGITS
            && Math.abs((long) value.scale()) <= 100;
    return sane ? value : null;
  }

  /** Reads {@code 1,234.50}, {@code 1.234,50}, {@code $12}, {@code -3.5}, {@code (12.00)}. */
  private static @Nullable BigDecimal parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > MAX_CHARACTERS) {
      return null;
    }
    boolean negative =
        trimmed.indexOf('-') >= 0
            || trimmed.indexOf('\u2212') >= 0
            || (trimmed.startsWith("(") && trimmed.endsWith(")"));
    String figures = figures(trimmed);
    if (figures == null) {
      return null;
    }
    String plain = plain(figures);
    if (plain == null) {
      return null;
    }
    BigDecimal value = new BigDecimal(plain);
    return negative ? value.negate() : value;
  }

  /** Digits and separators of one amount; null when there is none or more than one. */
  private static @Nullable String figures(String text) {
    StringBuilder figures = new StringBuilder();
    boolean ended = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean within = !figures.isEmpty() && !ended;
      if (c >= '0' && c <= '9') {
        if (ended) {
          return null;
        }
        figures.append(c);
      } else if ((c == '.' || c == ',') && !ended) {
        boolean digitNext = i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
        if (digitNext) {
          figures.append(c);
        } else {
          ended = within;
        }
      } else if (within && (isSpace(c) || c == '\'' || c == '\u2019')) {
        boolean groupNext = text.substring(i + 1).matches("[0-9]{3}(?![0-9]).*");
        ended = !groupNext;
      } else {
        ended = !figures.isEmpty();
      }
    }
    return figures.chars().anyMatch(Character::isDigit) ? figures.toString() : null;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || c == '\u00a0' || c == '\u202f';
  }

  private static @Nullable String plain(String figures) {
    int comma = figures.lastIndexOf(',');
    int point = figures.lastIndexOf('.');
    char mark = comma > point ? ',' : '.';
    int last = Math.max(comma, point);
    boolean both = comma >= 0 && point >= 0;
    boolean repeated = last >= 0 && figures.indexOf(mark) != last;
    boolean thousands =
        last >= 0 && (repeated || (!both && mark == ',' && figures.length() - last == 4));
    String whole = thousands || last < 0 ? figures : figures.substring(0, last);
    if (!whole.matches("[0-9]*|[0-9]{1,3}([.,][0-9]{2,3})*[.,][0-9]{3}")) {
      return null;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < figures.length(); i++) {
      char c = figures.charAt(i);
      if (Character.isDigit(c)) {
        plain.append(c);
      } else if (i == last && !thousands) {
        plain.append('.');
      }
    }
    return plain.toString();
  }
}
