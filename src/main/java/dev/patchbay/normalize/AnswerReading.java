package dev.patchbay.normalize;

import dev.patchbay.event.Address;
import dev.patchbay.event.Answer;
import dev.patchbay.event.Person;
import dev.patchbay.mapping.EmailAddresses;
import dev.patchbay.mapping.PersonNames;
import dev.patchbay.mapping.PhoneNumbers;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the answers of one form say of the person. */
final class AnswerReading {

  private static final int MAX_NAME = 100;
  private static final Set<PersonField> ABOUT_SELF =
      EnumSet.of(
          PersonField.EMAIL,
          PersonField.PHONE,
          PersonField.FIRST_NAME,
          PersonField.LAST_NAME,
          PersonField.FULL_NAME);
  private static final Set<String> LONG_TEXT =
      Set.of("long text", "textarea", "paragraph", "multi line text", "comments");

  private final List<Question> questions;
  private final Map<PersonField, String> chosen = new EnumMap<>(PersonField.class);
  private final Set<PersonField> overridden = EnumSet.noneOf(PersonField.class);

  AnswerReading(List<Answer> answers, Map<String, String> overrides, @Nullable String region) {
    this.questions = answers.stream().map(Question::of).toList();
    String country = region;
    overrides.forEach(
        (key, name) ->
            PersonField.named(key)
                .ifPresent(
                    field -> {
                      overridden.add(field);
                      override(field, name, region);
                    }));
    for (PersonField field : PersonField.values()) {
      if (!overridden.contains(field)) {
        String value = recognize(field, country);
        if (value != null) {
          chosen.put(field, value);
        }
      }
    }
    nameByParts();
  }

  /** The person: overrides first, then what is known already, then what was recognized. */
  @Nullable Person person(@Nullable Person known) {
    Person base = known == null ? new Person(null, null, null, null, null, null, null) : known;
    String fullName = chosen.get(PersonField.FULL_NAME);
    boolean named = base.firstName() != null || base.lastName() != null;
    String first = pick(PersonField.FIRST_NAME, base.firstName());
    String last = pick(PersonField.LAST_NAME, base.lastName());
    if (fullName != null && (!named || overridden.contains(PersonField.FULL_NAME))) {
      boolean recognized = first != null || last != null;
      first = recognized && !named ? first : PersonNames.first(fullName);
      last = recognized && !named ? last : PersonNames.last(fullName);
    } else if (named
        && !overridden.contains(PersonField.FIRST_NAME)
        && !overridden.contains(PersonField.LAST_NAME)) {
      first = base.firstName();
      last = base.lastName();
    }
    Person person =
        new Person(
            pick(PersonField.EMAIL, base.email()),
            pick(PersonField.PHONE, base.phone()),
            first,
            last,
            pick(PersonField.COMPANY, base.company()),
            address(base.address()),
            base.externalIds());
    return person.equals(new Person(null, null, null, null, null, null, null)) ? null : person;
  }

  @Nullable String message(@Nullable String known) {
    return pick(PersonField.MESSAGE, known);
  }

  private @Nullable Address address(@Nullable Address known) {
    if (known != null) {
      return known;
    }
    Address address =
        new Address(
            chosen.get(PersonField.STREET),
            chosen.get(PersonField.CITY),
            chosen.get(PersonField.REGION),
            chosen.get(PersonField.POSTAL_CODE),
            chosen.get(PersonField.COUNTRY));
    return address.equals(new Address(null, null, null, null, null)) ? null : address;
  }

  private @Nullable String pick(PersonField field, @Nullable String known) {
    String found = chosen.get(field);
    return known == null || (found != null && overridden.contains(field)) ? found : known;
  }

  private void override(PersonField field, String name, @Nullable String region) {
    String wanted = AnswerLabel.plain(name);
    for (Question question : questions) {
      boolean meant =
          name.equals(question.ref()) || wanted.equals(AnswerLabel.plain(question.written()));
      String value = meant ? fit(field, question.value(), region) : null;
      if (value != null) {
        chosen.put(field, value);
        return;
      }
    }
  }

  /** The value of the surest question; nothing when two are as sure and differ. */
  private @Nullable String recognize(PersonField field, @Nullable String region) {
    int best = 0;
    String value = null;
    boolean ambiguous = false;
    for (Question question : questions) {
      int score = field.score(question.type(), question.label(), question.refWords());
      if (field == PersonField.MESSAGE && question.type().is(LONG_TEXT)) {
        score += 20;
      }
      if (score == 0
          || score < best
          || (ABOUT_SELF.contains(field) && PersonField.aboutSomebodyElse(question.label()))) {
        continue;
      }
      String fit = fit(field, question.value(), region);
      if (fit == null) {
        continue;
      }
      ambiguous = score == best ? ambiguous || !fit.equals(value) : false;
      best = score;
      value = fit;
    }
    if (value == null && field == PersonField.EMAIL) {
      return onlyAddress();
    }
    return ambiguous ? null : value;
  }

  /** Where no question asks for an address, the only address among the answers. */
  private @Nullable String onlyAddress() {
    Set<String> addresses =
        questions.stream()
            .filter(question -> !PersonField.aboutSomebodyElse(question.label()))
            .map(question -> EmailAddresses.normalize(question.value()))
            .filter(address -> address != null)
            .collect(Collectors.toSet());
    return addresses.size() == 1 ? addresses.iterator().next() : null;
  }

  private static @Nullable String fit(PersonField field, String value, @Nullable String region) {
    return switch (field) {
      case EMAIL -> EmailAddresses.normalize(value);
      case PHONE -> PhoneNumbers.e164(value, region);
      case FIRST_NAME, LAST_NAME, FULL_NAME ->
          value.length() <= MAX_NAME
                  && value.indexOf('@') < 0
                  && !value.contains("://")
                  && value.codePoints().anyMatch(Character::isLetter)
              ? value
              : null;
      case MESSAGE -> value;
      default -> value.length() <= 200 && value.indexOf('@') < 0 ? value : null;
    };
  }

  /** "Name" beside "Last name" is the first name; beside "First name" it may be the last name. */
  private void nameByParts() {
    String full = chosen.get(PersonField.FULL_NAME);
    String first = chosen.get(PersonField.FIRST_NAME);
    String last = chosen.get(PersonField.LAST_NAME);
    if (full == null || overridden.contains(PersonField.FULL_NAME)) {
      return;
    }
    if (first == null && last != null) {
      boolean whole = endsWithWord(full, last);
      chosen.put(PersonField.FIRST_NAME, whole ? stripWord(full, last) : full);
    } else if (first != null && last == null) {
      boolean whole = startsWithWord(full, first);
      String rest = whole ? full.substring(first.length()).strip() : full;
      if (!rest.isEmpty()) {
        chosen.put(PersonField.LAST_NAME, rest);
      }
    }
  }

  private static boolean startsWithWord(String text, String word) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals(word.toLowerCase(Locale.ROOT))
        || lower.startsWith(word.toLowerCase(Locale.ROOT) + " ");
  }

  private static boolean endsWithWord(String text, String word) {
    return text.toLowerCase(Locale.ROOT).endsWith(" " + word.toLowerCase(Locale.ROOT));
  }

  private static String stripWord(String text, String word) {
    return text.substring(0, text.length() - word.length()).strip();
  }

  /** An answer with the words of its question. */
  private record Question(
      AnswerLabel type,
      AnswerLabel label,
      AnswerLabel refWords,
      @Nullable String ref,
      String written,
      String value) {

    static Question of(Answer answer) {
      String written = answer.label() == null ? "" : answer.label();
      return new Question(
          AnswerLabel.of(answer.type()),
          AnswerLabel.of(written),
          AnswerLabel.of(answer.ref()),
          answer.ref(),
          written,
          answer.value() == null ? "" : answer.value());
    }
  }
}
