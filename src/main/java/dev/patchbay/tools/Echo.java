package dev.patchbay.tools;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells a tool's own change from the echo of what we wrote to it, or of what it told before.
 *
 * <p>A told field is known when it equals what the tool is known to hold; when one of our writes
 * put it there that the tool may not have known to be replaced yet; and when the tool has told of a
 * later state since: webhooks come late and in any order. An event is an echo when it tells nothing
 * but what is known.
 */
final class Echo {

  /** By so much our clock and the tool's may differ, or a write's answer come late. */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  /** How far back rounds are counted. */
  static final Duration ROUND = Duration.ofHours(1);

  /**
   * After so many rounds, where we wrote one value and the tool told another, two tools are at odds
   * that each change what they are given; no person is that busy.
   */
  static final int ROUNDS = 5;

  private enum Known {
    NO,
    TOLD,
    WRITTEN
  }

  private final List<Fact> facts;
  private final Fact told;
  private final Instant received;

  private Echo(List<Fact> facts, Fact told, Instant received) {
    this.facts = facts;
    this.told = told;
    this.received = received;
  }

  /**
   * Whether {@code told} is an echo.
   *
   * @param facts what else is known of the same tool's record, in {@link Fact#ORDER}
   * @param received when it reached us
   */
  static boolean is(List<Fact> facts, Fact told, Instant received) {
    return new Echo(facts, told, received).isEcho();
  }

  private boolean isEcho() {
    for (Map.Entry<String, String> field : told.fields().entrySet()) {
      if (known(field.getKey(), field.getValue()) == Known.NO) {
        return false;
      }
    }
    return !told.fields().isEmpty();
  }

  private Known known(String field, String value) {
    List<Fact> line = new ArrayList<>();
    for (Fact fact : facts) {
      if (!fact.id().equals(told.id()) && (fact.removes() || fact.fields().containsKey(field))) {
        line.add(fact);
      }
    }
    Known held = held(line, field, value);
    if (held != Known.NO) {
      return held;
    }
    for (int i = 0; i < line.size(); i++) {
      Fact fact = line.get(i);
      if (fact.origin() == Fact.Origin.WRITTEN
          && fact.says(field, value)
          && (fact.isPending() || mayStillHold(line, i, field, value))) {
        return Known.WRITTEN;
      }
    }
    return isOutdated(line) || isRound(line, field) ? Known.TOLD : Known.NO;
  }

  /** By what the tool is known to hold now, apart from what is under way, and who put it there. */
  private static Known held(List<Fact> line, String field, String value) {
    Known known = Known.NO;
    for (int i = line.size() - 1; i >= 0; i--) {
      Fact fact = line.get(i);
      if (fact.isPending()) {
        continue;
      }
      if (!fact.says(field, value)) {
        return known;
      }
      if (fact.origin() == Fact.Origin.WRITTEN) {
        return Known.WRITTEN;
      }
      known = Known.TOLD;
    }
    return known;
  }

  /** Whether the tool may have told this before it knew what came after our write. */
  private boolean mayStillHold(List<Fact> line, int write, String field, String value) {
    for (Fact later : line.subList(write + 1, line.size())) {
      if (later.says(field, value)) {
        continue;
      }
      if (later.isPending()) {
        return true;
      }
      return later.origin() == Fact.Origin.TOLD
          ? !told.told().isAfter(later.told())
          : !told.at().isAfter(later.at().plus(LEEWAY));
    }
    return true;
  }

  /** Whether the tool itself told of a later state since. */
  private boolean isOutdated(List<Fact> line) {
    return line.stream()
        .anyMatch(
            fact ->
                fact.origin() == Fact.Origin.TOLD
                    && !fact.removes()
                    && fact.told().isAfter(told.told()));
  }

  /** Whether we wrote and the tool told otherwise, again and again. */
  private boolean isRound(List<Fact> line, String field) {
    int rounds = 0;
    String written = null;
    for (Fact fact : line) {
      if (fact.isPending() || fact.removes() || fact.at().isBefore(received.minus(ROUND))) {
        continue;
      }
      if (fact.origin() == Fact.Origin.WRITTEN) {
        written = fact.fields().get(field);
      } else if (written != null && !fact.says(field, written)) {
        rounds++;
        written = null;
      }
    }
    return rounds >= ROUNDS;
  }
}
