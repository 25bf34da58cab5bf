package dev.patchbay.dashboard;

import dev.patchbay.tracking.Currencies;
import java.text.NumberFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Amounts and counts as people read them; {@code null} becomes a dash. */
public final class Money {

  private static final String NONE = "–";

  /** An amount in minor units of a currency, ISO 4217: {@code $1,250.00}. */
  public String of(@Nullable Long minor, @Nullable String currency) {
    return minor == null ? NONE : Currencies.words(minor, currency);
  }

  /** A count with its thousands set apart. */
  public String count(@Nullable Number count) {
    return count == null ? NONE : NumberFormat.getIntegerInstance(Locale.US).format(count);
  }

  /** A share of one as percent: {@code 12.5%}. */
  public String percent(@Nullable Double share) {
    return share == null ? NONE : String.format(Locale.US, "%.1f%%", share * 100);
  }
}
