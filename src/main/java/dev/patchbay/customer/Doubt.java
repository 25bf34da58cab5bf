package dev.patchbay.customer;

import java.util.Locale;
import java.util.UUID;

/**
 * A match that a guard refused and a person should look at.
 *
 * @param identifier one side
 * @param other the other side
 * @param claim what said that both are one person's
 */
record Doubt(Kind kind, Identifier identifier, Identifier other, UUID claim) {

  /** Why a guard refused. */
  enum Kind {
    NAMES("One claim names both, but the full names known of the two differ."),
    UNCHECKED(
        "Only an unchecked claim joins two people whom checked sources know, and no name agrees."),
    MOST("Together they would have more addresses and numbers than one customer may have.");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The reason, for people; names no one. */
    String words() {
      return words;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** {@code toString} tells no identifiers: people must not reach logs. */
  @Override
  public String toString() {
    return "Doubt[" + kind + "]";
  }
}
