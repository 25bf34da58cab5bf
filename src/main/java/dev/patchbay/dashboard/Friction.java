package dev.patchbay.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one customer waited, or something went wrong: one line of the page that walks both sides of
 * the house through a journey.
 *
 * @param side whose it is to mend: {@code Wires}, {@code People}, or {@code Customer} for silence
 *     that may be theirs
 * @param tookMs how long it took; {@code null} when it never came to an end
 * @param target whether its target was kept: {@code true} or {@code false}, {@code null} without
 *     one
 * @param failures attempts that were not accepted
 */
record Friction(
    Instant at,
    String side,
    String what,
    @Nullable Long tookMs,
    @Nullable Boolean target,
    int failures) {

  private static final long SILENCE = Duration.ofDays(1).toMillis();

  /** Whether it missed its target, failed, or never came to an end. */
  public boolean isOver() {
    return tookMs == null || failures > 0 || Boolean.FALSE.equals(target);
  }

  /** The verdict in a word or two. */
  public String verdict() {
    if (tookMs == null) {
      return "never";
    }
    if (Boolean.FALSE.equals(target)) {
      return "too long";
    }
    return failures > 0 ? failures + " failed" : target == null ? "" : "in time";
  }

  /** Every place of a journey where time went, what is amiss first, then the longest. */
  static List<Friction> of(JourneyModels.Journey journey) {
    List<Friction> found = new ArrayList<>();
    for (JourneyModels.Step step : journey.steps()) {
      Long since = step.sincePreviousMs();
      if (since != null && since > SILENCE) {
        String what = "Nothing happened before: " + step.title();
        found.add(new Friction(step.at(), "Customer", what, since, null, 0));
      }
      Long capture = step.captureMs();
      if (capture != null && (step.isHeardLate() || journey.began(step) != null)) {
        String what = "Until we heard by %s of: %s".formatted(step.connection(), step.title());
        found.add(new Friction(step.at(), "Wires", what, capture, !step.isHeardLate(), 0));
      }
      step.deliveries().forEach(hop -> delivery(step, hop, found));
      JourneyModels.Lead lead = journey.began(step);
      if (lead != null && lead.duplicateOf() == null && !lead.status().equals("spam")) {
        touch(journey, step, lead, found);
      }
    }
    found.sort(
        Comparator.comparing(Friction::isOver)
            .thenComparing(each -> each.tookMs() == null ? Long.MAX_VALUE : each.tookMs())
            .reversed()
            .thenComparing(Friction::at));
    return found;
  }

  private static void delivery(
      JourneyModels.Step step, JourneyModels.Hop hop, List<Friction> found) {
    if (hop.state().equals("canceled")) {
      return;
    }
    int failures =
        (int) hop.attempts().stream().filter(each -> !each.verdict().equals("accepted")).count();
    found.add(
        new Friction(
            step.receivedAt(),
            "Wires",
            "Until %s had it: %s".formatted(hop.destination(), step.title()),
            hop.deliveryMs(),
            !hop.isSlow(),
            failures));
  }

  private static void touch(
      JourneyModels.Journey journey,
      JourneyModels.Step step,
      JourneyModels.Lead lead,
      List<Friction> found) {
    Long took = lead.touchMs();
    boolean late = journey.isLate(lead);
    if (took != null || late) {
      found.add(
          new Friction(
              lead.receivedAt(),
              "People",
              "Until a human answered: " + step.title(),
              took,
              lead.touchDueAt() == null ? null : Boolean.valueOf(!late),
              0));
    }
  }
}
