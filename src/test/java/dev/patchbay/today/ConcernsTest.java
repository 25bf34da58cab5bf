package dev.patchbay.today;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.PollHealth;
import dev.patchbay.today.Concern.Level;
import dev.patchbay.today.ConnectionFacts.Pile;
import dev.patchbay.today.ConnectionFacts.Sending;
import dev.patchbay.today.ConnectionFacts.State;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConcernsTest {

  private static final ZoneId ZONE = ZoneId.of("America/Chicago");

  /** A Wednesday, 14:15. */
  private static final Instant NOW = Instant.parse("2026-03-18T19:15:00Z");

  private final Concerns concerns = new Concerns(NOW, ZONE);

  @Test
  void saysNothingOfAConnectionThatWorks() {
    assertThat(concerns.of(facts().build())).isEmpty();
    assertThat(Standing.of(List.of())).isEqualTo(new Standing(Standing.Health.WORKS, "Works."));
  }

  @Test
  void saysThatATokenIsRefusedSinceWhenWhoWaitsAndWhatToDo() {
    Concern concern =
        only(
            facts()
                .sending(
                    new Sending(
                        State.REFUSED,
                        Instant.parse("2026-03-18T14:14:00Z"),
                        "token-refused",
                        "The destination answered 401.",
                        "Make a new token under Settings, then restart.",
                        null))
                .waiting(new Pile(31, NOW.minusSeconds(60), null))
                .leads(12));

    assertThat(concern.text()).isEqualTo("CRM (HubSpot) refuses the token since 09:14.");
    assertThat(concern.meaning()).isEqualTo("12 leads wait.");
    assertThat(concern.remedy()).isEqualTo("Make a new token under Settings, then restart.");
    assertThat(concern.level()).isEqualTo(Level.BROKEN);
    assertThat(concern.link()).isEqualTo("/app/connections/crm");
  }

  @Test
  void saysThatAMailboxRefusesTheSignIn() {
    Concern concern =
        only(
            facts("mailbox", "Mailbox")
                .reading(PollHealth.Problem.REFUSED, Instant.parse("2026-03-18T14:14:00Z")));

    assertThat(concern.text()).isEqualTo("Mailbox refuses the sign-in since 09:14.");
    assertThat(concern.meaning()).isEqualTo("What came there since is not seen.");
    assertThat(concern.level()).isEqualTo(Level.BROKEN);
  }

  @Test
  void saysThatASourceCannotBeReachedOnceThatLasts() {
    Facts facts = facts("mailbox", "Mailbox");
    PollHealth.Problem away = PollHealth.Problem.UNREACHABLE;

    assertThat(concerns.of(facts.reading(away, NOW.minusSeconds(30)).build())).isEmpty();
    assertThat(only(facts.reading(away, NOW.minusSeconds(90))).text())
        .startsWith("Mailbox cannot be reached since ");
    assertThat(only(facts.reading(PollHealth.Problem.FAILED, NOW.minusSeconds(90))).kind())
        .isEqualTo("source.failed");
  }

  @Test
  void saysHowLongAPhoneIsSilentAndHowOftenItUsuallyRings() {
    Habit habit = everyMinutes(40, 8, 18);
    Concern concern = only(facts("front-desk", "Dialpad").listening(heard(300, null, null, habit)));

    assertThat(concern.text())
        .isEqualTo("Front desk (Dialpad): nothing heard for 5 h, usually every 40 min.");
    assertThat(concern.level()).isEqualTo(Level.ATTENTION);
  }

  @Test
  void isNotAlarmedByAQuietNightNorBeforeAWeekIsKnown() {
    Instant night = Instant.parse("2026-03-18T11:00:00Z");
    Habit habit = everyMinutes(40, 8, 18);
    Listening quiet = new Listening(night.minus(Duration.ofHours(11)), NOW, null, null, habit);

    assertThat(quiet.isUnusual(night)).isFalse();
    assertThat(quiet.isUnusual(night.plus(Duration.ofHours(9)))).isTrue();
    Map<Instant, Long> hours = Map.of(NOW.truncatedTo(ChronoUnit.HOURS), 500L);
    assertThat(
            Habit.learned(hours, NOW.minus(6, ChronoUnit.DAYS), NOW, ZONE)
                .usually(NOW.minus(7, ChronoUnit.DAYS), NOW))
        .isZero();
  }

  @Test
  void holdsSilenceToWhatTheStackExpectsInItsHours() {
    Habit unknown = Habit.unknown(ZONE);
    Concern concern =
        only(
            facts("front-desk", "Dialpad")
                .listening(heard(300, Duration.ofHours(4), "Mon-Sat 08:00-18:00", unknown)));

    assertThat(concern.text())
        .isEqualTo("Front desk (Dialpad): nothing heard for 5 h, expected every 4 h.");
    assertThat(concern.level()).isEqualTo(Level.BROKEN);
    assertThat(heard(300, Duration.ofHours(4), "Sat 08:00-18:00", unknown).isOverdue(NOW))
        .isFalse();
    assertThat(heard(300, Duration.ofHours(6), null, unknown).isOverdue(NOW)).isFalse();
    assertThat(
            new Listening(null, NOW.minusSeconds(7_200), Duration.ofHours(1), null, unknown)
                .isOverdue(NOW))
        .as("never heard from since the start")
        .isTrue();
  }

  @Test
  void tellsADestinationThatIsDownFromOneThatIsSlowOrPaused() {
    Pile old = new Pile(3, NOW.minus(Duration.ofMinutes(20)), "connect");
    Concern down =
        only(facts().sending(new Sending(State.DOWN, null, null, null, null, null)).waiting(old));
    assertThat(down.text()).isEqualTo("CRM (HubSpot) cannot be reached since 13:55.");
    assertThat(down.meaning()).isEqualTo("3 deliveries wait.");

    Concern slow = only(facts().waiting(old));
    assertThat(slow.level()).isEqualTo(Level.ATTENTION);
    assertThat(slow.text())
        .isEqualTo("CRM (HubSpot) cannot be reached: the oldest delivery waits since 13:55.");
    assertThat(concerns.of(facts().waiting(new Pile(3, NOW.minusSeconds(60), null)).build()))
        .isEmpty();

    Concern paused =
        only(
            facts()
                .sending(
                    new Sending(
                        State.HALTED,
                        NOW.minus(Duration.ofDays(1)),
                        null,
                        "moving house",
                        null,
                        "ada")));
    assertThat(paused.level()).isEqualTo(Level.NOTE);
    assertThat(paused.text())
        .isEqualTo("CRM (HubSpot) is paused by ada since yesterday 14:15: moving house.");
    assertThat(Standing.of(List.of(paused)).health()).isEqualTo(Standing.Health.PAUSED);
  }

  @Test
  void saysWhatWasGivenUpAndWhatCouldNotBeRead() {
    List<Concern> both =
        concerns.of(
            facts()
                .dead(
                    List.of(
                        new Pile(2, NOW.minusSeconds(90), "rejected"),
                        new Pile(1, NOW.minusSeconds(900), "conflict")))
                .leads(2)
                .invalid(List.of(new Pile(1, NOW, "mapping.missing")))
                .build());

    assertThat(both)
        .extracting(Concern::text)
        .containsExactly(
            "3 deliveries to CRM (HubSpot) were given up: it refuses what is in it, and more.",
            "1 message from CRM (HubSpot) could not be read.");
    assertThat(both.get(0).meaning()).isEqualTo("2 leads did not get there.");
    assertThat(both.get(0).link()).isEqualTo("/app/dead-letters?destination=crm");
    assertThat(both.get(1).link()).isEqualTo("/app/invalid?connection=crm");
  }

  @Test
  void putsWhatIsBrokenFirst() {
    List<Concern> all =
        concerns.of(
            facts()
                .dead(List.of(new Pile(1, NOW.minusSeconds(900), "rejected")))
                .stopped(Finding.error("plan.missing-secret", "A secret is missing.", "Set TOKEN."))
                .build());

    assertThat(all)
        .extracting(Concern::kind)
        .containsExactly("connection.stopped", "deliveries.dead");
    assertThat(all.get(0).text()).isEqualTo("CRM (HubSpot) does not run: A secret is missing.");
    assertThat(Standing.of(all).health()).isEqualTo(Standing.Health.BROKEN);
  }

  @Test
  void saysNamesAndSpansAsPeopleDo() {
    assertThat(Words.name("website-form")).isEqualTo("Website form");
    assertThat(Words.name("crm")).isEqualTo("CRM");
    assertThat(Words.name("hubspot", "HubSpot")).isEqualTo("HubSpot");
    assertThat(Words.span(Duration.ofMillis(2_394_000))).isEqualTo("40 min");
    assertThat(Words.span(Duration.ofMinutes(299))).isEqualTo("5 h");
    assertThat(Words.span(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
    assertThat(Words.span(Duration.ofHours(101))).isEqualTo("4 d 5 h");
    assertThat(Words.does("workflow-off")).isEqualTo("says: workflow off");
    assertThat(Words.time(NOW.minus(Duration.ofDays(3)), NOW, ZONE)).isEqualTo("15 Mar 14:15");
    assertThat(Words.number(2_000, "lead", "leads")).isEqualTo("2,000 leads");
  }

  private Concern only(Facts facts) {
    List<Concern> all = concerns.of(facts.build());
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static Listening heard(
      int minutes, @Nullable Duration every, @Nullable String during, Habit habit) {
    return new Listening(NOW.minus(Duration.ofMinutes(minutes)), NOW, every, during, habit);
  }

  /** Four weeks with one message so often on weekdays from one hour to another. */
  private static Habit everyMinutes(int minutes, int from, int to) {
    Map<Instant, Long> hours = new HashMap<>();
    Instant begin = NOW.minus(28, ChronoUnit.DAYS);
    for (Instant at = begin; at.isBefore(NOW); at = at.plus(Duration.ofMinutes(minutes))) {
      ZonedDateTime local = at.atZone(ZONE);
      if (local.getDayOfWeek() != DayOfWeek.SUNDAY
          && local.getHour() >= from
          && local.getHour() < to) {
        hours.merge(at.truncatedTo(ChronoUnit.HOURS), 1L, Long::sum);
      }
    }
    return Habit.learned(hours, begin, NOW, ZONE);
  }

  private static Facts facts() {
    return facts("crm", "HubSpot");
  }

  private static Facts facts(String name, String title) {
    return new Facts(name, title);
  }

  /** Facts of a connection that works, but for what is set. */
  private static final class Facts {
    private final String name;
    private final String title;
    private @Nullable Finding stopped;
    private PollHealth.@Nullable Trouble reading;
    private @Nullable Listening listening;
    private @Nullable Sending sending = Sending.OPEN;
    private @Nullable Pile waiting;
    private List<Pile> dead = List.of();
    private List<Pile> invalid = List.of();
    private long leads;

    Facts(String name, String title) {
      this.name = name;
      this.title = title;
    }

    Facts stopped(Finding value) {
      stopped = value;
      return this;
    }

    Facts listening(Listening value) {
      listening = value;
      return this;
    }

    Facts sending(Sending value) {
      sending = value;
      return this;
    }

    Facts reading(PollHealth.Problem problem, Instant since) {
      reading = new PollHealth.Trouble(problem, since);
      return this;
    }

    Facts waiting(Pile value) {
      waiting = value;
      return this;
    }

    Facts dead(List<Pile> value) {
      dead = value;
      return this;
    }

    Facts invalid(List<Pile> value) {
      invalid = value;
      return this;
    }

    Facts leads(long value) {
      leads = value;
      return this;
    }

    ConnectionFacts build() {
      return new ConnectionFacts(
          name, title, stopped, reading, listening, null, invalid, sending, waiting, dead, leads);
    }
  }
}
