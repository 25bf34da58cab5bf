package dev.patchbay.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Catalog;
import dev.patchbay.event.Call;
import dev.patchbay.event.Event;
import dev.patchbay.event.Person;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.FinishedDelivery;
import dev.patchbay.pipeline.Routing;
import dev.patchbay.plan.Planner;
import dev.patchbay.stack.StackReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is planted in the made-up years stands out of them, before anything is derived. */
class PlantedStoriesTest {

  private static final int EVENTS = 30_000;

  @ParameterizedTest
  @CsvSource({
    "harbor-coffee, mailbox, , 2026-03-09T06:00:00Z",
    "ridgeline-roofing, marketplaces, thumbtack, 2026-05-04T06:00:00Z"
  })
  void mailsThatNobodyReadsAreNeverFollowedUp(
      String story, String connection, String source, Instant from) {
    List<Event> events = events(story);
    Set<String> followed = new HashSet<>();
    events.stream()
        .filter(event -> event.type().equals("follow_up.made"))
        .filter(event -> event.data().followUp().automatic() == null)
        .forEach(event -> followed.add(event.data().person().phone()));
    Predicate<Event> mails =
        event ->
            event.source().equals(connection)
                && (source == null || source.equals(event.data().attribution().source()));

    assertThat(share(events, mails.and(event -> event.time().isAfter(from)), followed)).isZero();
    assertThat(share(events, mails.and(event -> event.time().isBefore(from)), followed))
        .isGreaterThan(0.5);
  }

  private static double share(List<Event> events, Predicate<Event> which, Set<String> followed) {
    List<Event> leads = events.stream().filter(which).toList();
    assertThat(leads).hasSizeGreaterThan(20);
    return (double) leads.stream().filter(event -> followed.contains(phone(event))).count()
        / leads.size();
  }

  private static String phone(Event event) {
    Person person = Objects.requireNonNull(event.data().person());
    return Objects.requireNonNull(person.phone());
  }

  @ParameterizedTest
  @CsvSource({
    "harbor-coffee, https://harborcoffee.example/weddings, 2026-02-01T06:00:00Z",
    "ridgeline-roofing, https://ridgelineroofing.example/hail, 2026-04-15T06:00:00Z"
  })
  void theSlowPageLosesMoreThanHalfOfItsForms(String story, String page, Instant from) {
    List<Event> events = events(story);

    double before = conversion(events, page, event -> event.time().isBefore(from));
    double after = conversion(events, page, event -> event.time().isAfter(from));

    assertThat(after).isLessThan(before * 0.6).isPositive();
  }

  private static double conversion(List<Event> events, String page, Predicate<Event> when) {
    List<Event> seen =
        events.stream()
            .filter(when)
            .filter(event -> event.data().attribution() != null)
            .filter(event -> page.equals(event.data().attribution().landingPage()))
            .toList();
    long visits = seen.stream().filter(event -> event.type().equals("visit.started")).count();
    long leads =
        seen.stream()
            .filter(event -> event.type().matches("lead\\.submitted|call\\.completed"))
            .count();
    return (double) leads / visits;
  }

  @ParameterizedTest
  @CsvSource({"harbor-coffee", "ridgeline-roofing"})
  void callsAreMissedAtLunch(String story) {
    Past past = Past.read(Path.of("examples", story));
    Calendar calendar = new Calendar(past);
    List<Call> calls =
        events(story).stream()
            .filter(event -> event.source().equals(past.connections().exchange()))
            .map(event -> event.data().call())
            .toList();

    assertThat(answered(calls, at -> calendar.isLunch(at))).isLessThan(0.35);
    assertThat(answered(calls, at -> calendar.isOpen(at) && !calendar.isLunch(at)))
        .isGreaterThan(0.75);
    assertThat(answered(calls, at -> !calendar.isOpen(at))).isLessThan(0.1);
  }

  private static double answered(List<Call> calls, Predicate<Long> when) {
    List<Call> then =
        calls.stream().filter(call -> when.test(call.startedAt().toEpochMilli())).toList();
    assertThat(then).hasSizeGreaterThan(30);
    return (double) then.stream().filter(Call::answered).count() / then.size();
  }

  @ParameterizedTest
  @CsvSource({
    "harbor-coffee, crm, 2026-03-29T23:30:00Z, 2026-03-30T14:10:00Z",
    "ridgeline-roofing, crm, 2026-05-21T00:15:00Z, 2026-05-21T15:05:00Z"
  })
  void theCrmWasDownOneNight(String story, String crm, Instant from, Instant until) {
    List<FinishedDelivery> night =
        deliveries(story).stream()
            .filter(row -> row.destination().equals(crm))
            .filter(row -> !row.receivedAt().isBefore(from) && row.receivedAt().isBefore(until))
            .toList();

    assertThat(night).isNotEmpty();
    assertThat(night).allMatch(row -> !row.attempts().get(4).startedAt().isBefore(until));
  }

  @ParameterizedTest
  @CsvSource({
    "harbor-coffee, 2026-09-01T05:00:00Z, 2026-10-12T05:00:00Z",
    "ridgeline-roofing, 2026-07-01T06:00:00Z, 2026-08-03T06:00:00Z"
  })
  void buyersStayedInTheAudienceForAWhile(String story, Instant from, Instant until) {
    List<FinishedDelivery> removals =
        deliveries(story).stream().filter(row -> "audience-remove".equals(row.action())).toList();
    List<FinishedDelivery> then =
        removals.stream()
            .filter(row -> !row.receivedAt().isBefore(from) && row.receivedAt().isBefore(until))
            .toList();

    assertThat(then).isNotEmpty().allMatch(row -> row.attempts().size() > 1);
    assertThat(then)
        .filteredOn(row -> row.state() == DeliveryState.DELIVERED)
        .allMatch(row -> took(row).compareTo(Duration.ofHours(24)) > 0);
    assertThat(
            removals.stream().filter(row -> took(row).compareTo(Duration.ofHours(1)) < 0).count())
        .isGreaterThan(removals.size() / 2);
  }

  private static Duration took(FinishedDelivery row) {
    return Duration.between(
        row.receivedAt(), row.attempts().get(row.attempts().size() - 1).endedAt());
  }

  private static List<Event> events(String story) {
    List<Event> all = new ArrayList<>();
    PastYear.of(Past.read(Path.of("examples", story)), 1, EVENTS)
        .forEachRemaining(event -> all.add(event.event()));
    return all;
  }

  private static List<FinishedDelivery> deliveries(String story) {
    Path folder = Path.of("examples", story).toAbsolutePath();
    Past past = Past.read(folder);
    Routing routing =
        new Routing(
            new Planner(
                    Catalog.builtIn(),
                    name -> Optional.of("7"),
                    path -> Optional.of("."),
                    Mappings::compile)
                .plan(StackReader.read(folder.resolve("stack.yaml"))));
    PastDeliveries made = new PastDeliveries(past, routing);
    List<FinishedDelivery> all = new ArrayList<>();
    PastYear.of(past, 1, EVENTS)
        .forEachRemaining(
            one -> all.addAll(made.of(one, null, EventJson.writeData(one.event().data()))));
    return all;
  }
}
