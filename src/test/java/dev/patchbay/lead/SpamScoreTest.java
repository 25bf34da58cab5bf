package dev.patchbay.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.Answer;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Form;
import dev.patchbay.event.Person;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpamScoreTest {

  @Test
  void letsPeoplePass() {
    assertThat(score("Ana", "Ortiz", "ana.ortiz@example.com", "Can you look at our roof?").score())
        .isZero();
    assertThat(
            score("Wojciech", "Szczęsny", "w@example.com", "See https://example.com/plan").score())
        .isLessThan(30);
    assertThat(score("Anne-Marie", "McKenzie-Smith", "a@example.com", "Call me").score()).isZero();
  }

  @Test
  void seesThroughTheUsualSpam() {
    assertThat(
            score(
                    "Robertnob",
                    "Robertnob",
                    "x@mailinator.com",
                    "Best pills <a href=http://a.example>a</a> http://b.example http://c.example")
                .score())
        .isEqualTo(100);
    assertThat(score("xKjHgTrWq", "PlMnBvCx", "x@example.com", "hello").score())
        .isGreaterThanOrEqualTo(40);
    assertThat(score("Win www.prize.example", "", "x@example.com", "hi").score())
        .isGreaterThanOrEqualTo(60);
  }

  @Test
  void seesAFieldFilledInThatPeopleDoNotSee() {
    Spam spam =
        SpamScore.of(
            data(
                new Person("a@example.com", null, "Ana", null, null, null, null),
                new Form(
                    "f",
                    "Contact",
                    null,
                    List.of(new Answer("Leave this field blank", "hp_1", "text", "yes")),
                    "hi")),
            LeadRules.USUAL);

    assertThat(spam)
        .isEqualTo(new Spam(100, List.of("a field was filled in that people do not see")));
  }

  @Test
  void quotesNothingOfWhatWasWritten() {
    Spam spam =
        score("http://secret.example", "Q", "q@yopmail.com", "secret http://secret.example");

    assertThat(spam.reasons())
        .isNotEmpty()
        .allSatisfy(reason -> assertThat(reason).doesNotContain("secret"));
  }

  private static Spam score(String first, String last, String email, String message) {
    return SpamScore.of(
        data(
            new Person(email, null, first, last, null, null, null),
            new Form("f", "Contact", null, null, message)),
        LeadRules.USUAL);
  }

  private static EventData data(Person person, Form form) {
    return Told.data(person, null, form, null, null, null, null, null, null);
  }
}
