package dev.patchbay.tracking;

import dev.patchbay.mapping.PhoneNumbers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A named value that a question may give.
 *
 * @param about what it means, one sentence
 * @param words the only values there are, where {@code kind} is {@link Kind#WORD}
 * @param personal whether asking by it needs to be allowed to see people
 */
public record Parameter(
    String name, Kind kind, String about, List<String> words, boolean personal) {

  /** What a value looks like. */
  public enum Kind {
    TEXT,
    WORD,
    ID,
    /** A day of the stack's time zone, or an instant in ISO 8601. */
    TIME,
    NUMBER
  }

  /** Stands for rows that have no such value. */
  public static final String NONE = "(none)";

  /** A text. */
  public static Parameter text(String name, String about) {
    return new Parameter(name, Kind.TEXT, about, List.of(), false);
  }

  /** A text that tells of a person. */
  public static Parameter personal(String name, String about) {
    return new Parameter(name, Kind.TEXT, about, List.of(), true);
  }

  /** One of these words. */
  public static Parameter word(String name, String about, String... words) {
    return new Parameter(name, Kind.WORD, about, List.of(words), false);
  }

  /** An id from an earlier answer. */
  public static Parameter id(String name, String about) {
    return new Parameter(name, Kind.ID, about, List.of(), false);
  }

  /** A day or an instant. */
  public static Parameter time(String name, String about) {
    return new Parameter(name, Kind.TIME, about, List.of(), false);
  }

  /** A whole number. */
  public static Parameter number(String name, String about) {
    return new Parameter(name, Kind.NUMBER, about, List.of(), false);
  }

  /**
   * The value this text stands for.
   *
   * @throws IllegalArgumentException saying what a value looks like
   */
  public Object read(String text, ZoneId zone) {
    switch (kind) {
      case WORD -> {
        if (!words.contains(text)) {
          throw new IllegalArgumentException("one of " + String.join(", ", words));
        }
        return text;
      }
      case ID -> {
        try {
          return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("an id from an earlier answer", e);
        }
      }
      case TIME -> {
        return time(text, zone);
      }
      case NUMBER -> {
        try {
          return Long.valueOf(text);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("a whole number", e);
        }
      }
      default -> {
        return text;
      }
    }
  }

  private static Instant time(String text, ZoneId zone) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "a day such as 2026-03-31, or an instant such as 2026-03-31T09:00:00Z", e);
    }
  }

  /** The phone number a person typed, in E.164; {@code null} when it is none. */
  static @Nullable String phone(String text, String region) {
    return PhoneNumbers.e164(text, region);
  }
}
