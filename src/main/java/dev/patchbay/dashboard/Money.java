package dev.patchbay.dashboard;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Amounts and counts as people read them; {@code null} becomes a dash. */
public final class Money {

  private static final String NONE = "–";

  /** An amount in minor units of a currency, ISO 4217: {@code $1,250.00}. */
  public String of(@Nullable Long minor, @Nullable String currency) {
    if (minor == null) {
      return NONE;
    }
    Currency known = currency(currency);
    int digits = known == null ? 2 : Math.max(0, known.getDefaultFractionDigits());
    NumberFormat format = NumberFormat.getCurrencyInstance(Locale.US);
    if (known == null) {
      format = NumberFormat.getNumberInstance(Locale.US);
    } else {
      format.setCurrency(known);
    }
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(BigDecimal.valueOf(minor, digits));
  }

  /** A count with its thousands set apart. */
  public String count(@Nullable Number count) {
    return count == null ? NONE : NumberFormat.getIntegerInstance(Locale.US).format(count);
  }

  /** A share of one as percent: {@code 12.5%}. */
  public String percent(@Nullable Double share) {
    return share == null ? NONE : String.format(Locale.US, "%.1f%%", share * 100);
  }

  private static @Nullable Currency currency(@Nullable String code) {
    if (code == null) {
      return null;
    }
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
