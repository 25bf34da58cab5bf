package dev.patchbay.dashboard;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts as people write them, as minor units of a currency; what may mean two is refused. */
final class Amounts {

  /** As many digits as the API takes. */
  private static final int MOST_DIGITS = 15;

  private static final Pattern AROUND =
      Pattern.compile("^(?:[A-Z]{3}|\\p{Sc})?\\s*(.*?)\\s*(?:[A-Z]{3}|\\p{Sc})?$", Pattern.DOTALL);
  private static final Pattern WHOLE = Pattern.compile("[0-9]+");

  /** Groups of three; where people write lakhs, of two before the last one. */
  private static final Pattern GROUPED =
      Pattern.compile(
          "[0-9]{1,3}(?:([.,' ])[0-9]{3}(?:\\1[0-9]{3})*|([,])(?:[0-9]{2}\\2)+[0-9]{3})");

  private static final Pattern CODE = Pattern.compile("[A-Z]{3}");
  private static final Map<String, Pattern> SIGNS =
      Map.of(
          "\u20ac", Pattern.compile("EUR"),
          "\u00a3", Pattern.compile("GBP|EGP|LBP|GIP|FKP|SHP"),
          "\u00a5", Pattern.compile("JPY|CNY"),
          "$", Pattern.compile("..D|MXN|ARS|CLP|COP|UYU|CUP|DOP|BRL|TOP|XXX"));

  private Amounts() {}

  /** An amount that cannot be read, and how it can be written. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String text) {
      super(text, null, false, false);
    }
  }

  /**
   * Minor units.
   *
   * @param text such as {@code 1,250.50}, {@code 1.250,50}, {@code $1250} or {@code 1 250,50 EUR}
   * @param currency ISO 4217
   * @throws UnreadableException telling what to write
   */
  static long minor(String text, String currency) throws UnreadableException {
    int digits = digits(currency);
    String shown =
        text.strip().replaceAll("[\\s\\u00a0\\u202f\\u2009]", " ").replace('\u2019', '\'');
    Matcher around = AROUND.matcher(shown);
    String figures = around.matches() ? around.group(1) : shown;
    checkSign(shown, currency);
    if (figures.startsWith("-") || figures.startsWith("\u2212") || figures.startsWith("(")) {
      throw new UnreadableException("An amount is zero or more.");
    }
    int last = Math.max(figures.lastIndexOf('.'), figures.lastIndexOf(','));
    String after = last < 0 ? "" : figures.substring(last + 1);
    boolean fraction =
        last >= 0
            && WHOLE.matcher(after).matches()
            && after.length() <= digits
            && plain(figures.substring(0, last), figures.charAt(last)) != null
            && !mayBeThousands(figures, last, digits);
    String whole =
        fraction ? plain(figures.substring(0, last), figures.charAt(last)) : plain(figures, '\0');
    if (whole == null) {
      throw new UnreadableException(
          "'%s' is no amount in %s. Write it like %s."
              .formatted(shortened(text), currency, example(digits)));
    }
    BigDecimal minor =
        new BigDecimal(fraction ? whole + "." + after : whole).movePointRight(digits);
    if (minor.precision() > MOST_DIGITS) {
      throw new UnreadableException("That is more than can be kept.");
    }
    return minor.longValueExact();
  }

  /** A sign or code that is another currency's means that one of the two is wrong. */
  private static void checkSign(String text, String currency) throws UnreadableException {
    for (Map.Entry<String, Pattern> sign : SIGNS.entrySet()) {
      if (text.contains(sign.getKey()) && !sign.getValue().matcher(currency).matches()) {
        throw new UnreadableException(
            "%s is not %s. Change the currency too.".formatted(sign.getKey(), currency));
      }
    }
    Matcher code = CODE.matcher(text);
    if (code.find() && !code.group().equals(currency)) {
      throw new UnreadableException(
          "%s is not %s. Change the currency too.".formatted(code.group(), currency));
    }
  }

  /** An amount as it is written into a field: {@code 1250.50}. */
  static String written(@Nullable Long minor, @Nullable String currency) {
    if (minor == null) {
      return "";
    }
    int digits = 2;
    try {
      digits = digits(currency == null ? "" : currency);
    } catch (UnreadableException e) {
      // An amount of no known currency is shown as Money shows it.
    }
    return BigDecimal.valueOf(minor, digits).toPlainString();
  }

  /** Digits of a currency's minor unit. */
  private static int digits(String currency) throws UnreadableException {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(
          "'%s' is no currency. Write its three letters, such as USD."
              .formatted(shortened(currency)));
    }
  }

  /** Three digits after the only comma are thousands, also where a currency has thousandths. */
  private static boolean mayBeThousands(String figures, int last, int digits) {
    return digits == 3
        && figures.charAt(last) == ','
        && figures.length() - last == 4
        && last > 0
        && WHOLE.matcher(figures.substring(0, last)).matches();
  }

  /**
   * The digits of a whole number, or {@code null}; its groups are not set apart by {@code mark}.
   */
  private static @Nullable String plain(String figures, char mark) {
    if (mark != '\0' && figures.indexOf(mark) >= 0) {
      return null;
    }
    if (mark != '\0' && figures.isEmpty()) {
      return "0";
    }
    return WHOLE.matcher(figures).matches() || GROUPED.matcher(figures).matches()
        ? figures.replaceAll("[^0-9]", "")
        : null;
  }

  private static String example(int digits) {
    return digits == 0
        ? "1,250"
        : String.format(Locale.US, "1,250.%s", "500".substring(0, Math.min(3, digits)));
  }

  private static String shortened(String text) {
    return text.length() > 30 ? text.substring(0, 30) + "..." : text;
  }
}
