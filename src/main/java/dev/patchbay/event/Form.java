package dev.patchbay.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A submitted form: its answers as asked, and the free message where there is one. */
public record Form(
    @Nullable String id,
    @Nullable String name,
    @Nullable String url,
    @Nullable List<Answer> answers,
    @Nullable String message) {

  /** {@code toString} tells no answers: people must not reach logs. */
  @Override
  public String toString() {
    return "Form[id=" + id + "]";
  }
}
