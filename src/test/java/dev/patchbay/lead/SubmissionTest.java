package dev.patchbay.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubmissionTest {

  @Test
  void aSentFormIsCountedWhereItsVisitCameFrom() {
    Submission sent =
        told(Told.submission("s", 5, Told.from("Google", "cpc", "spring"))).submissions().get(0);

    assertThat(sent.origin().source()).isEqualTo("google");
    assertThat(sent.origin().campaign()).isEqualTo("spring");
    assertThat(sent.page()).isEqualTo("example.com/contact");
    assertThat(sent.form()).isEqualTo("f1");
    assertThat(sent.lead()).isNull();
  }

  @Test
  void itIsNeitherALeadNorAVisitNorATouch() {
    Leads told = told(Told.submission("s", 5, Told.from("google", "cpc", "spring")));

    assertThat(told.leads()).isEmpty();
    assertThat(told.visits()).isEmpty();
    assertThat(told.touches()).isEmpty();
  }

  @Test
  void itKnowsTheFormThatArrivedClosestToIt() {
    Happening sent = Told.submission("s", 10, Told.from("google", "cpc", "spring"));

    assertThat(told(sent, Told.form("early", 2), Told.form("near", 9), Told.form("late", 25)))
        .satisfies(told -> assertThat(told.submissions().get(0).lead()).isEqualTo(Told.id("near")));
    assertThat(told(sent, Told.form("before", 4), Told.form("after", 41)))
        .satisfies(told -> assertThat(told.submissions().get(0).lead()).isNull());
  }

  @Test
  void aCallIsNotWhatArrivedOfIt() {
    Leads told =
        told(
            Told.submission("s", 10, Told.from("google", "cpc", "spring")),
            Told.call(
                "c",
                "call.completed",
                "phone",
                11,
                "C",
                Told.facts("C", "inbound", 60, true, null)));

    assertThat(told.leads()).hasSize(1);
    assertThat(told.submissions().get(0).lead()).isNull();
  }

  @Test
  void inWhateverOrderAndHoweverOftenItIsTheSame() {
    List<Happening> events = new ArrayList<>(new MadeHistory(new Random(3), "h").events(60));
    Leads expected = Leads.of(Told.history(events), LeadRules.USUAL);
    assertThat(expected.submissions()).hasSizeGreaterThan(2);
    events.addAll(List.copyOf(events));
    for (int order = 0; order < 20; order++) {
      Collections.shuffle(events, new Random(order));
      assertThat(Leads.of(Told.history(events), LeadRules.USUAL).submissions())
          .isEqualTo(expected.submissions());
    }
  }

  private static Leads told(Happening... events) {
    return Leads.of(Told.history(List.of(events)), LeadRules.USUAL);
  }
}
