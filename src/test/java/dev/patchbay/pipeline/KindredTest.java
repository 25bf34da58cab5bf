package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.Attribution;
import dev.patchbay.event.Call;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.inbox.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KindredTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  @Test
  void strangersAreSharedOutEvenly() {
    List<List<ReadMessage>> halves =
        Kindred.halves(List.of(of("a"), of("b"), of("c"), of("d"), of("e")));

    assertThat(halves.get(0)).hasSize(3);
    assertThat(halves.get(1)).hasSize(2);
  }

  @Test
  void whatOnePersonSentStaysTogetherInItsOrder() {
    ReadMessage first = of("ana");
    ReadMessage second = of("ana");
    ReadMessage third = of("ana");

    List<List<ReadMessage>> halves = Kindred.halves(List.of(first, of("b"), second, third));

    assertThat(halves.get(0)).containsExactly(first, second, third);
  }

  @Test
  void peopleWhomAThirdMessageTiesTogetherAreOne() {
    ReadMessage byEmail = of("ana");
    ReadMessage byPhone = of("+12025550101");
    ReadMessage both = of("ana", "+12025550101");

    List<List<ReadMessage>> halves = Kindred.halves(List.of(byEmail, byPhone, both));

    assertThat(halves).containsExactly(List.of(byEmail, byPhone, both), List.of());
  }

  @Test
  void allThatIsSaidOfOneCallStaysTogetherAlsoWhereItNamesNobody() {
    ReadMessage caller = read(List.of(event("phones", null, person("+12025550101"), call("c1"))));
    ReadMessage recording = read(List.of(event("phones", null, null, call("c1"))));
    ReadMessage elsewhere = read(List.of(event("others", null, null, call("c1"))));

    List<List<ReadMessage>> halves = Kindred.halves(List.of(caller, elsewhere, recording));

    assertThat(halves).containsExactly(List.of(caller, recording), List.of(elsewhere));
  }

  @Test
  void allThatIsSaidOfOneRecordStaysTogether() {
    ReadMessage one = read(List.of(event("crm", "contact/7", null, null)));
    ReadMessage two = read(List.of(event("crm", "contact/7", null, null)));

    assertThat(Kindred.halves(List.of(one, two))).containsExactly(List.of(one, two), List.of());
  }

  @Test
  void messagesOfNothingCanGoAnywhere() {
    ReadMessage nothing = read(List.of());
    ReadMessage ignored = read(List.of());

    assertThat(Kindred.halves(List.of(nothing, ignored)))
        .containsExactly(List.of(nothing), List.of(ignored));
  }

  @Test
  void whoeverIsWithWhomNothingIsSharedLostOrOutOfOrder() {
    Random chance = new Random(7);
    for (int run = 0; run < 300; run++) {
      int people = 1 + chance.nextInt(40);
      List<ReadMessage> reads = new ArrayList<>();
      for (int i = 0; i < chance.nextInt(1, 60); i++) {
        String[] names = new String[1 + chance.nextInt(2)];
        Arrays.setAll(names, name -> "p" + chance.nextInt(people));
        reads.add(of(names));
      }

      List<List<ReadMessage>> halves = Kindred.halves(reads);

      Set<Object> names = names(halves.get(0));
      names.retainAll(names(halves.get(1)));
      assertThat(names).as("in both halves, run %d", run).isEmpty();
      List<ReadMessage> all = new ArrayList<>(halves.get(0));
      all.addAll(halves.get(1));
      assertThat(all).as("run %d", run).containsExactlyInAnyOrderElementsOf(reads);
      for (List<ReadMessage> half : halves) {
        assertThat(half.stream().map(reads::indexOf)).as("run %d", run).isSorted();
      }
    }
  }

  private static Set<Object> names(List<ReadMessage> half) {
    Set<Object> names = new HashSet<>();
    half.forEach(
        read -> read.items().forEach(item -> names.addAll(read.sighting(item).identifiers())));
    return names;
  }

  /** A message with an event of each of these. */
  private static ReadMessage of(String... names) {
    if (names.length == 2) {
      return read(
          List.of(
              event("form", null, person(names[0]), null),
              event("form", null, person(names[1]), null),
              event("form", null, both(names[0], names[1]), null)));
    }
    return read(List.of(event("form", null, person(names[0]), null)));
  }

  private static Person person(String name) {
    return name.startsWith("+") ? both(null, name) : both(name, null);
  }

  private static Person both(@Nullable String name, @Nullable String phone) {
    String email = name == null ? null : name + "@example.com";
    return new Person(email, phone, null, null, null, null, null);
  }

  private static Call call(String id) {
    return new Call(id, null, null, null, null, null, null, null, null, null, null, null);
  }

  private static Event event(
      String source, @Nullable String subject, @Nullable Person person, @Nullable Call call) {
    Attribution none = null;
    return new Event(
        UUID.randomUUID(),
        "lead.submitted",
        source,
        subject,
        NOW,
        new EventData(
            person, none, null, call, null, null, null, null, null, null, null, null, null, null,
            null, null));
  }

  private static ReadMessage read(List<Event> events) {
    UUID id = Ids.derived(UUID.randomUUID(), "message");
    Message message = new Message(id, "form", null, new byte[0], null, Map.of(), null, NOW);
    return new ReadMessage(
        message,
        events.stream().map(event -> new ReadMessage.Item(event, "{}", List.of())).toList(),
        List.of());
  }
}
