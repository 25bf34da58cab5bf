package dev.patchbay.mapping;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Phone numbers in one form. */
public final class PhoneNumbers {

  private static final int MAX_CHARACTERS = 40;
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

  private PhoneNumbers() {}

  /**
   * The number in E.164, or {@code null} when {@code text} is no possible number.
   *
   * @param region ISO 3166-1 alpha-2 of numbers written without a country; with {@code null} only
   *     numbers that name their country (by {@code +} or {@code 00}) are taken
   */
  public static @Nullable String e164(@Nullable String text, @Nullable String region) {
    if (text == null || text.length() > MAX_CHARACTERS || !looksLikeNumber(text)) {
      return null;
    }
    String country = region == null || region.isBlank() ? null : region.toUpperCase(Locale.ROOT);
    String number = parsed(text.trim(), country);
    if (number == null && text.trim().startsWith("00")) {
      number = parsed("+" + text.trim().substring(2), null);
    }
    return number;
  }

  private static @Nullable String parsed(String text, @Nullable String region) {
    try {
      PhoneNumber number = NUMBERS.parse(text, region);
      return NUMBERS.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
              && !isTrunkCall(number)
          ? NUMBERS.format(number, PhoneNumberFormat.E164)
          : null;
    } catch (NumberParseException e) {
      return null;
    }
  }

  /** In North America no area code begins with 0 or 1: such a number is from elsewhere. */
  private static boolean isTrunkCall(PhoneNumber number) {
    return number.getCountryCode() == 1 && number.getNationalNumber() < 2_000_000_000L;
  }

  /** Numbers have more digits than letters; {@code ext.} may be among them, a sentence may not. */
  private static boolean looksLikeNumber(String text) {
    long digits = text.codePoints().filter(Character::isDigit).count();
    long letters = text.codePoints().filter(Character::isLetter).count();
    return digits >= 4 && letters < digits && text.indexOf('@') < 0;
  }
}
