package dev.patchbay.customer;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What was decided of identifiers, by a person or by a rule that looks at all claims.
 *
 * @param identifiers those it is about
 * @param others for {@link Kind#DIFFERENT}, whom they are not; empty else
 * @param by who decided
 * @param why in their words
 */
public record Decision(
    UUID id,
    Kind kind,
    List<Identifier> identifiers,
    List<Identifier> others,
    String by,
    String why,
    Instant at) {

  /** What can be decided. */
  public enum Kind {
    /** All of them are one person's. */
    SAME,
    /** Those of the one side are never of one person with those of the other. */
    DIFFERENT,
    /** Many people use it: it joins nobody. */
    SHARED,
    /** Never a customer. */
    BLOCKED,
    /** One person's own, whatever the rules say. */
    PERSONAL;

    /** As in the table and the API. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** {@code toString} tells no identifiers: people must not reach logs. */
  @Override
  public String toString() {
    return "Decision[" + id + ", " + kind + "]";
  }
}
