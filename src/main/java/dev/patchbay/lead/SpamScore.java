package dev.patchbay.lead;

import dev.patchbay.event.Answer;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Form;
import dev.patchbay.event.Person;
import dev.patchbay.mapping.Remembered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much a submitted form looks like spam; by rules that can be read, from the event alone. */
public final class SpamScore {

  private static final Pattern LINK =
      Pattern.compile(
          "(?i)\\bhttps?://|\\bwww\\.[a-z0-9-]|\\b[a-z0-9-]{3,}\\.(?:ru|xyz|top|click|info|biz)\\b");
  private static final Pattern ADDRESS_IN_NAME =
      Pattern.compile("(?i)https?:|www\\.|\\.(?:com|net|org|ru|xyz|top|info|biz)\\b");
  private static final Pattern MARKUP =
      Pattern.compile("(?i)\\[url[=\\]]|<a\\s+href|\\[link[=\\]]");
  private static final Pattern TRAP =
      Pattern.compile(
          "(?i)honey ?pot|leave (this )?(field )?(blank|empty)|_gotcha|^hp$|^hp_|bot-field");

  /** Forms name their fields the same each time. */
  private static final Remembered<Boolean> TRAPS =
      new Remembered<>(name -> TRAP.matcher(name.strip()).find());

  private static final Pattern NO_VOWELS = Pattern.compile("(?i)[bcdfghjklmnpqrstvwxz]{6,}");
  private static final Pattern MIXED_CASE = Pattern.compile("\\p{Ll}\\p{Lu}");
  private static final Set<String> THROW_AWAY =
      Set.copyOf(KnownSources.lines("throw-away-domains.txt"));
  private static final int LONG_TEXT = 12;
  private static final int FULL = 100;

  private record Sign(int weight, String reason) {}

  private final List<Sign> signs = new ArrayList<>();

  private SpamScore() {}

  /** The score of an event; calls have none. Reasons quote nothing of what was written. */
  public static Spam of(EventData data, LeadRules rules) {
    Form form = data.form();
    if (form == null) {
      return Spam.NONE;
    }
    SpamScore score = new SpamScore();
    Person person = data.person();
    if (person != null) {
      score.name(person);
      score.email(person.email());
    }
    score.trap(form);
    String text = text(form);
    score.text(text);
    score.repeats(form);
    score.words(text, rules.spamWords());
    return score.result();
  }

  private Spam result() {
    if (signs.isEmpty()) {
      return Spam.NONE;
    }
    signs.sort(Comparator.comparing(Sign::weight).reversed().thenComparing(Sign::reason));
    int sum = signs.stream().mapToInt(Sign::weight).sum();
    return new Spam(Math.min(FULL, sum), signs.stream().map(Sign::reason).toList());
  }

  private void add(boolean isSo, int weight, String reason) {
    if (isSo) {
      signs.add(new Sign(weight, reason));
    }
  }

  private void name(Person person) {
    String first = person.firstName() == null ? "" : person.firstName();
    String last = person.lastName() == null ? "" : person.lastName();
    String name = (first + " " + last).strip();
    boolean written = name.indexOf('.') >= 0 || name.indexOf(':') >= 0;
    add(written && ADDRESS_IN_NAME.matcher(name).find(), 60, "a web address in the name");
    add(
        first.length() > 3 && first.equalsIgnoreCase(last),
        25,
        "first and last name are the same word");
    add(isGibberish(first) || isGibberish(last), 45, "a name that no language has");
    add(
        name.chars().filter(Character::isDigit).count() >= 3 && !name.contains("@"),
        20,
        "digits in the name");
  }

  private static boolean isGibberish(String name) {
    if (name.length() < 7 || name.indexOf(' ') >= 0) {
      return false;
    }
    int humps = count(MIXED_CASE, name);
    return NO_VOWELS.matcher(name).find() || humps >= 3;
  }

  private void email(@Nullable String email) {
    if (email == null) {
      return;
    }
    int at = email.lastIndexOf('@');
    String local = email.substring(0, Math.max(0, at));
    String domain = email.substring(at + 1).toLowerCase(Locale.ROOT);
    add(THROW_AWAY.contains(domain), 55, "a throw-away e-mail address");
    add(
        local.chars().filter(c -> c == '.').count() >= 4,
        25,
        "an e-mail address broken up by dots");
  }

  private void trap(Form form) {
    if (form.answers() == null) {
      return;
    }
    for (Answer answer : form.answers()) {
      if (answer.value() != null
          && !answer.value().isBlank()
          && (isTrap(answer.ref()) || isTrap(answer.label()))) {
        add(true, FULL, "a field was filled in that people do not see");
        return;
      }
    }
  }

  private static boolean isTrap(@Nullable String name) {
    return name != null && name.length() < 200 && TRAPS.of(name);
  }

  private void text(String text) {
    int links = mayLink(text) ? count(LINK, text) : 0;
    add(links == 1, 15, "a link in the message");
    add(links == 2, 35, "two links in the message");
    add(links > 2, 55, "many links in the message");
    boolean marked = text.indexOf('[') >= 0 || text.indexOf('<') >= 0;
    add(marked && MARKUP.matcher(text).find(), 45, "markup of links in the message");
  }

  /** A cheap look first: every link has a slash after a slash, or a letter right after a dot. */
  private static boolean mayLink(String text) {
    for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
      if (dot + 1 < text.length() && !Character.isWhitespace(text.charAt(dot + 1))) {
        return true;
      }
    }
    return text.contains("//");
  }

  private void repeats(Form form) {
    if (form.answers() == null) {
      return;
    }
    Set<String> seen = new HashSet<>();
    Set<String> labels = new HashSet<>();
    for (Answer answer : form.answers()) {
      String value = answer.value() == null ? "" : answer.value().strip();
      if (value.length() >= LONG_TEXT
          && value.indexOf(' ') > 0
          && labels.add(answer.label() + "\0" + answer.ref())
          && !seen.add(value)) {
        add(true, 35, "the same text in several answers");
        return;
      }
    }
  }

  private void words(String text, List<String> words) {
    if (words.isEmpty()) {
      return;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    long hits = words.stream().filter(lower::contains).count();
    add(hits == 1, 50, "a word that the stack suspects");
    add(hits > 1, 80, "several words that the stack suspects");
  }

  private static String text(Form form) {
    StringBuilder text = new StringBuilder(form.message() == null ? "" : form.message());
    if (form.answers() != null && form.message() == null) {
      for (Answer answer : form.answers()) {
        // An answer that is nothing but an address is the page they were on.
        if (answer.value() != null && answer.value().strip().indexOf(' ') > 0) {
          text.append('\n').append(answer.value());
        }
      }
    }
    return text.toString();
  }

  private static int count(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    int count = 0;
    while (count < 10 && matcher.find()) {
      count++;
    }
    return count;
  }
}
