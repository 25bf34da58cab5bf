package dev.patchbay.access;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names by which people sign in and the audit knows them. */
public final class PersonNames {

  /** What a name must be, for those whose name was none. */
  public static final String RULE =
      "A name has 2 to 60 letters, digits, spaces, dots, apostrophes, hyphens or underscores, begins"
          + " with a letter or digit, and is no e-mail address.";

  private static final int MOST_EMAIL = 254;
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .'’_-]{0,58}[\\p{L}\\p{M}\\p{N}.]");
  private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");

  private PersonNames() {}

  /** A name as it is kept, or empty when it is none. */
  public static Optional<String> name(String written) {
    if (written.length() > 200) {
      return Optional.empty();
    }
    String name = Normalizer.normalize(written, Normalizer.Form.NFKC).strip();
    String spaced = name.replaceAll(" +", " ");
    return NAME.matcher(spaced).matches() && !isTaken(spaced)
        ? Optional.of(spaced)
        : Optional.empty();
  }

  /** An e-mail address as it is kept, or empty when it is none. */
  public static Optional<String> email(String written) {
    String email = key(written);
    return email.length() <= MOST_EMAIL && EMAIL.matcher(email).matches()
        ? Optional.of(email)
        : Optional.empty();
  }

  /** Names and addresses as they are compared. */
  public static String key(String written) {
    return Normalizer.normalize(written, Normalizer.Form.NFKC)
        .strip()
        .replaceAll(" +", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** Names by which the audit knows others than people. */
  private static boolean isTaken(String name) {
    String key = key(name);
    return key.equals(Caller.THIS_MACHINE)
        || key.equals("patchbay")
        || key.equals("patchbay.api.token")
        || key.equals("nobody")
        || key.startsWith("command line");
  }
}
