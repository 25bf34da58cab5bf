package dev.patchbay.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswerLabelTest {

  @Test
  void readsAsciiAsItReadsAnyText() {
    String signs = "aAsSzZ09 '_-.,!?\t\n~/";
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      assertThat(AnswerLabel.plain(text.toString()))
          .as("%s", text)
          .isEqualTo(AnswerLabel.plainUnicode(text.toString()));
    }
  }

  @Test
  void findsPhrasesWordForWord() {
    AnswerLabel label = AnswerLabel.of("What is your Partner's e-mail address?");
    assertThat(label.has(Set.of("e mail"))).isTrue();
    assertThat(label.has(Set.of("partners e mail address"))).isTrue();
    assertThat(label.has(Set.of("mail a", "e", "x"))).isTrue();
    assertThat(label.has(Set.of("mail a", "add", "mail e"))).isFalse();
    assertThat(label.is(Set.of("partners e mail address"))).isTrue();
    assertThat(label.is(Set.of("e mail"))).isFalse();
  }
}
