package dev.patchbay.access;

/** Personal values as those see them who may not know whose they are. */
public final class Masks {

  private Masks() {}

  /** Tells that there is a value and of what kind it looks, and nothing by which to find anyone. */
  public static String masked(String value) {
    if (value.indexOf('@') > 0) {
      return "***@***";
    }
    if (value.startsWith("+")) {
      return "+***";
    }
    return value.isEmpty() ? "" : "***";
  }
}
