package dev.patchbay.signin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of somebody's wish to be let in, or to change how.
 *
 * @param problem why not, as a sentence, or {@code null} when it was done
 * @param opensAt when the next try may be, where one must wait, or {@code null}
 * @param cookies values of {@code Set-Cookie} to answer with
 */
public record Entry(@Nullable String problem, @Nullable Instant opensAt, List<String> cookies) {

  /** Done. */
  static Entry done(String... cookies) {
    return new Entry(null, null, List.of(cookies));
  }

  /** Not done. */
  static Entry refused(String problem) {
    return new Entry(problem, null, List.of());
  }

  /** Too many tries. */
  static Entry waits(Instant opensAt) {
    return new Entry("There were too many tries.", opensAt, List.of());
  }

  /** Whether it was done. */
  public boolean isDone() {
    return problem == null;
  }

  /** Tells no cookie. */
  @Override
  public String toString() {
    return "Entry[" + (problem == null ? "done" : problem) + "]";
  }
}
