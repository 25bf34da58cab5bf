package dev.patchbay.mapping;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words by which people stop texts, as carriers in the United States read them. */
final class OptOuts {

  private static final Pattern WORD =
      Pattern.compile("(STOP|STOPALL|STOP ALL|UNSUBSCRIBE|CANCEL|END|QUIT|OPTOUT|REVOKE)[.!]?");

  private OptOuts() {}

  /** Whether a text is such a word and nothing else. */
  static boolean isOne(@Nullable String text) {
    return text != null && WORD.matcher(text.strip().toUpperCase(Locale.ROOT)).matches();
  }
}
