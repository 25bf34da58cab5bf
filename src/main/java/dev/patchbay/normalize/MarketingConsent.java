package dev.patchbay.normalize;

import dev.patchbay.event.Answer;
import dev.patchbay.event.Consent;
import dev.patchbay.mapping.Remembered;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a form whether people want marketing, and by which channel.
 *
 * <p>Agreeing to terms is no opt-in: only wording about receiving marketing counts, and a channel
 * only where the wording names it. A box left empty says nothing; an answered no does.
 */
final class MarketingConsent {

  /** Words that are about marketing wherever they stand. */
  private static final Set<String> WORDS =
      Set.of(
          "newsletter",
          "newsletters",
          "marketing",
          "promotion",
          "promotions",
          "promotional",
          "promo",
          "promos",
          "publicidad",
          "promociones",
          "ofertas",
          "boletin",
          "novedades",
          "offres",
          "infolettre",
          "publicite",
          "actualites",
          "werbung",
          "werbliche",
          "angebote",
          "rundbrief",
          "novidades",
          "promocoes",
          "boletim",
          "nieuwsbrief",
          "aanbiedingen",
          "reclame",
          "offerte",
          "promozioni",
          "novita");

  /** Words that are about marketing only together: the first, and what comes after it. */
  private static final Map<String, Set<String>> PAIRS =
      Map.of(
          "special", Set.of("offers"),
          "offers", Set.of("and"),
          "and", Set.of("offers", "deals"),
          "exclusive", Set.of("offers"),
          "deals", Set.of("and"),
          "news", Set.of("and"),
          "mailing", Set.of("list"));

  /** Letters that are there however a word ends: {@code 's} is taken for a plural. */
  private static final int BEGINNING = 4;

  /** By first letter: in every text that is about marketing some word begins with one of these. */
  private static final List<List<String>> BEGINNINGS = beginnings();

  /** All of them, for a look at one word. */
  private static final Set<String> KNOWN =
      Stream.concat(
              WORDS.stream(),
              PAIRS.entrySet().stream()
                  .flatMap(
                      pair -> Stream.concat(Stream.of(pair.getKey()), pair.getValue().stream())))
          .collect(Collectors.toUnmodifiableSet());

  private static final Remembered<Boolean> QUESTIONS = new Remembered<>(MarketingConsent::isAbout);
  private static final Pattern AFFIRMATION =
      Pattern.compile(
          "(i|yes|please|sign|subscribe|send|keep|receive|get|me|quiero|deseo|acepto|je|j|oui|ich|"
              + "ja|sim|quero|aceito|ik|si|desidero|accetto|voglio|email|e mail|text|sms)\\b");
  private static final Pattern EMAIL =
      Pattern.compile(
          "\\b(e mails?|emails?|mails?|newsletters?|mailing list|correo|correos|boletin|courriels?|"
              + "infolettre|rundbrief|boletim|nieuwsbrief|accepts marketing)\\b");
  private static final Pattern SMS =
      Pattern.compile("\\b(sms|texts|text messages?|text messaging|mensajes de texto|textos)\\b");
  private static final Pattern PHONE =
      Pattern.compile(
          "\\b(calls|phone calls?|by phone|telephone|telefonisch|anrufe?|llamadas?|appels?|"
              + "par telephone|ligacoes|telefonate|telefonicamente)\\b");
  private static final Pattern NEGATED =
      Pattern.compile(
          "\\b(not|dont|don t|no quiero|no deseo|nicht|keine|kein|ne souhaite pas|ne veux pas|nao|"
              + "niet|geen|opt out|unsubscribe|stop receiving|non desidero)\\b");
  private static final Set<String> YES =
      Set.of(
          "true",
          "yes",
          "y",
          "1",
          "on",
          "checked",
          "agree",
          "i agree",
          "agreed",
          "accept",
          "accepted",
          "i accept",
          "subscribed",
          "opt in",
          "opted in",
          "si",
          "oui",
          "ja",
          "sim",
          "granted",
          "selected",
          "x");
  private static final Set<String> NO =
      Set.of("no", "n", "nein", "non", "nao", "nee", "denied", "no thanks", "no thank you");
  private static final Set<String> FALSE = Set.of("false", "0", "off", "unchecked");
  private static final Set<String> BOXES =
      Set.of("legal", "checkbox", "consent", "acceptance", "terms", "checkboxes");

  private MarketingConsent() {}

  static @Nullable Consent of(List<Answer> answers) {
    String email = null;
    String sms = null;
    String phone = null;
    String wording = null;
    for (Answer answer : answers) {
      String words = wording(answer);
      if (words == null) {
        continue;
      }
      String plain = AnswerLabel.plain(words);
      String state = state(answer, words, plain);
      if (state == null) {
        continue;
      }
      boolean byEmail = EMAIL.matcher(plain).find();
      boolean bySms = SMS.matcher(plain).find();
      boolean byPhone = PHONE.matcher(plain).find();
      email = byEmail ? merged(email, state) : email;
      sms = bySms ? merged(sms, state) : sms;
      phone = byPhone ? merged(phone, state) : phone;
      if (byEmail || bySms || byPhone) {
        wording = wording == null ? words : wording + " / " + words;
      }
    }
    return wording == null ? null : new Consent(email, sms, phone, null, wording, null);
  }

  /** The text people agreed to, when it is about marketing. */
  private static @Nullable String wording(Answer answer) {
    if (answer.label() != null && QUESTIONS.of(answer.label())) {
      return answer.label();
    }
    if (answer.value() != null && isAbout(answer.value())) {
      return answer.value();
    }
    return answer.ref() != null && QUESTIONS.of(answer.ref()) ? answer.ref() : null;
  }

  private static boolean isAbout(String words) {
    if (words.length() > 2000) {
      return false;
    }
    return mayBeAbout(words) && names(AnswerLabel.plain(words));
  }

  private static boolean names(String plain) {
    Set<String> completing = Set.of();
    for (String word : plain.split(" ")) {
      if (WORDS.contains(word) || completing.contains(word)) {
        return true;
      }
      completing = PAIRS.getOrDefault(word, Set.of());
    }
    return false;
  }

  /** Of each word, and of the longer word of each pair. */
  private static List<List<String>> beginnings() {
    Stream<String> ofPairs =
        PAIRS.entrySet().stream()
            .flatMap(
                pair ->
                    pair.getValue().stream()
                        .map(
                            then -> then.length() > pair.getKey().length() ? then : pair.getKey()));
    List<String> all =
        Stream.concat(WORDS.stream(), ofPairs)
            .map(word -> word.substring(0, BEGINNING))
            .distinct()
            .toList();
    return IntStream.rangeClosed('a', 'z')
        .mapToObj(letter -> all.stream().filter(each -> each.charAt(0) == letter).toList())
        .toList();
  }

  /** A cheap look first: most texts have no such word. */
  private static boolean mayBeAbout(String words) {
    boolean inside = false;
    for (int i = 0; i < words.length(); i++) {
      int letter = words.charAt(i) | 0x20;
      if (words.charAt(i) >= 0x80) {
        return true;
      }
      boolean isLetter = letter >= 'a' && letter <= 'z';
      if (isLetter && !inside) {
        for (String beginning : BEGINNINGS.get(letter - 'a')) {
          if (words.regionMatches(true, i, beginning, 0, BEGINNING) && isKnown(words, i)) {
            return true;
          }
        }
      }
      inside = isLetter || (words.charAt(i) >= '0' && words.charAt(i) <= '9');
    }
    return false;
  }

  /** Whether the word that begins here is one of ours; one that goes on in signs may be. */
  private static boolean isKnown(String words, int from) {
    int end = from;
    while (end < words.length() && isWordy(words.charAt(end))) {
      end++;
    }
    boolean goesOn = end < words.length() && (words.charAt(end) == '\'' || words.charAt(end) == 0);
    return goesOn || KNOWN.contains(words.substring(from, end).toLowerCase(Locale.ROOT));
  }

  private static boolean isWordy(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' || c >= '0' && c <= '9' || c >= 0x80;
  }

  private static @Nullable String state(Answer answer, String words, String plain) {
    String value = AnswerLabel.plain(answer.value() == null ? "" : answer.value());
    boolean box = BOXES.contains(AnswerLabel.plain(answer.type() == null ? "" : answer.type()));
    boolean sentence = words.equals(answer.value()) && !words.equals(answer.label());
    boolean repeated = value.equals(plain) && !value.isEmpty();
    boolean yesAndMore = value.startsWith("yes ") || value.startsWith("i agree");
    if (YES.contains(value) || yesAndMore || (repeated && (box || sentence) && affirms(value))) {
      return isNegated(plain) ? "denied" : "granted";
    }
    boolean no = NO.contains(value) || value.startsWith("no ");
    if ((no || (FALSE.contains(value) && !box)) && !isNegated(plain)) {
      return "denied";
    }
    return null;
  }

  private static boolean isNegated(String plain) {
    return NEGATED.matcher(plain).find();
  }

  /** Whether a sentence is something people tick, not something they ask or choose. */
  private static boolean affirms(String sentence) {
    return AFFIRMATION.matcher(sentence).lookingAt();
  }

  /** Of two answers about one channel the refusal counts. */
  private static @Nullable String merged(@Nullable String before, String state) {
    return "denied".equals(before) ? before : state;
  }
}
