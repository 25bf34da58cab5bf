package dev.patchbay.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last HTTP answer got on this thread. Camel leaves request headers, secrets among them, beside
 * the answer's headers on the exchange; a reply takes these instead.
 *
 * @param headers lower-case names
 */
record LastAnswer(int status, Map<String, String> headers) {

  private static final ThreadLocal<LastAnswer> LAST = new ThreadLocal<>();

  static void clear() {
    LAST.remove();
  }

  static void set(LastAnswer answer) {
    LAST.set(answer);
  }

  static @Nullable LastAnswer get() {
    return LAST.get();
  }
}
