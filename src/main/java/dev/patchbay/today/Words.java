package dev.patchbay.today;

import dev.patchbay.tracking.Spans;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How names, times, numbers and kinds of errors are said to people. */
public final class Words {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

  /** What a destination does, by the kind of the error; goes on after its name. */
  private static final Map<String, String> ERRORS =
      Map.ofEntries(
          Map.entry("token-refused", "refuses the token"),
          Map.entry("key-refused", "refuses the key"),
          Map.entry("login-refused", "refuses the user name or password"),
          Map.entry("login-needed", "wants a user name and password"),
          Map.entry("account-refused", "refuses the account"),
          Map.entry("not-authorized", "refuses our credentials"),
          Map.entry("permission-missing", "says that our access lacks a permission"),
          Map.entry("scope-missing", "says that our access lacks a permission"),
          Map.entry("sign-in-ended", "wants somebody to sign in again"),
          Map.entry("sign-in", "does not let us sign in right now"),
          Map.entry("terms-missing", "wants somebody to accept its terms"),
          Map.entry("gone", "no longer knows the address we send to"),
          Map.entry("webhook-gone", "no longer knows the address we send to"),
          Map.entry("redirected", "has moved to another address"),
          Map.entry("address-refused", "is at an address that the stack does not allow"),
          Map.entry("vendor-down", "is down"),
          Map.entry("server-away", "is down"),
          Map.entry("database-away", "is down"),
          Map.entry("server-busy", "is too busy"),
          Map.entry("timeout", "does not answer in time"),
          Map.entry("connect", "cannot be reached"),
          Map.entry("dns", "has an address that cannot be found"),
          Map.entry("tls", "cannot be reached over a safe line"),
          Map.entry("rate-limited", "takes no more requests for now"),
          Map.entry("throttled", "takes no more requests for now"),
          Map.entry("daily-limit", "takes no more requests today"),
          Map.entry("locked", "has the record locked by somebody else"),
          Map.entry("not-now", "cannot take it right now"),
          Map.entry("rejected", "refuses what is in it"),
          Map.entry("refused", "refuses what is in it"),
          Map.entry("missing-field", "misses a field that it needs"),
          Map.entry("missing-property", "has no field of a name that we fill"),
          Map.entry("conflict", "holds another record that is in conflict"),
          Map.entry("duplicate", "has it already"),
          Map.entry("not-found", "does not find the record"),
          Map.entry("no-such-record", "does not find the record"),
          Map.entry("no-such-contact", "does not find the contact"),
          Map.entry("too-large", "says that it is too large"),
          Map.entry("too-old", "says that it is too old"),
          Map.entry("unsubscribed", "says that this person has unsubscribed"),
          Map.entry("opted-out", "says that this person wants no messages"),
          Map.entry("recipient-refused", "refuses the recipient's address"),
          Map.entry("sender-refused", "refuses the sender's address"),
          Map.entry("mapping", "gets nothing, since our mapping cannot write it"),
          Map.entry("other", "gets nothing, since sending broke on our side"));

  private Words() {}

  /**
   * A connection as people name it: {@code front-desk} is {@code Front desk}, {@code crm} is {@code
   * CRM}.
   */
  public static String name(String connection) {
    String text = connection.replace('-', ' ').replace('_', ' ').strip();
    if (text.isEmpty()) {
      return connection;
    }
    if (text.length() <= 3 && text.chars().noneMatch(c -> "aeiouy".indexOf(c) >= 0)) {
      return text.toUpperCase(Locale.ROOT);
    }
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** The same with what it is, and the connector it is of in brackets. */
  public static String name(String connection, String title) {
    String name = name(connection);
    return name.equalsIgnoreCase(title) ? title : name + " (" + title + ")";
  }

  /** What a destination does, by the kind of its error: {@code refuses the token}. */
  public static String does(@Nullable String kind) {
    if (kind == null) {
      return "does not take it";
    }
    return ERRORS.getOrDefault(kind, "says: " + kind.replace('-', ' ').replace('.', ' '));
  }

  /** The same where it refuses everything, not one delivery. */
  static String wants(@Nullable String kind) {
    return kind == null || kind.equals("refused") || kind.equals("rejected")
        ? "refuses our settings"
        : does(kind);
  }

  /** A time of day, with the day where it is another than today. */
  public static String time(Instant at, Instant now, ZoneId zone) {
    ZonedDateTime time = at.atZone(zone);
    ZonedDateTime today = now.atZone(zone);
    if (time.toLocalDate().equals(today.toLocalDate())) {
      return CLOCK.format(time);
    }
    return time.toLocalDate().equals(today.toLocalDate().minusDays(1))
        ? "yesterday " + CLOCK.format(time)
        : DAY.format(time);
  }

  /** A span as people say it, no finer than it matters: {@code 40 min}, {@code 5 h}. */
  public static String span(Duration span) {
    long ms = span.toMillis();
    long step = 1_000;
    for (long unit : new long[] {60_000, 600_000, 3_600_000, 86_400_000}) {
      if (ms >= unit * 10) {
        step = unit;
      }
    }
    return Spans.words(Math.max(step, (ms + step / 2) / step * step));
  }

  /** So many of something: {@code 1 lead}, {@code 12 leads}, {@code 2,000 leads}. */
  public static String number(long number, String one, String many) {
    return String.format(Locale.ENGLISH, "%,d %s", number, number == 1 ? one : many);
  }
}
