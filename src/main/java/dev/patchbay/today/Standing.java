package dev.patchbay.today;

import java.util.List;

/**
 * How a connection stands, in a word and a sentence.
 *
 * @param sentence what is the matter, or that nothing is
 */
public record Standing(Health health, String sentence) {

  /** The word for it. */
  public enum Health {
    WORKS("works"),
    ATTENTION("needs a look"),
    PAUSED("paused"),
    BROKEN("broken");

    private final String word;

    Health(String word) {
      this.word = word;
    }

    /** As people read it. */
    public String word() {
      return word;
    }
  }

  /** By what is wrong, the gravest first. */
  public static Standing of(List<Concern> concerns) {
    if (concerns.isEmpty()) {
      return new Standing(Health.WORKS, "Works.");
    }
    boolean paused = concerns.stream().anyMatch(each -> each.kind().equals("lane.halted"));
    Concern first = concerns.get(0);
    Health health =
        first.level() == Concern.Level.BROKEN
            ? Health.BROKEN
            : paused ? Health.PAUSED : Health.ATTENTION;
    return new Standing(health, first.text());
  }
}
