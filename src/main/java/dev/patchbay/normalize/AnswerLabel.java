package dev.patchbay.normalize;

import dev.patchbay.mapping.Remembered;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of a question, plain: lower case, no accents, no signs. */
final class AnswerLabel {

  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern APOSTROPHES = Pattern.compile("(?<=[a-z])['\u2019](?=s\\b)");
  private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{Nd}]+");
  private static final Pattern NUMBERED = Pattern.compile("(.*\\p{L}) ?\\d{1,3}");
  private static final int MAX_CHARACTERS = 300;

  /** Words that ask politely and name nothing. */
  private static final Set<String> COURTESY =
      Set.of(
          "your",
          "my",
          "please",
          "enter",
          "the",
          "optional",
          "required",
          "what",
          "whats",
          "is",
          "may",
          "we",
          "have",
          "su",
          "tu",
          "sus",
          "votre",
          "vos",
          "ihr",
          "ihre",
          "dein",
          "deine",
          "seu",
          "sua",
          "uw",
          "je",
          "jouw",
          "tuo",
          "tua",
          "il",
          "la",
          "le",
          "el",
          "obligatorio",
          "verplicht",
          "obligatoire",
          "pflichtfeld");

  /** More words than any phrase of questions.properties has. */
  private static final int LONGEST_PHRASE = 6;

  private static final AnswerLabel NONE = new AnswerLabel(List.of());
  private static final Remembered<AnswerLabel> KNOWN = new Remembered<>(AnswerLabel::read);

  private final String text;
  private final int size;
  private final Set<String> runs;
  private volatile byte @Nullable [] fields;

  private AnswerLabel(List<String> words) {
    this.text = String.join(" ", words);
    this.size = words.size();
    this.runs = runs(words);
  }

  static AnswerLabel of(@Nullable String written) {
    if (written == null) {
      return NONE;
    }
    return KNOWN.of(written);
  }

  private static AnswerLabel read(String written) {
    String text =
        written.length() > MAX_CHARACTERS ? written.substring(0, MAX_CHARACTERS) : written;
    text = plain(CAMEL.matcher(text).replaceAll(" "));
    List<String> words = new ArrayList<>(Arrays.asList(text.split(" ")));
    words.removeIf(word -> word.isEmpty() || COURTESY.contains(word));
    return new AnswerLabel(words);
  }

  /** Every run of words that may be a phrase. */
  private static Set<String> runs(List<String> words) {
    Set<String> runs = new HashSet<>();
    for (int from = 0; from < words.size(); from++) {
      StringBuilder run = new StringBuilder();
      for (int to = from; to < Math.min(words.size(), from + LONGEST_PHRASE); to++) {
        runs.add(run.append(to == from ? "" : " ").append(words.get(to)).toString());
      }
    }
    return runs;
  }

  /** Lower case, no accents, signs as single spaces. */
  static String plain(String written) {
    return isAscii(written) ? plainAscii(written) : plainUnicode(written);
  }

  private static boolean isAscii(String written) {
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == 0 || c >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The same without regular expressions, for what most forms send. */
  private static String plainAscii(String written) {
    StringBuilder text = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = lower(written.charAt(i));
      if (isLetter(c) || isDigit(c)) {
        text.append(c);
      } else if (c == '\'' && belongsToAnS(written, i)) {
        continue;
      } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
    }
    return text.toString().strip();
  }

  /** An apostrophe between a letter and an s that ends a word. */
  private static boolean belongsToAnS(String written, int at) {
    if (at == 0 || !isLetter(lower(written.charAt(at - 1)))) {
      return false;
    }
    if (at + 1 >= written.length() || lower(written.charAt(at + 1)) != 's') {
      return false;
    }
    char after = at + 2 < written.length() ? lower(written.charAt(at + 2)) : ' ';
    return !isLetter(after) && !isDigit(after) && after != '_';
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** For any text; {@link #plain} gives the same. */
  static String plainUnicode(String written) {
    String text =
        java.text.Normalizer.normalize(Characters.storable(written), Form.NFD)
            .toLowerCase(Locale.ROOT);
    text = ACCENTS.matcher(text).replaceAll("");
    text = APOSTROPHES.matcher(text).replaceAll("");
    return SIGNS.matcher(text.replace("\u00df", "ss")).replaceAll(" ").strip();
  }

  /** Whether these are all its words. */
  boolean is(Set<String> phrases) {
    return phrases.contains(text);
  }

  /**
   * Whether these are all its words, but for a number that form tools append to tell fields apart.
   */
  boolean isNumbered(Set<String> phrases) {
    Matcher numbered = NUMBERED.matcher(text);
    return numbered.matches() && phrases.contains(numbered.group(1));
  }

  /** Whether one of the phrases stands in it, word for word. */
  boolean has(Set<String> phrases) {
    for (String run : runs) {
      if (phrases.contains(run)) {
        return true;
      }
    }
    return false;
  }

  /** What of each {@link PersonField} it asks for, in order; computed when first asked. */
  byte[] fields() {
    byte[] known = fields;
    if (known == null) {
      known = PersonField.allIn(this);
      fields = known;
    }
    return known;
  }

  int size() {
    return size;
  }
}
