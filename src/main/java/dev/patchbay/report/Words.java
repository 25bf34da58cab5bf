package dev.patchbay.report;

import dev.patchbay.tracking.Currencies;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as the report says them. */
final class Words {

  private static final String NONE = "–";

  private Words() {}

  /** {@code 1 lead}, {@code 1,200 leads}. */
  static String so(double many, String one, String more) {
    return count(many) + " " + (Math.round(many) == 1 ? one : more);
  }

  static String count(double many) {
    return NumberFormat.getIntegerInstance(Locale.US).format(Math.round(many));
  }

  /** {@code 12.5}, or {@code 12} where that is all. */
  static String share(double many) {
    return Math.abs(many - Math.rint(many)) < 0.05
        ? count(many)
        : String.format(Locale.US, "%,.1f", many);
  }

  static String percent(double share) {
    return Math.round(100 * share) + "%";
  }

  /** An amount in minor units. */
  static String money(double minor, @Nullable String code) {
    return Currencies.words(Math.round(minor), code);
  }

  /**
   * {@code a second}, {@code 40 seconds}, {@code 6 minutes}, {@code 5 h 10 min}, {@code 3 days}.
   */
  static String span(@Nullable Long ms) {
    if (ms == null) {
      return NONE;
    }
    if (ms < 1_000) {
      return "a second";
    }
    if (ms < 120_000) {
      return so(Math.floorDiv(ms, 1_000L), "second", "seconds");
    }
    long minutes = ms / 60_000;
    if (minutes < 120) {
      return so(minutes, "minute", "minutes");
    }
    long hours = minutes / 60;
    if (hours < 48) {
      return hours < 10 && minutes % 60 != 0
          ? hours + " h " + minutes % 60 + " min"
          : so(hours, "hour", "hours");
    }
    return so(hours / 24, "day", "days");
  }

  static String span(Duration length) {
    return span(Long.valueOf(length.toMillis()));
  }

  /** How a count stands to the one before: {@code 12% more than}, {@code as many as}. */
  static String beside(double now, double before) {
    if (before == 0) {
      return now == 0 ? "as few as" : "more than";
    }
    long percent = Math.round(100 * (now - before) / before);
    if (percent == 0) {
      return "as many as";
    }
    return percent > 0 ? percent + "% more than" : -percent + "% fewer than";
  }

  static String channel(String channel, double many) {
    boolean one = Math.round(many) == 1;
    return switch (channel) {
      case "form" -> one ? "form" : "forms";
      case "call" -> one ? "call" : "calls";
      case "mail" -> one ? "mail" : "mails";
      case "chat" -> one ? "chat" : "chats";
      case "ad_form" -> one ? "form in an ad" : "forms in ads";
      default -> channel;
    };
  }
}
