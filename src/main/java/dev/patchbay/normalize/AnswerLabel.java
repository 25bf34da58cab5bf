package dev.patchbay.normalize;

import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of a question, plain: lower case, no accents, no signs. */
final class AnswerLabel {

  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern APOSTROPHES = Pattern.compile("(?<=[a-z])['\u2019](?=s\\b)");
  private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{Nd}]+");
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

  private final String text;
  private final List<String> words;

  private AnswerLabel(List<String> words) {
    this.words = words;
    this.text = " " + String.join(" ", words) + " ";
  }

  static AnswerLabel of(@Nullable String written) {
    if (written == null) {
      return new AnswerLabel(List.of());
    }
    String text =
        written.length() > MAX_CHARACTERS ? written.substring(0, MAX_CHARACTERS) : written;
    text = plain(CAMEL.matcher(text).replaceAll(" "));
    List<String> words = new ArrayList<>(Arrays.asList(text.split(" ")));
    words.removeIf(word -> word.isEmpty() || COURTESY.contains(word));
    return new AnswerLabel(List.copyOf(words));
  }

  /** Lower case, no accents, signs as single spaces. */
  static String plain(String written) {
    String text =
        java.text.Normalizer.normalize(Characters.storable(written), Form.NFD)
            .toLowerCase(Locale.ROOT);
    text = ACCENTS.matcher(text).replaceAll("");
    text = APOSTROPHES.matcher(text).replaceAll("");
    return SIGNS.matcher(text.replace("\u00df", "ss")).replaceAll(" ").strip();
  }

  /** Whether these are all its words. */
  boolean is(Set<String> phrases) {
    return phrases.contains(text.strip());
  }

  /** Whether one of the phrases stands in it, word for word. */
  boolean has(Set<String> phrases) {
    return phrases.stream().anyMatch(phrase -> text.contains(" " + phrase + " "));
  }

  int size() {
    return words.size();
  }
}
