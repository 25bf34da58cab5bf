package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrictionTest {

  private static final Instant AT = Instant.parse("2026-03-02T15:00:00Z");
  private static final UUID LEAD = new UUID(0, 1);

  @Test
  void whatNeverArrivedComesBeforeWhatWasLateAndThatBeforeWhatWasInTime() {
    JourneyModels.Step form =
        new JourneyModels.Step(
            LEAD,
            AT,
            AT.plusSeconds(2),
            "form",
            "Sent a form",
            "website-form",
            List.of(),
            null,
            2_000L,
            5_400_000L,
            List.of(
                hop("crm", "delivered", 900L, "accepted"),
                hop("newsletter", "dead", null, "fix-data"),
                hop("team", "delivered", 400L, "retry", "accepted")));
    JourneyModels.Lead lead =
        new JourneyModels.Lead(
            LEAD,
            "won",
            null,
            AT.plusSeconds(2),
            AT.plusSeconds(5_402),
            AT.plusSeconds(902),
            5_400_000L);

    List<Friction> found = Friction.of(journey(List.of(lead), form));

    assertThat(found)
        .extracting(Friction::what)
        .containsExactly(
            "Until newsletter had it: Sent a form",
            "Until a human answered: Sent a form",
            "Until team had it: Sent a form",
            "Until we heard by website-form of: Sent a form",
            "Until crm had it: Sent a form");
    assertThat(found)
        .extracting(Friction::verdict)
        .containsExactly("never", "too long", "1 failed", "in time", "in time");
  }

  @Test
  void aLongSilenceIsToldAndIsNobodysFault() {
    JourneyModels.Step visit =
        new JourneyModels.Step(
            new UUID(0, 2),
            AT,
            AT,
            "visit",
            "Visited",
            "website",
            List.of(),
            null,
            5L,
            null,
            List.of());
    JourneyModels.Step sale =
        new JourneyModels.Step(
            new UUID(0, 3),
            AT.plusSeconds(259_200),
            AT.plusSeconds(259_200),
            "sale",
            "Bought",
            "till",
            List.of(),
            259_200_000L,
            5L,
            null,
            List.of());

    List<Friction> found = Friction.of(journey(List.of(), visit, sale));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).what()).isEqualTo("Nothing happened before: Bought");
    assertThat(found.get(0).isOver()).isFalse();
    assertThat(found.get(0).verdict()).isEmpty();
  }

  private static JourneyModels.Journey journey(
      List<JourneyModels.Lead> leads, JourneyModels.Step... steps) {
    return new JourneyModels.Journey(
        new UUID(0, 9),
        AT.plusSeconds(900_000),
        null,
        "bought",
        "Bought.",
        leads,
        List.of(steps),
        false);
  }

  private static JourneyModels.Hop hop(String to, String state, Long ms, String... verdicts) {
    return new JourneyModels.Hop(
        new UUID(1, to.hashCode()),
        to,
        "leads",
        null,
        state,
        ms == null ? null : Long.valueOf(5),
        ms == null ? null : Long.valueOf(ms - 5),
        ms,
        null,
        null,
        null,
        List.of(verdicts).stream()
            .map(verdict -> new JourneyModels.Try(1, AT, 5, verdict, 200, null, null, null))
            .toList());
  }
}
