package dev.patchbay.mapping;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Phone numbers in one form. */
public final class PhoneNumbers {

  private static final int MAX_CHARACTERS = 40;
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

  /** A message tells the same few numbers several times, and reading one is slow. */
  private static final int REMEMBERED = 8;

  private static final ThreadLocal<Deque<Known>> LAST = ThreadLocal.withInitial(ArrayDeque::new);

  private record Known(String text, @Nullable String region, @Nullable String number) {}

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
    Deque<Known> last = LAST.get();
    for (Known known : last) {
      if (known.text().equals(text) && Objects.equals(known.region(), region)) {
        return known.number();
      }
    }
    String number = read(text, region);
    last.addFirst(new Known(text, region, number));
    if (number != null && !number.equals(text)) {
      last.addFirst(new Known(number, region, number));
    }
    while (last.size() > REMEMBERED) {
      last.removeLast();
    }
    return number;
  }

  private static @Nullable String read(String text, @Nullable String region) {
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
