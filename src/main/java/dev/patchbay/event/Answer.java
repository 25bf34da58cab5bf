package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/**
 * One answer of a form.
 *
 * @param label the question as people saw it
 * @param ref the form tool's stable name of the question
 * @param type the form tool's own word, such as {@code email}, {@code text}, {@code choice}
 * @param value the answer as text; several choices are joined by {@code ", "}
 */
public record Answer(
    @Nullable String label, @Nullable String ref, @Nullable String type, @Nullable String value) {

  /** {@code toString} tells no answer: people must not reach logs. */
  @Override
  public String toString() {
    return "Answer[ref=" + ref + "]";
  }
}
