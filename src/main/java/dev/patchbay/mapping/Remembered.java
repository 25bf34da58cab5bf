package dev.patchbay.mapping;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was found out about the texts of forms, which ask the same each time. Only for labels and
 * names of fields, never for what people answered.
 */
public final class Remembered<T> {

  private static final int MOST = 4_000;
  private static final int MAX_CHARACTERS = 300;

  private final Function<String, T> work;
  private final Map<String, T> known = new ConcurrentHashMap<>();

  /** Remembers what {@code work} says of a text; it must always say the same. */
  public Remembered(Function<String, T> work) {
    this.work = work;
  }

  /** What the work says of this text. */
  public T of(String text) {
    T found = known.get(text);
    if (found == null) {
      found = work.apply(text);
      if (text.length() <= MAX_CHARACTERS) {
        if (known.size() >= MOST) {
          known.clear();
        }
        known.put(text, found);
      }
    }
    return found;
  }
}
