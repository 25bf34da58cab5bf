package dev.patchbay.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.EventType;
import dev.patchbay.event.Person;
import dev.patchbay.mapping.EventJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastYearTest {

  private static final int EVENTS = 20_000;

  @Test
  void theSameSeedMakesTheSameYearAndAnotherAnother() {
    List<PastEvent> first = year("harbor-coffee", 7, 4000);

    assertThat(year("harbor-coffee", 7, 4000)).isEqualTo(first);
    assertThat(year("harbor-coffee", 8, 4000)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"harbor-coffee", "ridgeline-roofing"})
  void aYearIsInOrderAndOfAboutTheSizeAsked(String story) {
    List<PastEvent> events = year(story, 1, EVENTS);

    assertThat(events).hasSizeBetween(EVENTS * 9 / 10, EVENTS * 11 / 10);
    assertThat(events).extracting(PastEvent::receivedAt).isSorted();
    assertThat(events).extracting(event -> event.event().id()).doesNotHaveDuplicates();
    assertThat(events).extracting(event -> event.event().type()).isSubsetOf(EventType.ALL);
    assertThat(events).allMatch(event -> !event.event().time().isAfter(event.receivedAt()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"harbor-coffee", "ridgeline-roofing"})
  void aYearHasEachKindOfThingThatLeadsAreMadeOf(String story) {
    Map<String, Long> types =
        year(story, 1, EVENTS).stream()
            .collect(Collectors.groupingBy(event -> event.event().type(), Collectors.counting()));

    assertThat(types)
        .containsKeys(
            "visit.started",
            "page.measured",
            "form.submitted",
            "lead.submitted",
            "call.completed",
            "follow_up.made",
            "deal.stage_changed",
            "sale.completed",
            "sale.refunded",
            "subscriber.subscribed",
            "subscriber.unsubscribed",
            "ad.spend_reported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"harbor-coffee", "ridgeline-roofing"})
  void noTwoPeopleHaveOneAddressOrNumberAndNoneIsReal(String story) {
    Map<String, Set<String>> namesByAddress = new HashMap<>();
    Map<String, Set<String>> namesByPhone = new HashMap<>();
    for (PastEvent event : year(story, 1, EVENTS)) {
      Person person = event.event().data().person();
      if (person == null || person.firstName() == null) {
        continue;
      }
      String name = person.firstName() + " " + person.lastName();
      if (person.email() != null) {
        assertThat(person.email()).matches(".+@example\\.(com|org)");
        namesByAddress.computeIfAbsent(person.email(), email -> new HashSet<>()).add(name);
      }
      if (person.phone() != null) {
        assertThat(person.phone()).matches("\\+1[2-9]\\d\\d55501\\d\\d");
        namesByPhone.computeIfAbsent(person.phone(), phone -> new HashSet<>()).add(name);
      }
    }
    assertThat(namesByAddress.values())
        .allMatch(names -> names.size() == 1)
        .hasSizeGreaterThan(100);
    assertThat(namesByPhone.values()).allMatch(names -> names.size() == 1).hasSizeGreaterThan(100);
  }

  @Test
  void whatIsToldCanBeStoredAndReadAgain() {
    for (PastEvent event : year("harbor-coffee", 3, 4000)) {
      String data = EventJson.writeData(event.event().data());
      assertThat(EventJson.readData(data)).isEqualTo(event.event().data());
    }
  }

  private static List<PastEvent> year(String story, long seed, int events) {
    List<PastEvent> all = new ArrayList<>();
    PastYear.of(Past.read(Path.of("examples", story)), seed, events).forEachRemaining(all::add);
    return all;
  }
}
