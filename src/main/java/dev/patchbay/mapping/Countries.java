package dev.patchbay.mapping;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Countries as people write them, by their codes. */
final class Countries {

  private static final int MAX_CHARACTERS = 60;

  /** Names that are neither a code nor what Java calls the country in English. */
  private static final Map<String, String> ALSO =
      Map.ofEntries(
          Map.entry("uk", "GB"),
          Map.entry("greatbritain", "GB"),
          Map.entry("england", "GB"),
          Map.entry("scotland", "GB"),
          Map.entry("wales", "GB"),
          Map.entry("northernireland", "GB"),
          Map.entry("unitedstatesofamerica", "US"),
          Map.entry("america", "US"),
          Map.entry("turkey", "TR"),
          Map.entry("turkiye", "TR"),
          Map.entry("czechrepublic", "CZ"),
          Map.entry("republicofireland", "IE"),
          Map.entry("holland", "NL"),
          Map.entry("thenetherlands", "NL"),
          Map.entry("korea", "KR"),
          Map.entry("republicofkorea", "KR"),
          Map.entry("russianfederation", "RU"),
          Map.entry("hongkong", "HK"),
          Map.entry("macau", "MO"),
          Map.entry("deutschland", "DE"),
          Map.entry("osterreich", "AT"),
          Map.entry("schweiz", "CH"),
          Map.entry("suisse", "CH"),
          Map.entry("svizzera", "CH"),
          Map.entry("espana", "ES"),
          Map.entry("italia", "IT"),
          Map.entry("nederland", "NL"),
          Map.entry("belgie", "BE"),
          Map.entry("belgique", "BE"),
          Map.entry("brasil", "BR"),
          Map.entry("danmark", "DK"),
          Map.entry("sverige", "SE"),
          Map.entry("norge", "NO"),
          Map.entry("suomi", "FI"),
          Map.entry("polska", "PL"));

  private Countries() {}

  /** Two capital letters of ISO 3166-1, or {@code null} when it is no country that is known. */
  static @Nullable String code(@Nullable String written) {
    if (written == null || written.length() > MAX_CHARACTERS) {
      return null;
    }
    return Names.CODES.get(plain(written));
  }

  private static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .replace("&", "and")
        .replaceAll("[^a-z]", "");
  }

  /** Read when somebody asks first: most mappings never do. */
  private static final class Names {

    static final Map<String, String> CODES = codes();

    private static Map<String, String> codes() {
      Map<String, String> codes = new HashMap<>(ALSO);
      for (String code : Locale.getISOCountries()) {
        Locale country = new Locale.Builder().setRegion(code).build();
        codes.put(plain(country.getDisplayCountry(Locale.ENGLISH)), code);
        codes.put(plain(country.getISO3Country()), code);
        codes.put(plain(code), code);
      }
      return Map.copyOf(codes);
    }
  }
}
