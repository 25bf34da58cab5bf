package dev.patchbay.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  @Test
  void findsWhatWasMeant() {
    List<String> known = List.of("connector", "with", "fields", "expect");
    assertThat(NearestName.of("conector", known)).contains("connector");
    assertThat(NearestName.of("wiht", known)).contains("with");
    assertThat(NearestName.of("Expects", known)).contains("expect");
    assertThat(NearestName.of("lane", known)).isEmpty();
    assertThat(NearestName.of("x".repeat(100_000), known)).isEmpty();
    assertThat(NearestName.remedy("feilds", known)).startsWith("Did you mean 'fields'?");
  }

  @Test
  void quotesOnlyWhatLooksLikeAName() {
    assertThat(NearestName.quoted("hub-spot")).isEqualTo(" 'hub-spot'");
    assertThat(NearestName.quoted("a b")).isEmpty();
    assertThat(NearestName.quoted("x\u001b[31m")).isEmpty();
  }

  @Test
  void readsDurations() {
    assertThat(DurationText.parse("1h30m")).contains(Duration.ofMinutes(90));
    assertThat(DurationText.parse("250ms")).contains(Duration.ofMillis(250));
    assertThat(DurationText.parse("2d")).contains(Duration.ofDays(2));
    assertThat(DurationText.parse("5 minutes")).isEmpty();
    assertThat(DurationText.parse("")).isEmpty();
    assertThat(DurationText.parse("10")).isEmpty();
  }
}
