package dev.patchbay.normalize;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** What a form may ask of a person; questions.properties has the words, in several languages. */
enum PersonField {
  EMAIL("email"),
  PHONE("phone"),
  FIRST_NAME("firstName"),
  LAST_NAME("lastName"),
  FULL_NAME("name"),
  COMPANY("company"),
  MESSAGE("message"),
  STREET("street"),
  CITY("city"),
  REGION("region"),
  POSTAL_CODE("postalCode"),
  COUNTRY("country");

  /** What a stack may write under {@code fields:}. */
  static final List<String> NAMES = Arrays.stream(values()).map(field -> field.key).toList();

  private static final int FIELDS = values().length;
  private static final int TYPE = 4;
  private static final int EXACT = 2;
  private static final int WITHIN = 1;
  private static final Set<String> OTHERS = Words.of("others");

  private final String key;
  private final Set<String> types;
  private final Set<String> exact;
  private final Set<String> within;

  PersonField(String key) {
    this.key = key;
    this.types = Words.of(key + ".type");
    this.exact = Words.of(key + ".exact");
    this.within = Words.of(key + ".within");
  }

  static Optional<PersonField> named(String key) {
    return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
  }

  /** Whether the question is about somebody else than the one who answers. */
  static boolean aboutSomebodyElse(AnswerLabel label) {
    return label.fields()[FIELDS] != 0;
  }

  /** How surely this is asked by an answer of this type, label and ref; 0 for not at all. */
  int score(AnswerLabel type, AnswerLabel label, AnswerLabel ref) {
    boolean part = this == FIRST_NAME || this == LAST_NAME;
    if (part && (isWhole(label) || (label.size() == 0 && isWhole(ref)))) {
      return 0;
    }
    int score = (type.fields()[ordinal()] & TYPE) != 0 ? 60 : 0;
    byte asked = label.fields()[ordinal()];
    if ((asked & EXACT) != 0) {
      score += 40;
    } else if ((asked & WITHIN) != 0) {
      score += 25;
    }
    byte named = ref.fields()[ordinal()];
    if ((named & EXACT) != 0) {
      score += 30;
    } else if ((named & WITHIN) != 0) {
      score += 15;
    }
    return score;
  }

  private static boolean isWhole(AnswerLabel label) {
    return (label.fields()[FULL_NAME.ordinal()] & EXACT) != 0;
  }

  /** What a label has of each field's words, and at the end whether it is about somebody else. */
  static byte[] allIn(AnswerLabel label) {
    byte[] all = new byte[FIELDS + 1];
    for (PersonField field : values()) {
      int found = label.is(field.types) ? TYPE : 0;
      found |= label.is(field.exact) ? EXACT : 0;
      found |= label.has(field.within) || label.isNumbered(field.exact) ? WITHIN : 0;
      all[field.ordinal()] = (byte) found;
    }
    all[FIELDS] = (byte) (label.has(OTHERS) ? 1 : 0);
    return all;
  }

  /** The words of questions.properties. */
  private static final class Words {
    private static final Properties ALL = load();

    static Set<String> of(String key) {
      return Arrays.stream(ALL.getProperty(key, "").split(","))
          .map(String::strip)
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    }

    private static Properties load() {
      Properties words = new Properties();
      try (InputStream file = PersonField.class.getResourceAsStream("questions.properties");
          Reader text =
              new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8)) {
        words.load(text);
      } catch (IOException e) {
        throw new UncheckedIOException("Reading questions.properties", e);
      }
      return words;
    }
  }
}
