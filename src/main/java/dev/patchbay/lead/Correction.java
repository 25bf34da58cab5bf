package dev.patchbay.lead;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of a lead; it wins over what was computed.
 *
 * @param event any event of the form or call it is about
 * @param field one of {@link CorrectedField}'s names
 * @param value the new value as text, or {@code null} to take back what was said before
 * @param by who said it
 */
public record Correction(
    UUID id, UUID event, String field, @Nullable String value, String by, Instant at) {

  static final Comparator<Correction> ORDER =
      Comparator.comparing(Correction::at).thenComparing(Correction::id);

  /** {@code toString} tells no value: it may name people. */
  @Override
  public String toString() {
    return "Correction[event=" + event + ", field=" + field + "]";
  }
}
