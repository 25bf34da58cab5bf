package dev.patchbay.mapping;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** E-mail addresses in one form. */
public final class EmailAddresses {

  private static final int MAX_CHARACTERS = 254;
  private static final int MAX_LOCAL = 64;
  private static final int MAX_LABEL = 63;
  private static final String LOCAL_SIGNS = "!#$%&'*+/=?^_`{|}~-.";

  private EmailAddresses() {}

  /**
   * The address trimmed and in lower case, or {@code null} when {@code text} is no address. Takes
   * {@code mailto:} and {@code Name <address>} too.
   */
  public static @Nullable String normalize(@Nullable String text) {
    if (text == null || text.length() > 2 * MAX_CHARACTERS) {
      return null;
    }
    String address = text.strip().toLowerCase(Locale.ROOT);
    int open = address.lastIndexOf('<');
    if (open >= 0 && address.endsWith(">")) {
      address = address.substring(open + 1, address.length() - 1).strip();
    }
    if (address.startsWith("mailto:")) {
      address = address.substring("mailto:".length());
    }
    int at = address.lastIndexOf('@');
    if (at < 1 || at > MAX_LOCAL || address.length() > MAX_CHARACTERS) {
      return null;
    }
    String local = address.substring(0, at);
    String domain = domain(address.substring(at + 1));
    return domain != null && isLocal(local) ? local + "@" + domain : null;
  }

  private static boolean isLocal(String local) {
    return !local.startsWith(".")
        && !local.endsWith(".")
        && !local.contains("..")
        && local
            .codePoints()
            .allMatch(c -> Character.isLetterOrDigit(c) || LOCAL_SIGNS.indexOf(c) >= 0);
  }

  private static @Nullable String domain(String text) {
    String domain = text;
    try {
      domain =
          isPlainAscii(text)
              ? text
              : IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (domain.length() > MAX_CHARACTERS) {
      return null;
    }
    String[] labels = domain.split("\\.", -1);
    for (String label : labels) {
      if (label.isEmpty()
          || label.length() > MAX_LABEL
          || label.startsWith("-")
          || label.endsWith("-")) {
        return null;
      }
    }
    String last = labels[labels.length - 1];
    boolean named =
        last.length() >= 2
            && (last.startsWith("xn--") || last.chars().allMatch(c -> c >= 'a' && c <= 'z'));
    return labels.length > 1 && named ? domain : null;
  }

  /** Whether the slow way would change and refuse nothing: the text is in lower case already. */
  private static boolean isPlainAscii(String text) {
    return text.chars()
        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.');
  }
}
