package dev.patchbay.lead;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What people may correct of a lead, and which values each takes. */
public enum CorrectedField {
  /**
   * {@code new}, {@code contacted}, {@code qualified}, {@code quoted}, {@code won}, {@code lost}.
   */
  STATUS,
  /** {@code true} or {@code false}. */
  SPAM,
  /** Minor units of {@link #CURRENCY}. */
  QUOTE_AMOUNT,
  /** Minor units of {@link #CURRENCY}. */
  SALE_AMOUNT,
  /** ISO 4217. */
  CURRENCY,
  /** Where it came from. */
  SOURCE,
  /** How it came, such as {@code cpc}. */
  MEDIUM,
  /** The campaign's name. */
  CAMPAIGN,
  /** The word that was searched. */
  KEYWORD;

  private static final Set<String> STATUSES =
      Set.of("new", "contacted", "qualified", "quoted", "won", "lost");
  private static final int LONGEST = 500;

  /** As the API and the table name it, such as {@code sale_amount}. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The field of that name, or empty. */
  public static Optional<CorrectedField> of(String name) {
    return Arrays.stream(values()).filter(field -> field.field().equals(name)).findFirst();
  }

  /** Whether {@code value} may stand in this field. */
  public boolean takes(String value) {
    return switch (this) {
      case STATUS -> STATUSES.contains(value);
      case SPAM -> value.equals("true") || value.equals("false");
      case QUOTE_AMOUNT, SALE_AMOUNT -> value.matches("[0-9]{1,15}");
      case CURRENCY -> value.matches("[A-Z]{3}");
      case SOURCE, MEDIUM, CAMPAIGN, KEYWORD ->
          !value.isBlank()
              && value.length() <= LONGEST
              && value.chars().noneMatch(Character::isISOControl);
    };
  }
}
