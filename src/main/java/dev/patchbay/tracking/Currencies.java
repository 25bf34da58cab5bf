package dev.patchbay.tracking;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Amounts in minor units of a currency, as people read them. */
public final class Currencies {

  private static final int USUAL_DIGITS = 2;

  private Currencies() {}

  /** {@code $1,250.00}; of no known currency, {@code 1,250.00}. */
  public static String words(long minor, @Nullable String code) {
    Currency currency = known(code);
    NumberFormat format =
        currency == null
            ? NumberFormat.getNumberInstance(Locale.US)
            : NumberFormat.getCurrencyInstance(Locale.US);
    if (currency != null) {
      format.setCurrency(currency);
    }
    int digits = digits(code);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(BigDecimal.valueOf(minor, digits));
  }

  /** Digits of the currency's minor unit; two, as most have, of one that nobody knows. */
  static int digits(@Nullable String code) {
    Currency currency = known(code);
    return currency == null ? USUAL_DIGITS : Math.max(0, currency.getDefaultFractionDigits());
  }

  private static @Nullable Currency known(@Nullable String code) {
    try {
      return code == null ? null : Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
